import type { Mode, Runbook, Step, Work } from './model.ts'
import { deciders, isAbsent, personOf, standIn } from './people.ts'
import { stepsIn } from './steps.ts'

/** A step that nobody could do, and why, in a sentence. */
export interface Nobodys {
  readonly step: string
  readonly reason: string
  /** Whether the run cannot succeed without it. */
  readonly essential: boolean
}

type Decision = Extract<Work, { kind: 'decision' }>

/**
 * The steps of people that nobody is left for while some are absent, in runbook order; empty where somebody stands in
 * for each. Whoever decides when nobody has answered, because the plan says so, counts as somebody.
 * @param absent contacts who take no part
 * @param mode where it is not the runbook's own
 */
export function nobodys(runbook: Runbook, absent: readonly string[], mode?: Mode): readonly Nobodys[] {
  if (absent.length === 0) return []
  return stepsIn(runbook, mode).flatMap((step) => {
    const reason = lacking(runbook, step, absent)
    return reason === undefined ? [] : [{ step: step.id, reason, essential: step.essential }]
  })
}

function lacking(runbook: Runbook, step: Step, absent: readonly string[]): string | undefined {
  const { work, owner } = step
  if (work.kind === 'action') return undefined
  if (work.kind === 'decision') return undecided(runbook, work, absent)
  if (standIn(runbook, owner, absent) !== undefined) return undefined
  return `${owner} is absent and ${nobodyFor(runbook, owner)}.`
}

function undecided(runbook: Runbook, work: Decision, absent: readonly string[]): string | undefined {
  const { breakGlass } = runbook
  const asked = [...work.deciders, ...(work.escalation ?? []).map(({ to }) => to)]
  const there = new Set(deciders(runbook, asked, absent).map((role) => personOf(runbook, role)))
  const needed = work.atLeast ?? 1
  if (there.size >= needed) return undefined
  if (work.ifUndecided === 'failover' && work.within !== undefined) return undefined
  const keys = breakGlass?.holders.filter((role) => !isAbsent(runbook, role, absent)) ?? []
  if (breakGlass && new Set(keys.map((role) => personOf(runbook, role))).size >= breakGlass.atLeast) return undefined
  const away = asked.filter((role) => isAbsent(runbook, role, absent))
  if (needed > 1) return `It takes ${needed} people, and without ${away.join(', ')} there are ${there.size}.`
  return `${away.join(' and ')} ${away.length === 1 ? 'is' : 'are'} absent and ${away.length === 1 ? nobodyFor(runbook, away[0] as string) : 'nobody stands in'}.`
}

function nobodyFor({ people }: Runbook, role: string): string {
  const deputy = people.find((person) => person.role === role)?.deputy
  return deputy === undefined ? 'has no deputy' : `so is ${deputy}, the deputy`
}
