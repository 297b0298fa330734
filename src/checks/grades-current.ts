import type { Evidence } from '#evidence'
import type { Plan } from '#plan'
import { type CompileOptions, compileRunbook, type Runbook, runbookDigest } from '#runbook'

/**
 * Whether the plan still compiles to the very runbook that a run was made from, with some of the clocks and decisions
 * that its drills name. Each runbook is compiled, and each run looked at, once.
 * @returns a question to be asked of evidence of this plan; never throws
 */
export function currentRunbooks(plan: Plan): (evidence: Evidence) => boolean {
  const compiled = new Map<string, readonly Runbook[]>()
  const answers = new Map<Evidence, boolean>()
  return (evidence) => {
    const known = answers.get(evidence)
    if (known !== undefined) return known
    const key = `${evidence.direction} ${evidence.scenario}`
    const runbooks = compiled.get(key) ?? compilations(plan, evidence)
    compiled.set(key, runbooks)
    const answer = runbooks.some((runbook) => isOf(runbook, evidence))
    answers.set(evidence, answer)
    return answer
  }
}

function compilations(plan: Plan, { scenario, direction }: Evidence): readonly Runbook[] {
  const drills = (plan.drills ?? []).filter((drill) => drill.scenario === scenario)
  const clocks = [{}, ...drills.flatMap(({ timing }) => (timing ? [{ timing }] : []))]
  const options = clocks.flatMap((timing): readonly CompileOptions[] => [
    { scenario, direction, ...timing, decision: 'people' },
    { scenario, direction, ...timing, decision: 'automatic' },
  ])
  return options.flatMap((one) => {
    const result = compileRunbook(plan, '', one)
    return 'runbook' in result ? [result.runbook] : []
  })
}

/**
 * A target adds to a runbook's gaps what it lacks itself, and judging adds what was not measured: evidence holds the
 * three in this order, so each end of the second is tried.
 */
function isOf(runbook: Runbook, { gaps, runbookDigest: digest }: Evidence): boolean {
  if (runbook.gaps.some((gap, index) => gaps[index] !== gap)) return false
  for (let length = runbook.gaps.length; length <= gaps.length; length++)
    if (runbookDigest({ ...runbook, gaps: gaps.slice(0, length) }) === digest) return true
  return false
}
