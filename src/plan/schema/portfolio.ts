import { z } from 'zod'
import { path } from './path.ts'
import { name, text } from './text.ts'

/** The portfolio file: several plans whose workloads depend on each other. */
export const portfolioSchema = z.strictObject({
  apiVersion: z.literal('muster/v1'),
  kind: z.literal('Portfolio'),
  metadata: z.strictObject({ name, owner: text.describe('Who answers for all of it') }),
  workloads: z.record(
    name,
    z.strictObject({
      plan: path.describe('Its plan, by the path from this file'),
      owner: text.optional().describe('Who answers for it, where that is somebody else'),
    }),
  ),
})

/** Several workloads, each with the path of its plan as written. */
export type Portfolio = z.output<typeof portfolioSchema>
