import { digest } from '#digest'
import { type RunState, type StoreLoss, stepState, type Vote } from '#journal'
import { deciders, type Runbook, runbookDigest, type Step, type Work } from '#runbook'

type Decision = Extract<Work, { kind: 'decision' }>

/** The roles that may take a decision as the run stands: those too to whom it was escalated, or who broke the glass. */
export function decidersNow(runbook: Runbook, state: RunState, step: Step): readonly string[] {
  if (step.work.kind !== 'decision') return []
  const escalated =
    step.work.escalation?.flatMap(({ to }, at) => (state.timers.has(escalationTimer(step.id, at)) ? [to] : [])) ?? []
  const asked = deciders(runbook, [...step.work.deciders, ...escalated], state.absent)
  return [...new Set([...asked, ...(state.glassBrokenBy ?? [])])]
}

/** The timer after which a decision is put before the next in line. */
export function escalationTimer(step: string, at: number): string {
  return `escalate:${step}:${at}`
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
