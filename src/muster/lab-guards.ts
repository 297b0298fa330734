import { Failure } from '#diagnostics'
import { type Parts, refusedBy } from '#lab'
import type { Plan } from '#plan'
import type { Runbook } from '#runbook'
import { lackingMachines } from './machines.ts'
import type { Holding } from './places.ts'

/**
 * The lab can do what machines do alone, and lose a region whoever decides.
 * @throws Failure `usage` where the scenario is neither, with what only people can do in it
 */
export function assureRehearsable(plan: Plan, scenario: string, how: Holding['kind']): void {
  if (how !== undefined && how !== 'forced')
    throw new Failure(
      'usage',
      `The lab is hurt in earnest, and takes no --kind ${how}. Leave it out, or name a target of the plan: --target NAME.`,
    )
  const kind = Object.hasOwn(plan.scenarios, scenario) ? plan.scenarios[scenario]?.class : undefined
  if (kind === undefined || kind === 'region') return
  const why = lackingMachines(plan, scenario)
  if (why === undefined) return
  throw new Failure(
    'usage',
    `The lab cannot rehearse "${scenario}" (${kind}), for nobody works in it. ${why}\n` +
      `Rehearse it with people on a target of your own, or time it:\n  muster simulate --scenario ${scenario}`,
  )
}

/** @throws Failure `usage` where the programs that the lab is made of here cannot do what the runbook needs */
export function assureBuildable(runbook: Runbook, parts: Parts): void {
  const why = refusedBy(runbook, parts)
  if (why !== undefined) throw new Failure('usage', why)
}
