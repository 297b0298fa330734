import { type RunState, stepState } from '#journal'
import { personOf, type Runbook, runbookDigest, type Step } from '#runbook'
import { type Answer, comment, type Given, isAsked, notAsked, ofStep } from './answer.ts'
import { answerChallenge, glassChallenge, isSignedBy } from './keys.ts'
import { boundTo, decidersNow } from './people.ts'
import type { Signal } from './ports.ts'

/** Whether the signal carries the signature of the role that sent it, over what it answers. */
export function isSigned(runbook: Runbook, state: RunState, signal: Signal): boolean {
  const key = runbook.people.find(({ role }) => role === signal.by)?.key
  const signature = signal.data?.['signature']
  if (key === undefined || typeof signature !== 'string' || signal.step === undefined) return false
  if (signal.kind !== 'approve' && signal.kind !== 'reject') return false
  const decision = signal.kind === 'approve' ? 'approved' : 'rejected'
  return isSignedBy(
    key,
    answerChallenge(state.run, signal.step, boundTo(runbook, state, signal.step), decision),
    signature,
  )
}

/** One person's word on a decision. */
export function voted(given: Given, decision: 'approved' | 'rejected'): Answer {
  return ofStep(given, (step) => {
    const { runbook, state, signal } = given
    const { work } = step
    if (work.kind !== 'decision') return `${step.id} is not a decision.`
    if (state.cancelling) return 'The run is being cancelled: nothing is decided any more.'
    const at = stepState(state, step.id)
    if (at.status === 'succeeded' || at.status === 'rejected')
      return `${step.id} was decided already: ${at.status === 'succeeded' ? 'approved' : 'rejected'}.`
    // What nobody has seen yet cannot be accepted.
    const isEarly = work.accepts !== 'loss' && mayBeEarly(given, step)
    if (!isAsked(given, step, 'decision') && !isEarly) return notAsked(given, step)
    const allowed = decidersNow(runbook, state, step)
    if (!allowed.includes(signal.by)) return `"${signal.by}" may not decide ${step.id}: ${allowed.join(', ')} may.`
    const person = personOf(runbook, signal.by)
    if (work.notTheStarter === true && state.startedBy !== undefined && personOf(runbook, state.startedBy) === person)
      return `Whoever started the run may not decide ${step.id}.`
    if (at.votes?.some((vote) => vote.person === person))
      return `${signal.by} has answered ${step.id} already; one person counts once.`
    const bound = boundTo(runbook, state, step.id)
    const seen = signal.data?.['bound']
    if (decision === 'approved' && work.accepts === 'loss' && seen === undefined)
      return `Whoever accepts a loss must have seen it. Look at it with \`muster run show ${state.run}\`.`
    if (seen !== undefined && seen !== bound)
      return `What was answered is not what is asked now: the runbook or the loss shown has changed. Look again with \`muster run show ${state.run}\`.`
    if (signal.data?.['signature'] !== undefined && !isSigned(runbook, state, signal))
      return `The signature is not that of ${signal.by} over this question.`
    return [
      {
        type: 'voted',
        data: { step: step.id, decision, role: signal.by, person, bound, signal: signal.id, ...comment(signal) },
      },
    ]
  })
}

/** A disaster may be declared before its criteria hold: while nothing but that is waited for. */
function mayBeEarly({ runbook, isSettled }: Given, step: Step): boolean {
  const before = runbook.steps.filter(({ id }) => step.needs.includes(id))
  return before.every(({ id, phase }) => phase === 'detect' || isSettled(id))
}

/** Going on without the usual approvals, which takes the signatures of enough distinct people who hold a local key. */
export function glass({ runbook, state, signal }: Given): Answer {
  const { breakGlass, people } = runbook
  if (!breakGlass) return 'The plan has no holders of emergency keys (breakGlass).'
  if (!signal.comment) return 'Say why the usual approvals cannot be had.'
  const challenge = glassChallenge(state.run, runbookDigest(runbook), signal.comment)
  const given = signal.data?.['signatures']
  const signatures = typeof given === 'object' && given !== null && !Array.isArray(given) ? given : {}
  const by: string[] = []
  for (const [role, signature] of Object.entries(signatures)) {
    const key = people.find((person) => person.role === role)?.key
    if (!breakGlass.holders.includes(role) || key === undefined) return `"${role}" holds no emergency key of this plan.`
    if (typeof signature !== 'string' || !isSignedBy(key, challenge, signature))
      return `The signature of ${role} is not one over "${challenge}".`
    by.push(role)
  }
  const distinct = new Set(by.map((role) => personOf(runbook, role)))
  if (distinct.size < breakGlass.atLeast)
    return `It takes ${breakGlass.atLeast} holders of emergency keys, and ${distinct.size} signed. The challenge is: ${challenge}`
  return [
    { type: 'glassBroken', data: { by, reason: signal.comment, challenge, signal: signal.id } },
    {
      type: 'itemOpened',
      data: {
        item: newItem(state, 'item:review-', signal),
        text: `Review why the emergency keys were used: ${signal.comment}`,
        owner: signal.by,
      },
    },
  ]
}

/** A name for an item that no other one has: short, because people type it. */
export function newItem(state: RunState, prefix: string, signal: Signal): string {
  const short = prefix + signal.id.slice(0, 6)
  return state.items.has(short) ? prefix + signal.id : short
}
