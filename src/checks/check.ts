import { byPlace, type Problem, type Severity } from '#diagnostics'
import type { ParsedPlan } from '#plan'
import type { Found, Report, Rule } from './rule.ts'
import { rules } from './rules.ts'
import { type Subject, type Surroundings, subjectOf } from './subject.ts'
import { type Suppressed, suppressed } from './suppress.ts'

/** What checking a plan comes to. */
export interface Checked {
  /** Of the text and of the rules, in order of place; each once. Accepted ones are left out. */
  readonly problems: readonly Problem[]
  /** What somebody has accepted for a time, in order of place. */
  readonly suppressed: readonly Suppressed[]
  /** By code: how much each rule has looked at. A rule that is not in it had nothing to look at. */
  readonly seen: ReadonlyMap<string, number>
}

/**
 * Everything that is wrong with a plan: what the parser found, and what the rules find in the part that can be read.
 * @param surroundings.asOf the day, YYYY-MM-DD, by which reviews and drills are due
 * @param among the rules to ask; all where left out
 * @remarks Never throws. Rules wait until every text of the plan can be read to its end
 */
export function check(parsed: ParsedPlan, surroundings: Surroundings, among: readonly Rule[] = rules): Checked {
  const seen = new Map<string, number>()
  // What a broken line has swallowed is not missing: rules would speak of a plan that nobody wrote.
  if (!parsed.plan || !parsed.whole) return { problems: parsed.problems, suppressed: [], seen }
  const subject = subjectOf(parsed, parsed.plan, surroundings)
  const first = among.filter(({ waits }) => !waits).flatMap((rule) => findings(rule, subject, seen))
  const last = among.filter(({ waits }) => waits).flatMap((rule) => findings(rule, subject, seen, first))
  const found = [...first, ...last]
  const { open, accepted } = suppressed(found, subject)
  return { problems: parsed.problems.concat(open).sort(byPlace), suppressed: accepted, seen }
}

/**
 * What one rule finds, in the order in which it looks.
 * @param others what the rules that do not wait have found; only those that wait ask
 */
export function findings(
  rule: Rule,
  subject: Subject,
  seen: Map<string, number> = new Map(),
  others: readonly Found[] = [],
): readonly Found[] {
  const found: Found[] = []
  const { code, severity, title, why, requirements } = rule
  let looked = 0
  const telling =
    (how: Severity): Report =>
    (spot, what, fix = rule.fix) => {
      if (spot.invalid) return
      const { place } = spot
      const problem = { code, severity: how, place, summary: title, detail: `${what} ${why}`, fix, requirements }
      found.push({ problem, spot })
    }
  rule.check(
    subject,
    telling(severity),
    () => {
      looked++
    },
    { codes, found: others, unsure: telling('unknown') },
  )
  if (looked > 0 || found.length > 0) seen.set(code, Math.max(looked, found.length))
  return found
}

const codes: ReadonlySet<string> = new Set(rules.map(({ code }) => code))

/** The rule behind a code, or undefined where the code is none of a rule. */
export function ruleOf(code: string): Rule | undefined {
  return rules.find((rule) => rule.code === code)
}
