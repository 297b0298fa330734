import type { Estimate, Estimates } from '#evidence'
import type { Runbook, Step, Work } from '#runbook'
import { type Calls, type Contact, type Question, questionOf } from './calls.ts'
import { type Directory, isKnown, withDeputies } from './contacts.ts'
import type { Standing } from './course.ts'
import { hasSpread, lastsInAll, lognormal, noticedAfter } from './lasting.ts'
import { type Lasts, type Law, normalQuantile } from './kernel/index.ts'

/** How many answers are supposed for a question that is open, so as to know what is left of it. */
const samples = 400

/**
 * The estimate of a step; one whose p95 is below its median has no spread.
 * @throws RangeError where there is none, or one that is no time: a caller's bug
 */
export function estimateOf(step: Step, estimates: Estimates): Estimate {
  const estimate = estimates[step.id]
  if (!estimate) throw new RangeError(`There is no estimate for the step ${step.id}. This is a bug in Muster.`)
  if ([estimate.p50, estimate.p95].every((time) => time >= 0 && time < Number.POSITIVE_INFINITY)) return estimate
  throw new RangeError(
    `The step ${step.id} lasts ${estimate.p50} s, and ${estimate.p95} s at most. This is a bug in Muster.`,
  )
}

export function lawOf({ p50, p95 }: Pick<Estimate, 'p50' | 'p95'>): Law {
  return hasSpread(p50, p95) ? { kind: 'lognormal', p50, p95 } : { kind: 'fixed', seconds: p50 }
}

/** How long a step that is under way lasts in all, given how long it has lasted. @param from since when; may be < 0 */
export function underWay({ p50, p95 }: Estimate, from: number, now: number): Lasts {
  const begun = Math.max(0, from)
  return (u) => Math.max(0, lastsInAll(p50, p95, now - from, normalQuantile(u)) + from - begun)
}

/** How a decision comes about where people answer. */
export interface Deciding {
  readonly question: Question
  /** All who may be called for it. */
  readonly called: readonly number[]
  /** What deciding takes once they have answered. */
  readonly takes: Pick<Estimate, 'p50' | 'p95'>
  readonly lasts: Lasts
}

/**
 * The answers that a decision waits for, where anything is known of them.
 * @returns undefined where the estimate is all of it: it was measured here, or nobody's hours and answers are known, and
 * nobody who may decide is absent
 */
export function decidingOf(
  step: Step,
  work: Extract<Work, { kind: 'decision' }>,
  estimate: Estimate,
  { contacts, placeOf }: Directory,
  calls: Calls,
): Deciding | undefined {
  const question = questionOf(work, placeOf)
  const called = withDeputies(contacts, [...question.deciders, ...question.escalation.map(({ to }) => to)])
  const all = called.map((place) => contacts[place] as Contact)
  const known = all.some(isKnown)
  const isMeasured = estimate.basis === 'measured'
  if (!all.some(({ absent }) => absent) && (isMeasured || !known)) return undefined
  const takes = known && !isMeasured && step.expected === undefined ? { p50: 0, p95: 0 } : estimate
  const most = work.ifUndecided === 'failover' ? (work.within ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
  const lasts: Lasts = (u, start) => {
    const answered = calls.decided(question, start) - start
    return Math.min(most, answered + lognormal(takes.p50, takes.p95, normalQuantile(u)))
  }
  return { question, called, takes, lasts }
}

/**
 * How long a question lasts that is open already: drawn from as many answers as are left of those one may expect.
 * @param from since when it is open, and `now`: seconds since the fault
 * @param begin draws who answers when, anew for each number
 */
export function stillOpen(lasts: Lasts, from: number, now: number, begin: (sample: number) => number): Lasts {
  const begun = Math.max(0, from)
  const rising = Float64Array.from({ length: samples }, (_, sample) => lasts(begin(sample), begun)).sort()
  const later = noticedAfter(rising, now - begun)
  return (u, start) => later(lasts(u, start))
}

/** Whether a decision is taken by itself. */
export function isTakenAtOnce({ work }: Step, { decision }: Runbook): boolean {
  return work.kind === 'decision' && decision === 'automatic'
}

/** Since when a step is under way, where a time has passed since. */
export function begunBefore({ id }: Step, { begun, now }: Standing): number | undefined {
  const since = begun.get(id)
  return since !== undefined && now > since ? since : undefined
}
