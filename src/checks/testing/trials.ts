import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parsePlan } from '#plan'
import { findings } from '../check.ts'
import type { Rule } from '../rule.ts'
import { rules } from '../rules.ts'
import { subjectOf } from '../subject.ts'
import { inventoryOf } from './deployed.ts'
import { completed, marked, sampleDay, sampleWorkloads } from './sample.ts'

/** What a rule finds, or is to find, in a sample. */
export interface Mark {
  readonly line: number
  readonly severity: string
  readonly what: string
}

/** One sample held against one rule. */
export interface Trial {
  readonly code: string
  readonly title: string
  /** What the sample marks, in order of lines. */
  readonly expected: readonly Mark[]
  /** Whether the rule must have looked at something. */
  readonly looks: boolean
  /** Where exactly the rule points, as `places.txt` has it: `line:column` of each finding; undefined if it has none. */
  readonly places: string | undefined
  /** Runs the rule. What the parser refuses is found too, as `invalid`. */
  run(): { readonly found: readonly Mark[]; readonly places: string; readonly looked: boolean }
}

const folder = new URL('../cases/', import.meta.url)
const files = new Set(readdirSync(folder))

/** The golden file of places: a line `CODE: TITLE: PLACES` for each trial that finds something. */
export const placesFile = new URL('./places.txt', import.meta.url)
const golden = new Map(
  (existsSync(placesFile) ? readFileSync(placesFile, 'utf8') : '')
    .split('\n')
    .map((line) => [line.slice(0, line.lastIndexOf(': ')), line.slice(line.lastIndexOf(': ') + 2)] as const),
)

/** Codes that a file of cases is named after. */
export const casesOf: readonly string[] = [...files].map((file) => file.replace(/\.yaml$/, ''))

/**
 * Every rule's own two samples, and after them its cases: each after a line `--- # title` of `cases/CODE.yaml`.
 * One whose title begins with `alone: ` is checked outside any portfolio; in one that begins with `advice: `, each mark
 * ends with what to write instead, where that is not the rule's own advice.
 */
export const trials: readonly Trial[] = rules.flatMap((rule) => [
  trial(rule, 'bad', rule.bad),
  trial(rule, 'good', rule.good),
  ...cases(rule.code).map(([title, sample]) => trial(rule, title, sample)),
])

function cases(code: string): ReadonlyArray<readonly [title: string, sample: string]> {
  if (!files.has(`${code}.yaml`)) return []
  const [, ...parts] = readFileSync(new URL(`${code}.yaml`, folder), 'utf8').split(/^--- # (.*)\n/m)
  const titles = parts.filter((_, index) => index % 2 === 0)
  return titles.map((title, index) => [title, `\n${parts[index * 2 + 1]}`])
}

function trial(rule: Rule, title: string, sample: string): Trial {
  return {
    code: rule.code,
    title,
    expected: marked(sample),
    looks: title === 'good',
    places: golden.get(`${rule.code}: ${title}`),
    run() {
      const parsed = parsePlan(completed(sample), 'sample.yaml')
      const wrong = parsed.problems.map(({ place }) => ({ line: place.line, severity: 'invalid', what: '' }))
      if (!parsed.plan) return { found: wrong, places: '', looked: false }
      const subject = subjectOf(parsed, parsed.plan, {
        asOf: sampleDay,
        ...(rule.deployed !== undefined && { inventory: inventoryOf(rule.deployed) }),
        // A portfolio of its own, so that nothing that is kept for one reaches from trial to trial.
        ...(title.startsWith('alone: ') ? {} : { workloads: new Map(sampleWorkloads) }),
      })
      // A rule that waits for the others is told of what they find.
      const others = rule.waits ? rules.filter(({ waits }) => !waits).flatMap((one) => findings(one, subject)) : []
      const seen = new Map<string, number>()
      const problems = findings(rule, subject, seen, others).map(({ problem }) => problem)
      const found = problems.map(({ place, severity, detail, fix }) => {
        const what = detail.endsWith(` ${rule.why}`)
          ? detail.slice(0, -rule.why.length - 1)
          : `Without its reason: ${detail}`
        const advice = title.startsWith('advice: ') && fix !== rule.fix ? ` ${fix}` : ''
        return { line: place.line, severity, what: `${what}${advice}` }
      })
      return {
        found: [...wrong, ...found].sort((a, b) => a.line - b.line),
        places: problems.map(({ place }) => `${place.line}:${place.column}`).join(' '),
        looked: seen.has(rule.code),
      }
    },
  }
}
