import type { Operation } from './operation.ts'

/** What can be done to a store, by the verb of the step. */
export const storeOperations: Readonly<Record<string, Operation>> = {}
