import type { Severity } from '#diagnostics'
import type { Inventory, Resource } from '#inventory'

/** Names what is wrong, or unknown, with a resource; the rule's `why` is added. */
export type Tell = (resource: Resource, what: string, fix?: string) => void

/** One thing that can be wrong with what is deployed or declared. Its documentation is made from the same fields. */
export interface DeployedRule {
  /** Stable and kebab-case; its meaning never changes. */
  readonly code: string
  /** As in a rule of plans. What cannot be told is told by the same code, with the severity `unknown`. */
  readonly severity: Severity
  readonly title: string
  /** One sentence: why it matters. */
  readonly why: string
  readonly fix: string
  /** Ids of the requirements that the rule answers. */
  readonly requirements: readonly string[]
  /** Rules of published libraries that say the same, by library and id. */
  readonly agrees: readonly string[]
  /** Published advice to the contrary: both are shown, and whoever plans decides. */
  readonly disagrees?: readonly string[]
  /**
   * The resources of a template, as an array; every resource with a fault begins with `// ERROR: what`,
   * `// WARNING: what`, `// NOTE: what` or `// UNKNOWN: what` on its first line.
   */
  readonly bad: string
  /** The same put right, in the same form; the rule is silent about it. */
  readonly good: string
  /**
   * @param report what is wrong
   * @param unsure what can be neither passed nor failed
   * @param seen called once for every resource that the rule looks at, whatever it finds
   */
  readonly check: (inventory: Inventory, report: Tell, unsure: Tell, seen: () => void) => void
}
