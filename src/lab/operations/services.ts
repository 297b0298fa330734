import type { Operation } from './operation.ts'

/** What can be done to a component that serves, by the verb of the step. */
export const serviceOperations: Readonly<Record<string, Operation>> = {
  async start({ region }) {
    await region.services.start()
    return { runs: region.services.runs() }
  },
}
