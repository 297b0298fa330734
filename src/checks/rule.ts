import type { Severity } from '#diagnostics'
import type { Spot, Subject } from './subject.ts'

/**
 * Names a mistake.
 * @param what one sentence with the values found and the limits, each with its source; the rule's `why` is added
 * @param fix what to write instead, where more is known than the rule's own advice
 */
export type Report = (spot: Spot, what: string, fix?: string) => void

/** One thing that can be wrong with a plan. Its documentation is made from the same fields. */
export interface Rule {
  /** Stable and kebab-case; its meaning never changes. */
  readonly code: string
  readonly severity: Severity
  /** A few words without names from a plan. */
  readonly title: string
  /** One sentence: why it matters. */
  readonly why: string
  readonly fix: string
  /** Ids of the requirements that the rule answers. */
  readonly requirements: readonly string[]
  /**
   * Top-level parts of a plan, with every fault marked at its line by `# ERROR: what` or `# WARNING: what`; parts that
   * it does not have are taken from the sample plan.
   */
  readonly bad: string
  /** The same put right, in the same form; silent. */
  readonly good: string
  check(subject: Subject, report: Report): void
}
