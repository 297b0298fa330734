import type { Problem, Severity } from '#diagnostics'
import type { Spot, Subject } from './subject.ts'

/**
 * Names a mistake.
 * @param what one sentence with the values found and the limits, each with its source; the rule's `why` is added
 * @param fix what to write instead, where more is known than the rule's own advice
 */
export type Report = (spot: Spot, what: string, fix?: string) => void

/** What a rule says, and what it is about. */
export interface Found {
  readonly problem: Problem
  readonly spot: Spot
}

/** What a rule is given besides: how it says that it cannot tell, and, where it waits, what the others have found. */
export interface Others {
  /** As a report, with the severity `unknown`: what can be neither passed nor failed. */
  readonly unsure: Report
  /** The code of every rule. */
  readonly codes: ReadonlySet<string>
  /** What all rules that do not wait have found. */
  readonly found: readonly Found[]
}

/** One thing that can be wrong with a plan. Its documentation is made from the same fields. */
export interface Rule {
  /** Stable and kebab-case; its meaning never changes. */
  readonly code: string
  /**
   * `error`: the plan contradicts itself or cannot keep what it promises; `warning`: a recovery is likely to go wrong;
   * `note`: something that the guidance asks for is not said, and the plan can be used without it.
   */
  readonly severity: Severity
  /** A few words without names from a plan. */
  readonly title: string
  /** One sentence: why it matters. */
  readonly why: string
  readonly fix: string
  /** Ids of the requirements that the rule answers. */
  readonly requirements: readonly string[]
  /**
   * Top-level parts of a plan, with every fault marked at its line by `# ERROR: what`, `# WARNING: what` or
   * `# NOTE: what`; parts that it does not have are taken from the sample plan.
   */
  readonly bad: string
  /** The same put right, in the same form; the rule is silent about it, and so is every other rule but for notes. */
  readonly good: string
  /** The resources of a template against which both are held, as an array; present where it compares a plan with them. */
  readonly deployed?: string
  /** Whether it looks at what the others have found, and so waits for them; what it finds itself is seen by no rule. */
  readonly waits?: true
  /**
   * @param seen called once for everything that the rule looks at, whether it is right or wrong. Where it is never
   *   called, the rule has had nothing to look at, and its silence says nothing about the plan
   */
  check(subject: Subject, report: Report, seen: () => void, others: Others): void
}

/** Rules about one thing; a folder of its own. */
export interface Topic {
  /** The folder's name. */
  readonly name: string
  readonly title: string
  /** In the order in which they are documented. */
  readonly rules: readonly Rule[]
}
