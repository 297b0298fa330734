import type { ArmFunction } from './scope.ts'
import { listFunctions } from './functions-lists.ts'
import { logicFunctions } from './functions-logic.ts'
import { resourceFunctions } from './functions-resource.ts'
import { textFunctions } from './functions-text.ts'

/** The functions of templates that Muster can evaluate, by their name in lower case. */
export const functions: ReadonlyMap<string, ArmFunction> = new Map(
  Object.entries({ ...textFunctions, ...listFunctions, ...logicFunctions, ...resourceFunctions }).map(
    ([name, evaluates]) => [name.toLowerCase(), evaluates],
  ),
)
