import { runbookDigest } from '#runbook'
import { type Course, type DocumentInput, matterOf, numbered } from './input.ts'
import { isUsual } from './schedule.ts'

/** A step as the page knows it that carries its runbook out. */
export interface StepData {
  readonly step: string
  readonly number: string
  readonly title: string
  readonly kind: 'action' | 'manual' | 'decision'
  readonly owner: string
  /** Numbers of the steps before it. */
  readonly after: readonly string[]
  /** Whether it is done on the way there where nothing goes wrong. */
  readonly usual: boolean
  /** Whether customers are served only after it. */
  readonly critical: boolean
  /** Seconds that it takes at most in 95 of 100 cases, and when it begins and ends; absent where nobody knows. */
  readonly takes?: number
  readonly begins?: number
  readonly ends?: number
}

/** What a page knows of its runbook. */
export interface PageData {
  readonly plan: string
  readonly planDigest: string
  readonly scenario: string
  readonly runbooks: ReadonlyArray<{ readonly direction: string; readonly digest: string }>
  readonly steps: readonly StepData[]
}

/** The steps of a document, in its order, with what a page needs to know of them. */
export function pageDataOf(input: DocumentInput): PageData {
  const { main, courses } = matterOf(input)
  const { plan, scenario } = main.runbook
  return {
    plan: plan.name,
    planDigest: plan.digest,
    scenario: scenario.id,
    runbooks: courses.map(({ runbook }) => ({ direction: runbook.direction, digest: runbookDigest(runbook) })),
    steps: courses.flatMap((course) => stepsOf(course, course === main)),
  }
}

function stepsOf(course: Course, isMain: boolean): readonly StepData[] {
  return numbered(course).map((step) => {
    const slot = course.schedule.get(step.id)
    const time = course.expected.steps[step.id]
    return {
      step: step.id,
      number: course.numberOf(step.id),
      title: step.title,
      kind: step.work.kind,
      owner: step.owner,
      after: step.needs.map(course.numberOf),
      usual: isMain && isUsual(step, course.runbook),
      critical: isMain && slot?.critical === true,
      ...(time === undefined || time.basis === 'unknown' ? {} : { takes: time.p95 }),
      ...(slot === undefined ? {} : { begins: slot.begins, ends: slot.ends }),
    }
  })
}
