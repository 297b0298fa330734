import { byPlace, type Problem, type Severity } from '#diagnostics'
import type { Inventory, Resource } from '#inventory'
import type { DeployedRule } from './deployed-rule.ts'
import { deployedRules } from './rules/index.ts'

/** What checking an inventory comes to. */
export interface DeployedChecked {
  /** In order of place. */
  readonly problems: readonly Problem[]
  /** By code: how many resources each rule has looked at. A rule that is not in it had nothing to look at. */
  readonly seen: ReadonlyMap<string, number>
}

/** Everything that is wrong with what is deployed, and everything that cannot be told; nothing of what is only referred to. */
export function checkDeployed(inventory: Inventory, among: readonly DeployedRule[] = deployedRules): DeployedChecked {
  const seen = new Map<string, number>()
  const problems = among.flatMap((rule) => found(rule, inventory, seen))
  return { problems: problems.sort(byPlace), seen }
}

function found(rule: DeployedRule, inventory: Inventory, seen: Map<string, number>): readonly Problem[] {
  const problems: Problem[] = []
  const { code, title, why, requirements } = rule
  const tell =
    (severity: Severity) =>
    ({ source }: Resource, what: string, fix = rule.fix) =>
      problems.push({ code, severity, place: source, summary: title, detail: `${what} ${why}`, fix, requirements })
  rule.check(inventory, tell(rule.severity), tell('unknown'), () => seen.set(code, (seen.get(code) ?? 0) + 1))
  return problems
}
