import type { Runbook } from '#runbook'
import type { FlowRuns } from './flow-runs.ts'
import { type Learnt, learnt } from './learning.ts'
import type { Losing } from './losing.ts'
import type { SimulateOptions } from './options.ts'
import { streams } from './streams.ts'
import type { Timing } from './timing.ts'

/** So many runs tell what the simulation gives before it is corrected. */
const most = 2000

/** What the run that was timed last comes to, corrected by what whole runs were measured to come to. Seconds. */
export interface LearntRuns {
  recovery(flow: number, simulated: number): number
  lost(flow: number, simulated: number): number
}

/** @returns what corrects nothing for a flow, or a figure of it, that was never measured */
export function openLearntRuns(
  runbook: Runbook,
  timing: Timing,
  flowRuns: FlowRuns,
  losing: Losing,
  { outcomes = {}, spreads, seed, runs }: SimulateOptions,
): LearntRuns {
  const measured = runbook.flows.map(({ id }) => (Object.hasOwn(outcomes, id) ? outcomes[id] : undefined))
  if (!measured.some((one) => one && one.rto.length + one.rpo.length > 0))
    return { recovery: (_, simulated) => simulated, lost: (_, simulated) => simulated }
  const size = Math.min(most, runs)
  const simulated = runbook.flows.map(() => ({ rto: new Float64Array(size), rpo: new Float64Array(size) }))
  for (let run = 0; run < size; run++) {
    timing.time(seed, run)
    losing.draw()
    const origin = flowRuns.origin()
    for (const [at, values] of simulated.entries()) {
      values.rto[run] = flowRuns.recovery(at, origin)
      values.rpo[run] = losing.lost(at)
    }
  }
  const corrected = (figure: 'rto' | 'rpo') =>
    measured.map((one, at): Learnt | undefined => {
      const values = simulated[at]?.[figure].filter(Number.isFinite).sort()
      const seen = one?.[figure] ?? []
      return values && values.length > 0 && seen.length > 0
        ? learnt(values, seen, figure, spreads?.[figure])
        : undefined
    })
  const [recoveries, losses] = [corrected('rto'), corrected('rpo')]
  return {
    recovery: (flow, value) => recoveries[flow]?.(value, timing.extra(streams.learntRecovery)) ?? value,
    lost: (flow, value) => losses[flow]?.(value, timing.extra(streams.learntLoss)) ?? value,
  }
}
