import { HttpFailure } from '../http.ts'
import type { Asked, Operation } from './operation.ts'
import { serviceOperations } from './services.ts'
import { storeOperations } from './stores.ts'

export type { Asked } from './operation.ts'

/** Carries out what a runbook's step of that verb asks of a component. @throws HttpFailure 404 where the lab cannot */
export async function operate(operation: string, asked: Asked): ReturnType<Operation> {
  const known = asked.site.spec.stores.includes(asked.component) ? storeOperations : serviceOperations
  const act = Object.hasOwn(known, operation) ? known[operation] : undefined
  if (act) return await act(asked)
  throw new HttpFailure(
    404,
    'usage',
    `The lab cannot ${operation} ${asked.component}; it can ${Object.keys(known).join(', ')}.`,
  )
}
