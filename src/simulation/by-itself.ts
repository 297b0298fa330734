import { type Runbook, type RunbookFlow, stepsIn } from '#runbook'
import type { Circumstances } from './circumstances.ts'

/** Failed probes after which what directs customers sends them elsewhere by itself. */
const failures = 2

/** How customers of a flow are moved by what directs them, before the runbook sends them anywhere. */
export interface Moving {
  /** Seconds within which it begins, evenly: until the first probe fails, or a connection is given up. */
  readonly within: number
  /** Seconds from there until customers are sent elsewhere. */
  readonly after: number
  /** In words, what it waits for. */
  readonly when: string
  /** The steps with whose end customers begin to be moved; with the fault where it is left out. */
  readonly with?: readonly string[]
}

/** Disasters that are seen from outside as a side that does not answer. */
const seen = new Set(['region', 'extended', 'multi-tier'])
/** What directs customers by names alone: who was refused asks the same address again until another one is told. */
const byName = new Set(['traffic-manager', 'dns'])

/**
 * How soon a flow is served elsewhere before the runbook has sent it there: what directs customers moves them by itself,
 * and all that the flow needs serves in the other region already and has not to grow for it.
 *
 * What customers wait for is told by the fault. Where connections pass through what directs them, one that is refused is
 * led to the other side at once, or when it is given up at last; a side that is silent or slow is left once its probe has
 * failed. Where both sides live,
 * customers are served until one of them is fenced, and are led to the other one then.
 * @returns undefined where the flow waits for the runbook
 */
export function movingBy(runbook: Runbook, flow: RunbookFlow, { dns = true }: Circumstances = {}): Moving | undefined {
  const { system = [], scenario, direction, mode, from, to, fault } = runbook
  const isCut = scenario.class === 'partition'
  if (direction !== 'failover' || mode !== 'forced' || from === to) return undefined
  if (!seen.has(scenario.class) && !isCut) return undefined
  const needed = system.filter(({ id }) => flow.components.includes(id))
  const left = needed.filter(({ active }) => active.includes(from))
  const steps = stepsIn(runbook)
  const grows = new Set(
    steps.flatMap(({ component, phase }) => (phase === 'recover' && component !== undefined ? [component] : [])),
  )
  const goesOn = left.every(
    ({ id, active, keeps, writesEverywhere, variant }) =>
      active.includes(to) && (keeps ? writesEverywhere : variant === 'overprovisioned' && !grows.has(id)),
  )
  const directing = needed.filter(({ automatic }) => automatic === true)
  if (left.length === 0 || !goesOn || directing.length === 0) return undefined
  // The lab has no DNS: what directs its customers there is passed through, whatever it stands for.
  const isPassed = directing.every(({ type }) => !dns || !byName.has(type))
  if (isCut) {
    const fences = steps.filter(({ phase }) => phase === 'fence').map(({ id }) => id)
    const when = `as soon as ${fences.join(' and ')} is done`
    return isPassed && fences.length > 0 ? { within: 0, after: 0, with: fences, when } : undefined
  }
  const probe = runbook.probes.find(
    ({ component, from: places, watches }) =>
      places === undefined && watches !== 'data' && watches !== 'management' && flow.components.includes(component),
  )
  // A connection is given as long as a probe, for no plan says more of how patient a proxy is.
  if (isPassed && refuses(runbook, dns))
    return { within: probe?.timeout ?? 0, after: 0, when: 'as soon as they are refused' }
  if (!probe) return undefined
  // What still answers, too late, is given up on only at the probe's own time limit.
  const late = fault?.as === 'slow' ? probe.timeout : 0
  const when = `once its probe has failed ${failures} times`
  return { within: probe.every, after: (failures - 1) * probe.every + late, when }
}

/** Whether the side that is lost refuses connections; one that is cut off is silent, but for the lab, whose host lives. */
function refuses({ fault }: Runbook, dns: boolean): boolean {
  return fault?.as === 'killed' || fault?.as === 'failed' || (fault?.as === 'cut-off' && !dns)
}

/** Which flows these are, in sentences; none where there are none. */
export function movingCaveats(runbook: Runbook, circumstances: Circumstances): readonly string[] {
  const all = runbook.flows.flatMap((flow) => {
    const moving = movingBy(runbook, flow, circumstances)
    return moving ? [{ flow: flow.id, when: moving.when }] : []
  })
  return [...new Set(all.map(({ when }) => when))].map((when) => {
    const flows = all.filter((one) => one.when === when).map(({ flow }) => flow)
    return `Customers of ${flows.join(', ')} are supposed to be sent to ${runbook.to} by what directs them ${when}, without waiting for the runbook.`
  })
}
