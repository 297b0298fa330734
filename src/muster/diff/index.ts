import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { check } from '#checks'
import { Failure, type Problem } from '#diagnostics'
import type { Evidence } from '#evidence'
import { type ParsedPlan, type Plan, parsePlan } from '#plan'
import type { PlanDiff } from '#report'
import type { Forecast } from '#simulation'
import { filesAt, filesOf, findPlan, readPlan, revisionOf } from '#workspace'
import type { Project } from '../project.ts'
import { componentChanges, objectiveChanges, strategyChanges } from './plans.ts'
import { forecastChanges, runbookChanges } from './runbooks.ts'

/** Runs of each forecast: enough for a 95th percentile that is compared with one of the same seed. */
const runs = 2000

interface Side {
  readonly called: string
  readonly parsed: ParsedPlan & { readonly plan: Plan }
  readonly problems: readonly Problem[]
}

/** The command that compares plans. */
export function diffCommands(
  { cwd }: Project,
  pastRuns: () => readonly Evidence[],
  forecast: (
    plan: Plan,
    options: { runs: number; past: readonly Evidence[] },
  ) => Promise<{ forecasts: readonly Forecast[] }>,
) {
  /**
   * What a change does to a plan. Each side is a file, a folder, or a revision of the plan; without `head` it is the
   * plan as it lies in the working tree.
   * @param options.plan the plan whose revisions are meant; otherwise that of the checkout
   * @param options.asOf YYYY-MM-DD
   * @throws Failure `usage` where a side is not there, or is no plan that can be read
   */
  async function diff(
    base: string,
    head: string | undefined,
    options: { readonly plan?: string; readonly asOf: string },
  ): Promise<PlanDiff> {
    const [one, other] = [sideOf(base, options), sideOf(head, options)]
    const [before, after] = [one.parsed.plan, other.parsed.plan]
    const evidence = pastRuns()
    return {
      base: one.called,
      head: other.called,
      objectives: objectiveChanges(before, after),
      strategies: strategyChanges(before, after),
      components: componentChanges(before, after),
      forecasts: forecastChanges(await forecasts(before, evidence), await forecasts(after, evidence)),
      findings: findingChanges(one.problems, other.problems),
      runbooks: runbookChanges(before, after, evidence),
    }
  }

  function sideOf(word: string | undefined, { plan, asOf }: { readonly plan?: string; readonly asOf: string }): Side {
    if (word === undefined || existsSync(resolve(cwd, word))) {
      const file = readPlan(cwd, findPlan(cwd, word ?? plan))
      return sound(file.shown, parsePlan(file.text, file.shown, filesOf(cwd, file)), asOf)
    }
    const at = revisionOf(cwd, word)
    const path = planPath(plan)
    const text = at.read(path)
    if (text === undefined) throw new Failure('usage', `${at.name} has no file ${path}.`)
    const called = `${at.name}:${path.split(/[/\\]/).at(-1)}`
    return sound(called, parsePlan(text, called, filesAt(at, path)), asOf)
  }

  /** Where the plan lies; a file that is gone from the working tree may be in a revision. */
  function planPath(plan: string | undefined): string {
    if (plan !== undefined && !existsSync(resolve(cwd, plan))) return resolve(cwd, plan)
    return findPlan(cwd, plan)
  }

  async function forecasts(plan: Plan, past: readonly Evidence[]): Promise<readonly Forecast[]> {
    try {
      return (await forecast(plan, { runs, past })).forecasts
    } catch (error) {
      // A plan of which no scenario can be compiled has no times to compare.
      if (error instanceof Failure && error.kind === 'usage') return []
      throw error
    }
  }

  return { diff }
}

function sound(called: string, parsed: ParsedPlan, asOf: string): Side {
  const [first, ...more] = parsed.problems.filter(({ severity }) => severity === 'error')
  if (first || !parsed.plan) {
    const { file, line, column } = first?.place ?? { file: called, line: 1, column: 1 }
    const rest = more.length > 0 ? ` (and ${more.length} more; \`muster check\` tells all)` : ''
    throw new Failure('usage', `${called} cannot be compared: ${file}:${line}:${column}: ${first?.detail ?? ''}${rest}`)
  }
  return { called, parsed: parsed as Side['parsed'], problems: check(parsed, { asOf }).problems }
}

/** Findings that only one side has: the same code and sentence count as the same, wherever they stand. */
function findingChanges(base: readonly Problem[], head: readonly Problem[]): PlanDiff['findings'] {
  return { added: without(head, base), removed: without(base, head) }
}

function without(problems: readonly Problem[], others: readonly Problem[]): readonly Problem[] {
  const left = new Map<string, number>()
  for (const other of others) left.set(keyOf(other), (left.get(keyOf(other)) ?? 0) + 1)
  return problems.filter((problem) => {
    const count = left.get(keyOf(problem)) ?? 0
    left.set(keyOf(problem), count - 1)
    return count <= 0
  })
}

function keyOf({ code, severity, detail }: Problem): string {
  return JSON.stringify([code, severity, detail])
}
