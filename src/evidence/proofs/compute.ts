import { quantile } from '#units'
import type { ClientSeries } from '../model.ts'
import { at, type Judge, long, moved, recovered, regionIn, type Seen, verdict } from './seen.ts'

/** The longest that a client may be silent and still count as load, in seconds. */
const longestSilence = 3

/** Clients asked before the fault and went on asking through it. */
export const failureUnderLoad: Judge = (seen) => {
  const { t0, clients, throughput } = seen.measurements
  if (t0 === undefined || clients.length === 0) return undefined
  const before = clients.reduce((sum, client) => sum + asked(client, t0 - 1, t0), 0)
  const end = Math.max(...clients.flatMap(({ requests }) => requests.at(-1)?.at ?? t0))
  const silences = clients.map((client) => silence(client, t0, end))
  const longest = Math.max(...silences)
  const silent = silences.filter((one) => one > longestSilence).length
  return verdict(
    [
      ...(before === 0 ? ['Nobody asked for anything in the second before the fault.'] : []),
      ...(silent === 0 ? [] : [`${silent} of ${clients.length} clients asked for nothing for up to ${long(longest)}.`]),
      ...(throughput?.after === 0 ? ['The survivor acknowledged no write.'] : []),
    ],
    `${clients.length} clients asked ${before} times in the second before the fault and went on; no pause was longer than ${long(longest)}.`,
  )
}

/** The survivor grew in the failover, up to what carries everybody. */
export const scalingInFailover: Judge = (seen) => {
  const sizes = sizesOf(seen)
  if (!sizes || sizes.before >= sizes.full) return undefined
  const { before, after, full } = sizes
  return {
    shown: after >= full && after > before,
    says: `${seen.runbook.to} had ${before} instances that answer before the fault and ${after} then; ${full} carry everybody.`,
  }
}

/** As much as carries everybody answers where customers were sent. */
export const capacityAvailable: Judge = (seen) => {
  const sizes = sizesOf(seen)
  if (!sizes) return undefined
  const { after, full } = sizes
  return {
    shown: after >= full,
    says: `${after} of the ${full} instances that carry everybody answer in ${seen.runbook.to}.`,
  }
}

function sizesOf(seen: Seen): { readonly before: number; readonly after: number; readonly full: number } | undefined {
  const { to } = seen.runbook
  const [before, after] = [regionIn(at(seen, 'before'), to), regionIn(recovered(seen), to)]
  if (!before || !after || !moved(seen)) return undefined
  const answering = ({ service }: typeof before) => service.instances.filter(({ answers }) => answers).length
  return { before: answering(before), after: answering(after), full: after.service.full }
}

/** What customers are served in the recovery, beside the least that the plan lets it be. */
export const degradationLimits: Judge = (seen) => {
  const { measurements, runbook, flows } = seen
  const { t0 } = measurements
  if (t0 === undefined) return undefined
  const limited = runbook.flows.flatMap(({ id, minimum }) => {
    const back = flows.find(({ flow }) => flow === id)?.rto.measured
    const clients = measurements.clients.filter(({ flow }) => flow === id)
    if (minimum === undefined || back === undefined || clients.length === 0) return []
    const end = Math.max(...clients.flatMap(({ requests }) => requests.at(-1)?.at ?? t0))
    const [usual, then] = [served(clients, t0 - 1, t0), served(clients, t0 + back, end)]
    if (!usual.rate || then.rate === undefined) return []
    return [{ id, minimum, usual, then, share: then.rate / usual.rate }]
  })
  if (limited.length === 0) return undefined
  const said = limited.map(({ id, share, usual, then }) => {
    const slower = `${long(usual.latency)} to ${long(then.latency)}`
    return `${id} ${Math.round(share * 100)} % of what it served before, 95 of 100 answers from within ${slower}`
  })
  return verdict(
    limited
      .filter(({ share, minimum }) => share < minimum)
      .map(
        ({ id, share, minimum }) =>
          `${id} served ${Math.round(share * 100)} % of before; the plan allows ${Math.round(minimum * 100)} % at least.`,
      ),
    `Served in the recovery: ${said.join('; ')}.`,
  )
}

/** The region had no release, and a step by machine put the right one there. */
export const automatedProvisioning: Judge = (seen) => {
  const { to, steps } = seen.runbook
  const [before, after] = [regionIn(at(seen, 'before'), to), regionIn(recovered(seen), to)]
  const provision = steps.filter(({ id, work }) => id.startsWith('provision.') && work.kind === 'action')
  if (!before || before.service.release !== undefined || provision.length === 0) return undefined
  // A run that ends here is not looked at again; its journal says enough.
  const failed = provision.filter(({ id }) => endedBadly(seen, id))
  if (failed.length > 0)
    return {
      shown: false,
      says: `${to} had no release before the fault, and ${failed.map(({ id }) => id).join(', ')} failed.`,
    }
  if (!after) return undefined
  const { release, wanted } = after.service
  return {
    shown: release === wanted,
    says: `${to} had no release before the fault; ${release === wanted ? 'the one that is to serve was put there' : release === undefined ? 'none was put there' : 'another than the one that is to serve was put there'}.`,
  }
}

function endedBadly({ journal }: Seen, step: string): boolean {
  const last = journal.findLast(
    (record) => (record.type === 'stepFailed' || record.type === 'stepSucceeded') && record.data.step === step,
  )
  return last?.type === 'stepFailed'
}

function asked({ requests }: ClientSeries, from: number, to: number): number {
  return requests.filter(({ at: when }) => when >= from && when < to).length
}

function silence({ requests }: ClientSeries, from: number, to: number): number {
  const times = [from, ...requests.map(({ at: when }) => when).filter((when) => when > from), to]
  return Math.max(...times.slice(1).map((when, index) => when - (times[index] ?? from)))
}

/** Answers a second, and the time within which 95 of 100 came; undefined where the window is too short to tell. */
function served(
  clients: readonly ClientSeries[],
  from: number,
  to: number,
): { readonly rate: number | undefined; readonly latency: number } {
  const good = clients.flatMap(({ requests }) => requests.filter(({ at: when, ok }) => ok && when >= from && when < to))
  const latencies = good.map(({ latency }) => latency)
  return { rate: to - from < 0.5 ? undefined : good.length / (to - from), latency: quantile(latencies, 0.95) ?? 0 }
}
