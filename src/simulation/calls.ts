import type { Work } from '#runbook'
import { type Hours, untilOpen } from './hours.ts'
import { normalQuantile } from './kernel/index.ts'
import { lognormal } from './lasting.ts'

/** How the time until somebody has answered spreads: in half of the calls it is this share of what 95 of 100 take. */
export const halfAnswered = { share: 1 / 3, source: 'judged' } as const

/** Somebody who can be called. */
export interface Contact {
  readonly role: string
  /** The place of who is called in the stead of this one. */
  readonly deputy?: number
  /** Always, where it is left out. */
  readonly hours?: Hours
  /** How long 95 of 100 answers take at most, in seconds; at once, where it is left out. */
  readonly within?: number
  /** Never answers. */
  readonly absent: boolean
  /** How many of them can work at the same time. */
  readonly count: number
}

/** Who is asked for a decision, by places in the list of contacts. */
export interface Question {
  readonly deciders: readonly number[]
  readonly escalation: ReadonlyArray<{ readonly after: number; readonly to: number }>
  /** How many have to agree. */
  readonly atLeast: number
}

/** The calls of one run. Instants are seconds since the fault. */
export interface Calls {
  /**
   * Begins a run, in which nobody has been called.
   * @param fault the second of the day, by UTC, at which it comes
   * @param uniformOf the number in (0, 1) that decides how soon the contact at a place answers
   */
  begin(fault: number, uniformOf: (place: number) => number): void
  /** When the contact at a place, or its deputy, has answered a call; Infinity: never. */
  answered(place: number, called: number): number
  /** When enough have answered a question. */
  decided(question: Question, asked: number): number
}

/**
 * Who answers when: a contact the first time that it is called in a run, after so long and within its hours; its deputy
 * is called where it has not answered in the time that 95 of 100 answers take, and at once where it is out of hours.
 */
export function openCalls(contacts: readonly Contact[]): Calls {
  const had = new Float64Array(contacts.length)
  const calledAt = new Float64Array(contacts.length)
  const answersAt = new Float64Array(contacts.length)
  let fault = 0
  let uniform: (place: number) => number = () => 0.5

  const untilHours = ({ hours }: Contact, instant: number): number => (hours ? untilOpen(hours, fault + instant) : 0)

  const answer = (place: number, called: number): number => {
    const contact = contacts[place] as Contact
    if (contact.absent) return Number.POSITIVE_INFINITY
    // Who has been called before is awake, or about to be.
    const before = had[place] as number
    if (before < Number.POSITIVE_INFINITY) return Math.max(called, before)
    const { within = 0 } = contact
    const delay = lognormal(within * halfAnswered.share, within, within > 0 ? normalQuantile(uniform(place)) : 0)
    return called + untilHours(contact, called) + delay
  }

  const call = (place: number, called: number): number => {
    const at = answer(place, called)
    if (called < (calledAt[place] as number)) calledAt[place] = called
    if (at < (answersAt[place] as number)) answersAt[place] = at
    return at
  }

  /** Calls a contact, and its deputy where that takes too long. */
  const callBoth = (place: number, called: number): number => {
    const contact = contacts[place] as Contact
    const own = call(place, called)
    if (contact.deputy === undefined) return own
    const late = called + (untilHours(contact, called) > 0 ? 0 : (contact.within ?? 0))
    return own <= late ? own : Math.min(own, call(contact.deputy, late))
  }

  const nobodyCalled = (): void => {
    calledAt.fill(Number.POSITIVE_INFINITY)
    answersAt.fill(Number.POSITIVE_INFINITY)
  }

  /** Whoever would be called later than that is not called at all. */
  const keepUntil = (instant: number): void => {
    for (let place = 0; place < had.length; place++)
      if ((calledAt[place] as number) <= instant)
        had[place] = Math.min(had[place] as number, answersAt[place] as number)
  }

  return {
    begin(second, uniformOf) {
      fault = second
      uniform = uniformOf
      had.fill(Number.POSITIVE_INFINITY)
    },
    answered(place, called) {
      nobodyCalled()
      const at = callBoth(place, called)
      keepUntil(at)
      return at
    },
    decided({ deciders, escalation, atLeast }, asked) {
      nobodyCalled()
      for (const place of deciders) callBoth(place, asked)
      for (const { after, to } of escalation) callBoth(to, asked + after)
      const at = answersAt.slice().sort()[atLeast - 1] ?? Number.POSITIVE_INFINITY
      keepUntil(at)
      return at
    },
  }
}

/** Whom a decision asks. @param placeOf the place of a role in the list of contacts */
export function questionOf(
  { deciders, escalation = [], atLeast = 1 }: Extract<Work, { kind: 'decision' }>,
  placeOf: (role: string) => number,
): Question {
  return {
    deciders: deciders.map(placeOf),
    escalation: escalation.map(({ after, to }) => ({ after, to: placeOf(to) })),
    atLeast,
  }
}
