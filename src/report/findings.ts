import { deployedRules, ruleOf, type Suppressed } from '#checks'
import { byPlace, type Problem } from '#diagnostics'
import { troubles } from '#inventory'

/** What checking has come to, as it is shown. */
export interface Findings {
  readonly problems: readonly Problem[]
  /** What somebody has accepted for a time. */
  readonly suppressed: readonly Suppressed[]
}

/** What was found alone, without the reason why it matters, which is the same for every finding of a rule. */
export function whatOf({ code, detail }: Problem): string {
  const known = ruleOf(code) ?? deployedRules.find((rule) => rule.code === code)
  const why = known?.why ?? (troubles as Readonly<Record<string, { readonly why: string }>>)[code]?.why
  return why !== undefined && detail.endsWith(` ${why}`) ? detail.slice(0, -why.length - 1) : detail
}

/** Accepted findings in the order in which a reader meets them. */
export function inOrder(suppressed: readonly Suppressed[]): readonly Suppressed[] {
  return suppressed.toSorted((a, b) => byPlace(a.problem, b.problem))
}
