import type { LabFlow } from './spec.ts'

/** What the clients of the load generator ask for at most, in requests a second over all of them. */
export const demand = { reads: 80, writes: 280 }

/** The same of objects that are put: each is a file, and not a row. */
export const objectDemand = 10

/**
 * What an instance takes at once after a rest, in requests, and for how many seconds it lets a request wait before it
 * says that it is too busy. Less than its clients could fill, for each of them asks for nothing while it waits: with a
 * longer queue they would slow down in step with the service, and nobody would ever be turned away.
 */
export const queue = { burst: 10, longestWait: 0.02 }

/** How much more a side of full size serves than it is asked for. */
const room = 1.25

/**
 * Requests a second that one instance of the web service serves; `full` of them carry everybody with room, and one fewer
 * of three does not: of what clients then ask for, a third is turned away. Where the machine is so slow that clients do not
 * come to ask for as much, less is.
 * @param full how many instances carry everybody
 */
export function capacityOf(flows: ReadonlyArray<Pick<LabFlow, 'data'>>, full: number): number {
  const asked = (['reads', 'writes'] as const).filter((kind) => flows.some(({ data }) => data === kind))
  return (asked.reduce((sum, kind) => sum + demand[kind], 0) * room) / full
}
