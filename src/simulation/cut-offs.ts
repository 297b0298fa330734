import type { RunbookFlow } from '#runbook'
import type { Circumstances } from './circumstances.ts'
import { usualDay } from './contacts.ts'
import { day, remainder, timeOfDay } from './hours.ts'

/** How long it is until the next cut-off, from a second of the week by UTC on; up to a day, and never 0. */
export type CutOff = (fault: number) => number

/** The cut-offs of a flow, in its order. */
export function cutOffsOf({ cutOffs = [] }: RunbookFlow, { at, asOf }: Circumstances): readonly CutOff[] {
  return cutOffs.map((cutOff) => {
    const second = timeOfDay(cutOff.at, cutOff.zone, at ?? asOf ?? usualDay)
    return (fault) => remainder(second - fault, day) || day
  })
}
