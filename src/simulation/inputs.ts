import type { Runbook } from '#runbook'
import { untilOpen } from './hours.ts'
import { hasSpread } from './lasting.ts'
import type { Influence } from './model.ts'
import { streams } from './streams.ts'
import { isWatch } from './switching.ts'
import type { Timing } from './timing.ts'

/** Where an input lay in a run: in its lowest fifth, in its highest, or between. */
export const sides = { low: 0, high: 1, between: 2 } as const

/** Something that the recovery time may depend on. */
export interface Input extends Pick<Influence, 'input' | 'of'> {
  /** The step that has to lie on a critical path for it to matter, by place; undefined: that is not known. */
  readonly step?: number
  /** Where it lay in the run that was timed last, as one of `sides`. */
  side(): number
}

/** All that is drawn in a run and may decide when flows are served again. */
export function inputsOf(runbook: Runbook, timing: Timing, isDerived: boolean): readonly Input[] {
  const { kernel, steps, contacts, network } = timing
  const { called, spreads, nodes } = network
  const scenario = runbook.scenario.id
  const ofSteps = steps.flatMap(({ id }, step): readonly Input[] => {
    const spread = spreads[step]
    if (!spread || !hasSpread(spread.p50, spread.p95)) return []
    return [{ input: 'step', of: id, step, side: () => fifth(kernel.draw(step)) }]
  })
  const ofAttempts = steps.flatMap(({ id, attempts }, step): readonly Input[] => {
    if ((nodes[step]?.failing ?? 0) === 0 || attempts < 2) return []
    const side = (): number => ((kernel.tries[step] as number) > 1 ? sides.high : sides.low)
    return [{ input: 'attempts', of: id, step, side }]
  })
  const ofPeople = called.flatMap((place): readonly Input[] => {
    const contact = contacts[place]
    if (contact?.within === undefined || contact.absent) return []
    const stream = streams.contact(place)
    return [{ input: 'person', of: contact.role, side: () => fifth(timing.extra(stream)) }]
  })
  const hours = called.flatMap((place) => contacts[place]?.hours ?? [])
  const isWatched = isDerived && steps.some((step) => isWatch(step, runbook))
  return [
    ...(isWatched
      ? [{ input: 'detection', of: scenario, side: () => fifth(timing.extra(streams.probe(0))) } as const]
      : []),
    ...ofPeople,
    ...(hours.length > 0
      ? [
          {
            input: 'hour',
            of: scenario,
            side: () => (hours.every((each) => untilOpen(each, timing.fault()) === 0) ? sides.low : sides.high),
          } as const,
        ]
      : []),
    ...ofSteps,
    ...ofAttempts,
  ]
}

function fifth(u: number): number {
  return u < 0.2 ? sides.low : u > 0.8 ? sides.high : sides.between
}
