import type { Json } from '#digest'
import type { JournalRecord } from '#journal'
import type { Runbook, Step } from '#runbook'
import type { LedgerCount, LeftBehind, Measurements } from './model.ts'
import { stepEnds } from './timeline.ts'

/**
 * What a failover leaves open of what the region that was left had alone, in sentences, store by store: that it was found
 * and nobody has said what becomes of it, that it is not known, or that acknowledged writes are lost and nobody listed
 * what that side had before it was overwritten. Empty where nothing moved, and on a way back, which drains first.
 */
export function leftOpen(
  runbook: Runbook,
  journal: readonly JournalRecord[],
  measurements: Measurements,
): readonly string[] {
  const { direction, from, to, steps } = runbook
  if (direction === 'failback' || from === to) return []
  const looks = steps.filter((step) => step.phase === 'reconcile' && step.region === from)
  const stores = [
    ...measurements.ledgers.map(({ component }) => component),
    ...looks.flatMap(({ component }) => component ?? []),
  ]
  return [...new Set(stores)].flatMap((component) => {
    const own = looks.filter((step) => step.component === component)
    const settled = isSettled(own, journal)
    const ledger = measurements.ledgers.find((one) => one.component === component)
    const look = own.map((step) => lastOutput(step, journal)).findLast((output) => output !== undefined)
    if (look === undefined) return settled ? [] : unlisted(runbook, component, journal, ledger, measurements.method)
    const list = measurements.leftBehind?.find((one) => one.component === component && one.region === from)
    return [...(settled ? [] : found(runbook, component, look, list)), ...absentThere(runbook, ledger, list)]
  })
}

/** Whether people have settled what was found: the item of the look is closed, or their own step is done. */
function isSettled(steps: readonly Step[], journal: readonly JournalRecord[]): boolean {
  const ids = new Set(steps.map(({ id }) => id))
  const items = new Set<string>()
  let closed = 0
  for (const { type, data } of journal) {
    if (type === 'manualDone' && ids.has(data.step)) return true
    if (type === 'itemOpened' && data.step !== undefined && ids.has(data.step)) items.add(data.item)
    if (type === 'itemClosed' && items.has(data.item)) closed++
  }
  return items.size > 0 && closed >= items.size
}

/** What the step's last success told, by name; undefined where it had none. */
function lastOutput({ id }: Step, journal: readonly JournalRecord[]): ReadonlyMap<string, Json> | undefined {
  const record = journal.findLast(
    (one): one is Extract<JournalRecord, { type: 'stepSucceeded' }> =>
      one.type === 'stepSucceeded' && one.data.step === id,
  )
  if (!record) return undefined
  const { output } = record.data
  const named = typeof output === 'object' && output !== null ? Object.entries(output) : []
  return new Map(named.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])))
}

function found(
  { from, to }: Runbook,
  component: string,
  look: ReadonlyMap<string, Json>,
  list: LeftBehind | undefined,
): readonly string[] {
  if (look.get('known') === false)
    return [`What ${component} in ${from} still had is not known${because(look.get('why'))}.`]
  const told = (name: string): number => Number(look.get(name) ?? 0) || 0
  const only = list ? list.only.length - (list.arrived ?? 0) : told('onlyThere')
  const differing = list ? list.differing.length : told('otherThere')
  if (only + differing === 0) return []
  const parts = [
    ...(only === 0 ? [] : [`${writes(only)} of ${component} that ${to} lacks`]),
    ...(differing === 0 ? [] : [`${writes(differing)} of ${component} that ${to} has with another content`]),
  ]
  return [`${from} had ${parts.join(', and ')}: they are listed, and nobody has said what becomes of them.`]
}

/** Lost writes that the other side does not have either, though it was looked at: it had acknowledged more than it kept. */
function absentThere(
  { from }: Runbook,
  ledger: LedgerCount | undefined,
  list: LeftBehind | undefined,
): readonly string[] {
  if (!ledger || !list) return []
  const there = new Set([...list.only, ...list.differing])
  const gone = ledger.lostKeys.filter((key) => !there.has(key)).length
  return gone === 0
    ? []
    : [`${gone} of ${ledger.lost} lost writes of ${ledger.component} were not found in ${from} either.`]
}

function unlisted(
  { from, steps }: Runbook,
  component: string,
  journal: readonly JournalRecord[],
  ledger: LedgerCount | undefined,
  method: Measurements['method'],
): readonly string[] {
  if (!ledger || ledger.lost === 0) return []
  const what = method === 'heartbeat' ? 'markers' : 'acknowledged writes'
  const ends = stepEnds(journal)
  const again = steps.find(
    (step) => step.phase === 're-protect' && step.component === component && step.region === from && ends.has(step.id),
  )
  const became =
    again === undefined
      ? `nobody has listed what ${from} had`
      : `what ${from} had was overwritten by ${again.id} without being listed`
  return [`${ledger.lost} ${what} of ${component} are lost, and ${became}.`]
}

const writes = (count: number): string => `${count} ${count === 1 ? 'write' : 'writes'}`

const because = (why: Json | undefined): string => (typeof why === 'string' && why !== '' ? `: ${why}` : '')
