import type { RunState } from '#journal'
import { deciders, type Runbook, type Step, standIn } from '#runbook'

/**
 * Who may answer for a step, for people to read: who has claimed it; of a decision its deciders with their deputies,
 * those it has been escalated to, and who broke the glass, but for those who have answered; otherwise the owner. What counts is what the driver says.
 * @returns roles, the likeliest first; never empty
 */
export function whoMay(runbook: Runbook, state: RunState, step: Step): readonly string[] {
  const claimed = state.steps.get(step.id)?.claimedBy
  if (claimed !== undefined) return [claimed]
  const { absent = [] } = state
  const owner = standIn(runbook, step.owner, absent) ?? step.owner
  if (step.work.kind !== 'decision') return [owner]
  const escalated = (step.work.escalation ?? []).flatMap(({ to }, at) =>
    state.timers.has(`escalate:${step.id}:${at}`) ? [to] : [],
  )
  const asked = deciders(runbook, [...step.work.deciders, ...escalated], absent)
  const all = [...new Set([...asked, ...(state.glassBrokenBy ?? [])])]
  const voted = new Set((state.steps.get(step.id)?.votes ?? []).map(({ role }) => role))
  const left = all.filter((role) => !voted.has(role))
  return left.length === 0 ? [owner] : left
}
