import type { Estimate, Estimates } from '#evidence'
import { type Runbook, stepsIn } from '#runbook'
import { formatDuration } from '#units'
import { isPlanned, isWatch, reconnect } from './runs.ts'
import { lossOf } from './losses.ts'

/**
 * What a forecast rests on and leaves out, in sentences.
 * @param derived whether detection follows from the plan's clocks
 */
export function caveats(runbook: Runbook, estimates: Estimates, target: string, derived: boolean): readonly string[] {
  return [
    ...runbook.deviations,
    ...rehearsal(runbook),
    ...decision(runbook),
    ...detectionCaveats(runbook, derived),
    ...resting(runbook, estimates, target, derived),
    ...losses(runbook),
    'Every step is supposed to succeed, and to begin as soon as what it needs has ended: there are as many hands as it takes.',
    `Clients are supposed to come back within ${formatDuration(reconnect.from)} to ${formatDuration(reconnect.to)} (${reconnect.source}, ${reconnect.asOf}).`,
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
  return [
    `Detection follows from the plan’s probes and criteria, for a region that refuses connections at once and while no deployment is in progress; a region that swallows connections adds up to ${formatDuration(slowest)}.`,
  ]
}

/** Which of the steps that the recovery times rest on are known by something weaker than a measurement of this target. */
function resting(runbook: Runbook, estimates: Estimates, target: string, derived: boolean): readonly string[] {
  const deciding = decidingSteps(runbook)
  const estimated = stepsIn(runbook).filter(
    (step) =>
      deciding.has(step.id) &&
      !(derived && isWatch(step, runbook)) &&
      !(step.work.kind === 'decision' && runbook.decision === 'automatic'),
  )
  const on = (basis: Estimate['basis'], words: string): readonly string[] => {
    const ids = estimated.filter((step) => estimates[step.id]?.basis === basis).map((step) => step.id)
    return ids.length === 0 ? [] : [`${words}: ${ids.join(', ')}.`]
  }
  return [
    ...on('catalog', `Timed by the catalog, not by measurements of ${target}`),
    ...on('declared', 'Timed as the plan declares, without a spread'),
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
  return runbook.stores.flatMap((store) => {
    if (!lossOf(store, planned))
      return [
        store.replication === 'none'
          ? `${store.component} is not replicated, so what its flows would lose is not known.`
          : `${store.component} is replicated asynchronously and the plan declares no lag, so what its flows would lose is not known.`,
      ]
    return store.replication === 'async'
      ? [`The lag of ${store.component} is supposed to be what the plan declares, whatever the load at the fault.`]
      : []
  })
}
