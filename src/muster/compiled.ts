import { Failure } from '#diagnostics'
import { type Plan, planDigest } from '#plan'
import { type CompileOptions, compileRunbook, type Runbook } from '#runbook'

/**
 * The runbook for a target: compiled from the plan, with what that target lacks among its gaps.
 * @throws Failure `usage` where there is no runbook, with the reason and what to do about it
 */
export function compiledFor(
  plan: Plan,
  target: { lacks(runbook: Runbook): readonly string[] },
  options: CompileOptions,
): Runbook {
  const compiled = compileRunbook(plan, planDigest(plan), options)
  if ('reason' in compiled) throw new Failure('usage', `${compiled.reason} ${compiled.fix}`)
  const { runbook } = compiled
  return { ...runbook, gaps: [...runbook.gaps, ...target.lacks(runbook)] }
}
