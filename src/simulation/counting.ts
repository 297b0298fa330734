import type { Runbook, RunbookFlow, Step } from '#runbook'
import { type Counts, unitsPerSecond } from './counts.ts'
import { type CutOff, cutOffsOf } from './cut-offs.ts'
import { type FlowRuns, horizon } from './flow-runs.ts'
import { openTally, type Tally } from './kernel/index.ts'
import { openLearntRuns } from './learnt-runs.ts'
import { type Losing, openLosing } from './losing.ts'
import type { SimulateOptions } from './options.ts'
import { pathTo } from './path.ts'
import type { Timing } from './timing.ts'

interface Path {
  readonly runs: Float64Array
  readonly took: Float64Array
  readonly times: (Tally | undefined)[]
  readonly phases: Map<Step['phase'], { took: number; readonly times: Tally; now: number }>
}

/** Of so many runs, the first ones, what happened on the way is looked at too: more would not tell more. */
export const lookedAt = 16_384

/** Counts runs. */
export interface Counting {
  /** Counts the run that was timed last. @param run its number; each is counted once */
  count(run: number): void
  /** Of the run that was counted last: what a flow took; seconds, Infinity where it was not served again. */
  recovery(flow: number): number
  counted(): Counts
}

export function openCounting(runbook: Runbook, timing: Timing, flowRuns: FlowRuns, options: SimulateOptions): Counting {
  const units = unitsPerSecond(options.runs)
  const losing = openLosing(runbook, timing)
  const learntRuns = openLearntRuns(runbook, timing, flowRuns, losing, options)
  const recoveries = new Float64Array(runbook.flows.length)
  const paths = Array.from({ length: 1 + Math.max(-1, ...flowRuns.groups) }, () => openPath(timing, options))
  const flows = runbook.flows.map((flow, at) => openFlow(flow, at, losing, options))
  /** In which run the path of a group was counted last. */
  const pathRuns = paths.map(() => -1)
  const follow = (path: Path, last: number, origin: number, returning: number): void => {
    for (const phase of path.phases.values()) phase.now = 0
    const inPhase = (of: Step['phase'], took: number): void => {
      const phase = path.phases.get(of)
      if (!phase) return
      phase.took += Math.round(took * units)
      phase.now += took
    }
    // Clients come back because they were sent over.
    inPhase('route', returning)
    pathTo(timing, last, origin, 0, (place, took) => {
      path.runs[place] = (path.runs[place] as number) + 1
      path.took[place] = (path.took[place] as number) + Math.round(took * units)
      const times = path.times[place] ?? openTally(horizon)
      path.times[place] = times
      times.add(took)
      inPhase((timing.steps[place] as Step).phase, took)
    })
    for (const phase of path.phases.values()) phase.times.add(phase.now)
  }
  return {
    count(run) {
      const origin = flowRuns.origin()
      losing.draw()
      for (const [at, flow] of flows.entries()) {
        flow.rpo?.add(learntRuns.lost(at, losing.lost(at)))
        flow.duplicates?.add(losing.replayed(at))
        const simulated = flowRuns.recovery(at, origin)
        const rto = learntRuns.recovery(at, simulated)
        recoveries[at] = rto
        flow.rto.add(rto)
        const last = flowRuns.last(at)
        if (last < 0) continue
        for (const [place, cutOff] of flow.cutOffs.entries())
          if (flowRuns.back(at) + rto - simulated <= cutOff(timing.fault()))
            flow.made[place] = (flow.made[place] as number) + 1
        const group = flowRuns.groups[at] as number
        if (run < lookedAt && rto <= horizon && pathRuns[group] !== run) {
          pathRuns[group] = run
          follow(paths[group] as Path, last, origin, flowRuns.returning(at))
        }
      }
    },
    recovery: (flow) => recoveries[flow] as number,
    counted: () => ({
      paths: paths.map(({ phases, ...path }) => ({ ...path, phases: [...phases] })),
      flows: flows.map(({ rto, rpo, duplicates, made }) => ({ rto, rpo, duplicates, made })),
    }),
  }
}

function openPath({ steps }: Timing, { detail }: SimulateOptions): Path {
  const phases = detail === 'odds' ? [] : [...new Set([...steps.map(({ phase }) => phase), 'route' as const])]
  return {
    runs: new Float64Array(steps.length),
    took: new Float64Array(steps.length),
    times: steps.map(() => undefined),
    phases: new Map(phases.map((phase) => [phase, { took: 0, times: openTally(horizon), now: 0 }])),
  }
}

interface Flow {
  readonly rto: Tally
  readonly rpo: Tally | undefined
  readonly duplicates: Tally | undefined
  readonly cutOffs: readonly CutOff[]
  readonly made: number[]
}

function openFlow(flow: RunbookFlow, at: number, losing: Losing, options: SimulateOptions): Flow {
  const { rto, rpo } = flow.objectives
  const cutOffs = options.detail === 'odds' ? [] : cutOffsOf(flow, options)
  return {
    rto: openTally(horizon, rto === undefined ? [] : [rto]),
    rpo: losing.isKnown(at) ? openTally(horizon, rpo === undefined ? [] : [rpo]) : undefined,
    duplicates: options.detail !== 'odds' && losing.isReplayed(at) ? openTally(horizon) : undefined,
    cutOffs,
    made: cutOffs.map(() => 0),
  }
}
