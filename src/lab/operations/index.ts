import { HttpFailure } from '../http.ts'
import { cacheOperations } from '../cache/operations.ts'
import { objectOperations } from '../objects/operations/index.ts'
import { namesOperations } from './names.ts'
import type { Asked, Operation } from './operation.ts'
import { serviceOperations } from './services.ts'
import { storeOperations } from './stores.ts'

export type { Asked } from './operation.ts'

/** Carries out what a runbook's step of that verb asks of a component. @throws HttpFailure 404 where the lab cannot */
export async function operate(operation: string, asked: Asked): ReturnType<Operation> {
  const known = operationsOf(asked)
  const act = Object.hasOwn(known, operation) ? known[operation] : undefined
  if (act) return await act(asked)
  throw new HttpFailure(
    404,
    'usage',
    `The lab cannot ${operation} ${asked.component}; it can ${Object.keys(known).join(', ')}.`,
  )
}

function operationsOf({ site, component }: Asked): Readonly<Record<string, Operation>> {
  const { stores, dns, objects, cache } = site.spec
  if (stores.includes(component)) return storeOperations
  if (component === dns?.component) return namesOperations
  if (objects?.components.includes(component)) return objectOperations
  return component === cache ? cacheOperations : serviceOperations
}
