import { digest } from '#digest'
import { type RunState, type StoreLoss, stepState, type Vote } from '#journal'
import { type Runbook, runbookDigest, type Step, type Work } from '#runbook'

type Decision = Extract<Work, { kind: 'decision' }>

/** The roles that may take a decision: the deciders and, one level down, their deputies. */
export function deciders(runbook: Runbook, roles: readonly string[]): readonly string[] {
  const deputies = roles.flatMap((role) => {
    const deputy = runbook.people.find((person) => person.role === role)?.deputy
    return deputy === undefined ? [] : [deputy]
  })
  return [...new Set([...roles, ...deputies])]
}

/** The roles that may take a decision as the run stands: those too to whom it was escalated, or who broke the glass. */
export function decidersNow(runbook: Runbook, state: RunState, step: Step): readonly string[] {
  if (step.work.kind !== 'decision') return []
  const escalated =
    step.work.escalation?.flatMap(({ to }, at) => (state.timers.has(escalationTimer(step.id, at)) ? [to] : [])) ?? []
  return [...new Set([...deciders(runbook, [...step.work.deciders, ...escalated]), ...(state.glassBrokenBy ?? [])])]
}

/** The timer after which a decision is put before the next in line. */
export function escalationTimer(step: string, at: number): string {
  return `escalate:${step}:${at}`
}

/**
 * Who a role is, the same for two roles of one human being: a name, a number or an address that two contacts share
 * makes them one, however it is written.
 */
export function personOf(runbook: Runbook, role: string): string {
  const marks = new Map<string, string>()
  const groups = new Map<string, string>()
  const top = (id: string): string => {
    const above = groups.get(id)
    return above === undefined || above === id ? id : top(above)
  }
  for (const person of runbook.people) {
    for (const mark of marksOf(person)) {
      const other = marks.get(mark)
      if (other === undefined) marks.set(mark, person.role)
      else groups.set(top(person.role), top(other))
    }
  }
  return top(role)
}

function marksOf({ name, phone, email, key }: Runbook['people'][number]): readonly string[] {
  return [
    `name ${plain(name)}`,
    ...(phone === undefined ? [] : [`phone ${phone.replace(/\D/g, '')}`]),
    ...(email === undefined ? [] : [`mail ${plain(email).replace(/\+[^@]*@/, '@')}`]),
    ...(key === undefined ? [] : [`key ${key}`]),
  ]
}

/** Letters of other scripts that look like Latin ones; the commonest, after Unicode's table of confusables. */
const alike: Readonly<Record<string, string>> = Object.fromEntries(
  ['аa', 'еe', 'оo', 'рp', 'сc', 'хx', 'уy', 'іi', 'ѕs', 'јj', 'ԁd', 'ɡg', 'αa', 'οo', 'νv', 'ρp', 'ιi', 'κk'].map(
    (pair) => Array.from(pair) as [string, string],
  ),
)

function plain(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase()
  return (
    Array.from(lower, (sign) => alike[sign] ?? sign)
      .join('')
      // What nobody sees is no part of a name.
      .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu, '')
      .replace(/[\s\p{M}]+/gu, ' ')
      .trim()
  )
}

/**
 * What enough people have said of a decision; undefined while it is open. One who declines is enough to decline.
 * @param glass the roles that went on without the usual approvals: the word of one of them is enough
 */
export function verdictOf(
  work: Decision,
  votes: readonly Vote[],
  glass?: readonly string[],
): 'approved' | 'rejected' | undefined {
  if (votes.some(({ decision }) => decision === 'rejected')) return 'rejected'
  if (votes.some(({ role }) => glass?.includes(role))) return 'approved'
  const people = new Set(votes.map(({ person }) => person))
  return people.size >= (work.atLeast ?? 1) ? 'approved' : undefined
}

/**
 * What an answer to a decision is bound to: this run, this step, this runbook, and the loss that was shown. An answer
 * that was given to anything else is refused.
 */
export function boundTo(runbook: Runbook, state: RunState, step: string): string {
  const shown: readonly StoreLoss[] = stepState(state, step).shown ?? []
  return digest({ run: state.run, step, runbook: digestOf(runbook), shown })
}

const digests = new WeakMap<Runbook, string>()

/** The runbook's digest, made once: a run asks for it with every answer. */
function digestOf(runbook: Runbook): string {
  const known = digests.get(runbook) ?? runbookDigest(runbook)
  digests.set(runbook, known)
  return known
}
