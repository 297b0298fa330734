import { byPlace, type Problem } from '#diagnostics'
import type { ParsedPlan } from '#plan'
import type { Rule } from './rule.ts'
import { rules } from './rules.ts'
import { type Subject, subjectOf } from './subject.ts'

/**
 * Everything that is wrong with a plan: what the parser found, and what the rules find in the part that can be read.
 * @param options.asOf the day, YYYY-MM-DD, by which reviews and drills are due
 * @returns problems in order of place; each problem once; never throws. Rules wait until the text is valid YAML
 */
export function check(parsed: ParsedPlan, options: { readonly asOf: string }): readonly Problem[] {
  // What a broken line has swallowed is not missing: rules would speak of a plan that nobody wrote.
  if (!parsed.plan || parsed.problems.some(({ code }) => code === 'yaml-syntax')) return parsed.problems
  const subject = subjectOf(parsed, parsed.plan, options.asOf)
  return [...parsed.problems, ...rules.flatMap((rule) => findings(rule, subject))].sort(byPlace)
}

/** What one rule finds, in the order in which it looks. */
export function findings(rule: Rule, subject: Subject): readonly Problem[] {
  const problems: Problem[] = []
  const { code, severity, title, why, requirements } = rule
  rule.check(subject, ({ place, invalid }, what, fix = rule.fix) => {
    if (!invalid) problems.push({ code, severity, place, summary: title, detail: `${what} ${why}`, fix, requirements })
  })
  return problems
}

/** The rule behind a code, or undefined where the code is none of a rule. */
export function ruleOf(code: string): Rule | undefined {
  return rules.find((rule) => rule.code === code)
}
