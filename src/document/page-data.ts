import { runbookDigest } from '#runbook'
import { type Course, type DocumentInput, matterOf, numbered } from './input.ts'
import { isUsual } from './schedule.ts'

/** A step as the page knows it that carries its runbook out. */
export interface StepData {
  /** What tells it from every other step of the page: its id, and of a way back `back/` before it. */
  readonly key: string
  /** Its id in the runbook. */
  readonly step: string
  readonly direction: 'failover' | 'failback'
  readonly number: string
  readonly title: string
  readonly kind: 'action' | 'manual' | 'decision'
  readonly owner: string
  /** Numbers of the steps before it. */
  readonly after: readonly string[]
  /** Whether it is done where nothing goes wrong. */
  readonly usual: boolean
  /** Whether what comes after it needs it. */
  readonly essential: boolean
  /** The number of the step that it stands in for. */
  readonly insteadOf?: string
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
  /** When all flows are served again, in half of all cases, in seconds from the disaster; absent where nobody knows. */
  readonly served?: number
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
    ...(main.expected.flows.length === 0 ? {} : { served: Math.max(...main.expected.flows.map(({ rto }) => rto.p50)) }),
    steps: courses.flatMap(stepsOf),
  }
}

/** @param direction of the runbook; a way back may have steps of the same ids as the way there */
export function keyOf(direction: 'failover' | 'failback', step: string): string {
  return direction === 'failback' ? `back/${step}` : step
}

function stepsOf(course: Course): readonly StepData[] {
  const { direction } = course.runbook
  return numbered(course).map((step) => {
    const slot = course.schedule.get(step.id)
    const time = course.expected.steps[step.id]
    return {
      key: keyOf(direction, step.id),
      step: step.id,
      direction,
      number: course.numberOf(step.id),
      title: step.title,
      kind: step.work.kind,
      owner: step.owner,
      after: step.needs.map(course.numberOf),
      usual: isUsual(step, course.runbook),
      essential: step.essential,
      ...(step.insteadOf === undefined ? {} : { insteadOf: course.numberOf(step.insteadOf) }),
      ...(time === undefined || time.basis === 'unknown' ? {} : { takes: time.p95 }),
      ...(slot === undefined ? {} : { begins: slot.begins, ends: slot.ends }),
    }
  })
}
