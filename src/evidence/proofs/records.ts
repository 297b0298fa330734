import { type JournalRecord, undoPrefix, verifyChain } from '#journal'
import type { Runbook } from '#runbook'
import { at, differences, inspections, type Judge, long, recovered, regionIn, verdict } from './seen.ts'

/** Who may come from where, and what they may do, is the same in every region whose server can be asked. */
export const securityAudit: Judge = (seen) => {
  const audits = inspections(seen).flatMap(({ moment, regions }) => {
    const lists = new Map(regions.flatMap(({ region, store }) => (store.security ? [[region, store.security]] : [])))
    return moment === 'outage' || lists.size < 2 ? [] : [lists]
  })
  const [first] = audits
  if (!first) return undefined
  const lines = [...first.values()][0]?.length ?? 0
  return verdict(
    audits.flatMap(differences),
    `${lines} rules, roles and rights are the same in ${[...first.keys()].join(' and ')}.`,
  )
}

/** The services' password opens the survivor, and no other does. */
export const identityFailover: Judge = (seen) => {
  const { to } = seen.runbook
  const store = seen.runbook.direction === 'failover' ? regionIn(recovered(seen), to)?.store : undefined
  if (store?.signsIn === undefined || at(seen, 'before') === undefined) return undefined
  return verdict(
    [
      ...(store.signsIn ? [] : [`The services cannot sign in in ${to}.`]),
      ...(store.refusesWrong === true ? [] : [`A wrong password is let in in ${to}.`]),
    ],
    `The services sign in in ${to}, and a wrong password is refused.`,
  )
}

/** The time of a step that acts on the entry; it goes on while nothing has ended it. */
interface Span {
  /** What it does there. */
  readonly what: string
  readonly from: number
  to: number
}

/** The clocks of the journal and of what sends customers are read at different moments of one act, in seconds. */
const slack = 0.25

/** The journal verifies, and whatever was changed at the entry during the run is in it as a step. */
export const auditTrail: Judge = (seen) => {
  const { journal } = seen
  const [first] = journal
  const last = inspections(seen).at(-1)
  if (!first || !last) return undefined
  const fault = verifyChain(journal)
  const spans = spansOf(seen.runbook, journal)
  const acts = last.entry.acts.filter(({ at: when }) => when >= first.tsMono - slack)
  const strays = acts.filter(
    ({ at: when, what }) =>
      !spans.some((span) => span.what === what && when >= span.from - slack && when <= span.to + slack),
  )
  return verdict(
    [
      ...(fault ? [`The journal does not verify: ${fault.reason}.`] : []),
      ...strays.map(
        ({ what, regions }) => `Nothing in the journal accounts for "${[what, ...regions].join(' ')}" at the entry.`,
      ),
    ],
    `${journal.length} records follow one another, and all ${acts.length} changes at the entry are among them.`,
  )
}

function spansOf(runbook: Runbook, journal: readonly JournalRecord[]): readonly Span[] {
  const spans: Span[] = []
  const open = new Map<string, Span>()
  for (const { type, data, tsMono } of journal) {
    if (!('step' in data) || typeof data.step !== 'string') continue
    const what = actOf(runbook, data.step)
    if (type === 'stepStarted' && what !== undefined) {
      const span: Span = { what, from: tsMono, to: Number.POSITIVE_INFINITY }
      open.set(data.step, span)
      spans.push(span)
    } else if (type === 'stepSucceeded' || type === 'stepFailed') {
      const span = open.get(data.step)
      if (span) span.to = tsMono
    }
  }
  return spans
}

/** What a step, or what takes one back, does to the entry; undefined where it leaves it alone. */
function actOf({ steps }: Runbook, id: string): string | undefined {
  const taken = id.startsWith(undoPrefix)
  const step = steps.find((one) => one.id === (taken ? id.slice(undoPrefix.length) : id))
  const work = taken ? step?.undo?.work : step?.work
  if (work?.kind !== 'action') return undefined
  if (work.use.startsWith(acting)) return work.use.slice(acting.length)
  return work.with['operation'] === 'direct' ? 'direct' : undefined
}

const acting = 'traffic.'

/** What had been done was taken back, and how long that took. */
export const rollback: Judge = ({ journal }) => {
  const began = journal.filter((record) => record.type === 'stepStarted' && record.data.step.startsWith(undoPrefix))
  const [first] = began
  if (!first) return undefined
  const steps = new Set(began.flatMap((record) => (record.type === 'stepStarted' ? [record.data.step] : [])))
  const ended = journal.filter((record) => record.type === 'stepSucceeded' && steps.has(record.data.step))
  const done = new Set(ended.flatMap((record) => (record.type === 'stepSucceeded' ? [record.data.step] : [])))
  return verdict(
    [...steps].filter((step) => !done.has(step)).map((step) => `${step.slice(undoPrefix.length)} was not taken back.`),
    `${steps.size} steps were taken back in ${long((ended.at(-1)?.tsMono ?? first.tsMono) - first.tsMono)}.`,
  )
}
