import { type Runbook, type RunbookFlow, stepsIn } from '#runbook'

/** Failed probes after which what directs customers sends them elsewhere by itself. */
const failures = 2

/** How customers of a flow are moved by what directs them, before anybody decides anything. */
export interface Moving {
  /** Seconds between two probes; the first one fails at any moment of it. */
  readonly every: number
  /** Seconds from the first failed probe until customers are sent elsewhere. */
  readonly after: number
}

/** Disasters that are seen from outside as a side that does not answer. */
const seen = new Set(['region', 'extended', 'multi-tier'])

/**
 * How soon a flow is served elsewhere without the runbook: what directs customers moves them by itself, and all that the
 * flow needs serves in the other region already and has not to grow for it.
 * @returns undefined where the flow waits for the runbook
 */
export function movingBy(runbook: Runbook, flow: RunbookFlow): Moving | undefined {
  const { system = [], scenario, direction, mode, from, to, fault } = runbook
  if (direction !== 'failover' || mode !== 'forced' || !seen.has(scenario.class) || from === to) return undefined
  const needed = system.filter(({ id }) => flow.components.includes(id))
  const left = needed.filter(({ active }) => active.includes(from))
  const grows = new Set(
    stepsIn(runbook).flatMap(({ component, phase }) =>
      phase === 'recover' && component !== undefined ? [component] : [],
    ),
  )
  const goesOn = left.every(
    ({ id, active, keeps, writesEverywhere, variant }) =>
      active.includes(to) && (keeps ? writesEverywhere : variant === 'overprovisioned' && !grows.has(id)),
  )
  if (left.length === 0 || !goesOn || !needed.some(({ automatic }) => automatic === true)) return undefined
  const probe = runbook.probes.find(
    ({ component, from: places, watches }) =>
      places === undefined && watches !== 'data' && watches !== 'management' && flow.components.includes(component),
  )
  if (!probe) return undefined
  // What still answers, too late, is given up on only at the probe's own time limit.
  const late = fault?.as === 'slow' ? probe.timeout : 0
  return { every: probe.every, after: (failures - 1) * probe.every + late }
}

/** Which flows these are, in a sentence; none where there are none. */
export function movingCaveats(runbook: Runbook): readonly string[] {
  const moved = runbook.flows.filter((flow) => movingBy(runbook, flow)).map(({ id }) => id)
  if (moved.length === 0) return []
  return [
    `Customers of ${moved.join(', ')} are supposed to be sent to ${runbook.to} by what directs them once its probe has failed ${failures} times, without waiting for the runbook.`,
  ]
}
