import type { Plan } from '#plan'
import type { Runbook, Step } from '#runbook'
import type { Expected, Facts } from './facts.ts'
import type { Line } from './model.ts'
import { scheduleOf, type Slot } from './schedule.ts'

/** What a document is made from: the plan, what was compiled from it, and what the plan does not say. */
export interface DocumentInput {
  readonly plan: Plan
  readonly failover: Runbook
  /** The way back; absent where there is none. */
  readonly failback?: Runbook
  readonly facts: Facts
  /** `nist`: in the order of sections that NIST SP 800-34 has, with its appendices. */
  readonly order?: 'usual' | 'nist'
  /** `failback`: only the way back. */
  readonly direction?: 'failover' | 'failback'
}

/** One direction with its numbers and times. */
export interface Course {
  readonly runbook: Runbook
  readonly expected: Expected
  readonly schedule: ReadonlyMap<string, Slot>
  /** The number of a step in this document; the empty text for one that it does not have. */
  numberOf(step: string): string
  /** The place of a step in this document. */
  placeOf(step: string): string
}

/** What the parts of a document are written from. */
export interface Matter extends DocumentInput {
  /** The direction that the document is about first. */
  readonly main: Course
  readonly there: Course
  readonly back?: Course
  /** The directions that it is about at all. */
  readonly courses: readonly Course[]
}

/** @returns the input with numbers for all steps: 1, 2, 3 there, and B1, B2, B3 back; a fallback has its step's and a letter */
export function matterOf(input: DocumentInput): Matter {
  const { failover, failback, facts } = input
  const there = courseOf(failover, facts.failover, '')
  const back = failback && courseOf(failback, facts.failback ?? { steps: {}, flows: [] }, 'B')
  if (back && input.direction === 'failback') return { ...input, main: back, there, back, courses: [back] }
  return { ...input, main: there, there, ...(back ? { back } : {}), courses: back ? [there, back] : [there] }
}

function courseOf(runbook: Runbook, expected: Expected, prefix: string): Course {
  const numbers = new Map<string, string>()
  const plain = runbook.steps.filter(({ insteadOf }) => insteadOf === undefined)
  for (const [at, { id }] of plain.entries()) numbers.set(id, `${prefix}${at + 1}`)
  for (const { id, insteadOf = '' } of runbook.steps.filter((step) => step.insteadOf !== undefined)) {
    const base = numbers.get(insteadOf) ?? prefix
    let letter = 98
    while ([...numbers.values()].includes(base + String.fromCharCode(letter))) letter++
    numbers.set(id, base + String.fromCharCode(letter))
  }
  const numberOf = (step: string): string => numbers.get(step) ?? ''
  return {
    runbook,
    expected,
    schedule: scheduleOf(runbook, expected),
    numberOf,
    placeOf: (step) => `step-${numberOf(step)}`,
  }
}

/** A role with the person's name and number, as it is needed beside a step. */
export function whoLine({ people }: Runbook, role: string): Line {
  const person = people.find((one) => one.role === role)
  if (!person) return [{ to: 'contacts', text: role }]
  return [
    { to: 'contacts', text: role },
    ...(person.name === role ? [] : [`, ${person.name}`]),
    ...(person.phone === undefined ? [] : [', ', { phone: person.phone }]),
  ]
}

/** The steps in the order of their numbers: a fallback comes right behind what it stands in for. */
export function numbered({ runbook }: Course): readonly Step[] {
  const fallbacks = runbook.steps.filter(({ insteadOf }) => insteadOf !== undefined)
  const plain = runbook.steps.filter(({ insteadOf }) => insteadOf === undefined)
  return plain.flatMap((step) => [step, ...chain(step.id, fallbacks)])
}

function chain(id: string, fallbacks: readonly Step[]): readonly Step[] {
  return fallbacks.filter(({ insteadOf }) => insteadOf === id).flatMap((step) => [step, ...chain(step.id, fallbacks)])
}
