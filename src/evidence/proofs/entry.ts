import type { JournalRecord } from '#journal'
import { at, inspections, type Judge, long, moved, steady, verdict } from './seen.ts'

/** The order of preference, read back from what sends customers. */
export const routingPriority: Judge = (seen) => {
  const { from, to, system = [] } = seen.runbook
  // Where all regions serve, there is no order.
  if (system.some(({ strategy, keeps }) => strategy === 'active-active' && !keeps)) return undefined
  const over = moved(seen)
  const expected = inspections(seen).map((one) => ({
    one,
    region: one.moment !== 'before' && over ? to : seen.runbook.direction === 'failback' && !over ? undefined : from,
  }))
  const against = expected.flatMap(({ one, region }) => {
    const serving = one.entry.serving.join(' and ') || 'no region'
    if (region === undefined || serving === region) return []
    return [`Customers were sent to ${serving} ${whenOf(one.moment)}, and ${region} comes first.`]
  })
  const read = expected.filter(({ region }) => region !== undefined)
  if (read.length === 0) return undefined
  return verdict(against, `Read back ${read.length} times: ${read.map(({ region }) => region).join(', then ')}.`)
}

/** What probes say beside what is so. */
export const probeAccuracy: Judge = (seen) => {
  const all = steady(seen).flatMap(({ moment, probes }) => probes.map((probe) => ({ ...probe, moment })))
  if (all.length === 0) return undefined
  const against = all
    .filter(({ healthy, truth }) => healthy !== truth)
    .map(({ probe, region, healthy, moment }) =>
      healthy
        ? `Probe ${probe} said ${whenOf(moment)} that ${region} is well, and it was not.`
        : `Probe ${probe} said ${whenOf(moment)} that ${region} fails, and it served.`,
    )
  const slowest = Math.max(...all.filter(({ truth }) => truth).map(({ seconds }) => seconds), 0)
  return verdict(against, `${all.length} answers of probes agree with what customers got, within ${long(slowest)}.`)
}

/** The fault is noticed, and nothing was before it. */
export const monitoringAndAlerts: Judge = (seen) => {
  const [before, outage, { t0 }] = [at(seen, 'before'), at(seen, 'outage'), seen]
  const { scenario, probes } = seen.runbook
  if (!before || !outage || t0 === undefined || !noticed.includes(scenario.class)) return undefined
  const own = new Set(probes.map(({ id }) => id))
  // One that fails because something is wrong is no false alarm.
  const early = before.probes.filter(({ probe, healthy, truth }) => own.has(probe) && !healthy && truth)
  const alarms = outage.probes.flatMap(({ probe, healthy, failingSince }) =>
    own.has(probe) && !healthy && failingSince !== undefined && failingSince >= t0
      ? [{ probe, after: failingSince - t0 }]
      : [],
  )
  const [first] = alarms.toSorted((a, b) => a.after - b.after)
  const against = [
    ...early.map(({ probe }) => `Probe ${probe} failed while nothing was wrong.`),
    ...(first ? [] : ['No probe of the plan failed while the fault lasted.']),
  ]
  return verdict(
    against,
    `Probe ${first?.probe} failed ${long(first?.after ?? 0)} after the fault, and none before it.`,
  )
}

/** Beyond the time to live, an answer that is under way may be in use for so long, in seconds. */
const underWay = 2

/** For how long customers used old answers of DNS, beside how long one may be kept. */
export const dnsPropagation: Judge = ({ runbook, journal, measurements: { stale } }) => {
  const { ttl } = runbook
  if (ttl === undefined || stale === undefined) return undefined
  const points = runbook.steps.filter(({ id }) => id.startsWith('point.')).map(({ id }) => id)
  const has = (type: JournalRecord['type'], step: string) =>
    journal.some((record) => record.type === type && 'step' in record.data && record.data.step === step)
  const { forSeconds = 0, clients, of, requests } = stale
  return verdict(
    [
      ...(forSeconds <= ttl + underWay
        ? []
        : [`Old answers were in use for ${long(forSeconds)}, and may be kept for ${long(ttl)}.`]),
      ...points
        .filter((step) => has('stepStarted', step) && !has('stepSucceeded', step))
        .map((step) => `${step} was not seen to lead everybody to the new address.`),
    ],
    `${clients} of ${of} clients used old answers for ${long(forSeconds)} more, with ${requests} requests; they may be kept for ${long(ttl)}.`,
  )
}

/** Classes of disaster that probes from outside tell of while they last. */
const noticed: readonly string[] = ['region', 'extended', 'partition', 'multi-tier']

function whenOf(moment: 'before' | 'outage' | 'after'): string {
  return { before: 'before the fault', outage: 'in the outage', after: 'after the run' }[moment]
}
