import type { Estimate, Estimates } from '#evidence'
import { type Runbook, stepsIn } from '#runbook'
import { formatDuration, seconds } from '#units'
import { movingCaveats } from './by-itself.ts'
import { answeringProbes } from './detection.ts'
import { horizon, reconnect } from './flow-runs.ts'
import { isFromBackup, lossOf, stillArrives, toAnyMoment } from './losses.ts'
import type { FlowForecast } from './model.ts'
import type { SimulateInput } from './options.ts'
import type { Opened } from './part.ts'
import { peopleCaveats } from './people-caveats.ts'
import { isPlanned, isWatch } from './switching.ts'

/**
 * What a forecast rests on and leaves out, in sentences.
 * @param flows as they are forecast
 */
export function caveats(
  { runbook, estimates, options }: SimulateInput,
  { timing, flowRuns, isDerived }: Opened,
  flows: readonly FlowForecast[],
): readonly string[] {
  const answered = new Set(timing.network.answered.map((place) => timing.steps[place]?.id ?? ''))
  return [
    ...runbook.deviations,
    ...rehearsal(runbook),
    ...decision(runbook),
    ...detectionCaveats(runbook, isDerived),
    ...resting(runbook, estimates, options.target, (id) => answered.has(id), isDerived),
    ...peopleCaveats(runbook, timing, options),
    ...attempts(timing, options.target, estimates),
    ...learntFrom(options),
    ...unfinished(flows),
    ...movingCaveats(runbook, options),
    ...losses(runbook),
    `Clients are supposed to come back within ${formatDuration(reconnect.from)} to ${formatDuration(reconnect.to)} (${reconnect.source}, ${reconnect.asOf}).`,
    ...(flowRuns.isHeld && runbook.ttl !== undefined
      ? [
          `Who is sent elsewhere is supposed to forget the old address within ${formatDuration(runbook.ttl)}, the ttl of the plan, evenly.`,
        ]
      : []),
  ]
}

/** How often attempts fail. */
function attempts({ network, steps }: Opened['timing'], target: string, estimates: Estimates): readonly string[] {
  const failing = steps.flatMap(({ id }, place) => {
    const { failing: seen } = estimates[id] ?? {}
    return seen && (network.nodes[place]?.failing ?? 0) > 0
      ? [`${id} (${Math.round(seen.chance * seen.of)} of ${seen.of})`]
      : []
  })
  if (failing.length === 0)
    return [`Every attempt is supposed to succeed, for none that failed is known from ${target}.`]
  return [`Attempts fail as often as they have on ${target}, and all others succeed: ${failing.join(', ')}.`]
}

/** Whole runs by which the figures are corrected. */
function learntFrom({ outcomes = {}, target }: SimulateInput['options']): readonly string[] {
  const counts = Object.values(outcomes).map(({ rto, rpo }) => Math.max(rto.length, rpo.length))
  const most = Math.max(0, ...counts)
  if (most === 0) return []
  return [
    `Recovery times and losses are corrected by what ${most === 1 ? 'one run' : `${most} runs`} of this very plan and scenario came to on ${target}; shares of steps and phases are as simulated.`,
  ]
}

/** Of what there is no end in some runs. */
function unfinished(flows: readonly FlowForecast[]): readonly string[] {
  const on = (holds: (share: number) => boolean): string =>
    flows.flatMap(({ flow, rto }) => (holds(rto.censoredShare ?? 0) ? [flow] : [])).join(', ')
  const [never, sometimes] = [on((share) => share === 1), on((share) => share > 0 && share < 1)]
  const counts = `its time counts as ${formatDuration(seconds(horizon))} there`
  return [
    ...(never === '' ? [] : [`No run restores ${never}: the runbook never comes to its end; ${counts}.`]),
    ...(sometimes === '' ? [] : [`Some runs never restore ${sometimes}; ${counts}.`]),
  ]
}

function decision(runbook: Runbook): readonly string[] {
  return runbook.decision === 'automatic' && stepsIn(runbook).some((step) => step.work.kind === 'decision')
    ? ['The decision is taken automatically, so the time that people need to decide is not in the forecast.']
    : []
}

function rehearsal({ mode }: Runbook): readonly string[] {
  return mode === 'test' ? ['A rehearsal apart sends no customer anywhere, so no recovery time follows from it.'] : []
}

function detectionCaveats(runbook: Runbook, derived: boolean): readonly string[] {
  if (!stepsIn(runbook).some((step) => isWatch(step, runbook))) return []
  if (!derived)
    return [
      'When the activation criteria hold does not follow from the probes alone, so the estimate of that step stands in.',
    ]
  const slowest = Math.max(0, ...runbook.probes.map((probe) => probe.timeout))
  const answering = answeringProbes(runbook)
  return [
    ...(answering.length === 0
      ? []
      : [`These probes are supposed to go on answering, as the criteria want it: ${answering.join(', ')}.`]),
    `Detection follows from the plan’s probes and criteria, for a region that refuses connections at once and while no deployment is in progress; a region that swallows connections adds up to ${formatDuration(slowest)}.`,
  ]
}

/**
 * Which of the steps that the recovery times rest on are known by something weaker than a measurement of this target.
 * @param isAnswered whether people's answers decide when a step is over
 */
function resting(
  runbook: Runbook,
  estimates: Estimates,
  target: string,
  isAnswered: (id: string) => boolean,
  derived: boolean,
): readonly string[] {
  const deciding = decidingSteps(runbook)
  const estimated = stepsIn(runbook).filter(
    (step) =>
      deciding.has(step.id) &&
      !isAnswered(step.id) &&
      !(derived && isWatch(step, runbook)) &&
      !(step.work.kind === 'decision' && runbook.decision === 'automatic'),
  )
  const on = (basis: Estimate['basis'], words: string, isSo = (_: Estimate) => true): readonly string[] => {
    const ids = estimated.flatMap(({ id }) => {
      const estimate = estimates[id]
      return estimate?.basis === basis && isSo(estimate) ? [id] : []
    })
    return ids.length === 0 ? [] : [`${words}: ${ids.join(', ')}.`]
  }
  return [
    ...on('catalog', `Timed by the catalog, not by measurements of ${target}`),
    ...on('declared', 'Timed as the plan declares', ({ p50, p95 }) => p95 > p50),
    ...on('declared', 'Timed as the plan declares, without a spread', ({ p50, p95 }) => p95 <= p50),
    ...on('unknown', 'Neither measured nor declared, so that the time limit stands in'),
  ]
}

/** The steps whose end restores a flow, and all that they need. */
function decidingSteps(runbook: Runbook): ReadonlySet<string> {
  const found = new Set(runbook.flows.flatMap((flow) => flow.restoredBy))
  for (const step of stepsIn(runbook).toReversed())
    if (found.has(step.id)) for (const need of step.needs) found.add(need)
  return found
}

function losses(runbook: Runbook): readonly string[] {
  const planned = isPlanned(runbook)
  if (planned)
    return runbook.stores.length > 0
      ? ['A planned switch is supposed to drain the old side first, so nothing is lost.']
      : []
  if (runbook.scenario.class === 'partition')
    return runbook.stores.length > 0
      ? ['Both sides keep what they have while the line is cut, so nothing is lost.']
      : []
  return runbook.stores.flatMap((store) => {
    const isKnown = lossOf(store, runbook) !== undefined
    if (!isKnown && store.restored)
      return [
        `${store.component} is restored from a backup and the plan does not say how often one is made, so what its flows would lose is not known.`,
      ]
    if (toAnyMoment(store, runbook))
      return [
        `${store.component} is supposed to be restored as it was just before the fault, which its log allows; what is written after the fault is lost and is no part of the loss that is forecast.`,
      ]
    if (isFromBackup(store)) {
      const two = store.logEvery === undefined ? 'backups' : 'times that the log is sent'
      return [
        `The fault is supposed to come at any moment between two ${two} of ${store.component}${runbook.fault?.as === 'slow' ? ', and a side that is only slow to send what was due in half of the cases' : ''}.`,
      ]
    }
    if (!isKnown)
      return [
        store.replication === 'none'
          ? `${store.component} is not replicated, so what its flows would lose is not known.`
          : `${store.component} is replicated asynchronously and the plan declares no lag, so what its flows would lose is not known.`,
      ]
    if (store.replication !== 'async') return []
    const lag = `The lag of ${store.component} is supposed to be what the plan declares, whatever the load at the fault`
    return [
      stillArrives(store, runbook)
        ? `${lag}; what was sent still arrives, so that only what it exceeds the usual by is lost.`
        : `${lag}.`,
    ]
  })
}
