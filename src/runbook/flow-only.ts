import type { Runbook } from './model.ts'
import type { Reason } from './stepwise.ts'

/**
 * The part of a runbook that moves one flow: the steps of the components that it needs, and those of the run itself.
 * @returns a reason where the flow cannot be moved by itself: another one goes the same way, and what it needs would
 * stay behind
 */
export function flowOnly(runbook: Runbook, id: string): { readonly runbook: Runbook } | Reason {
  const flow = runbook.flows.find((one) => one.id === id)
  if (!flow)
    return {
      reason: `The plan has no flow "${id}"; it has: ${runbook.flows.map((one) => one.id).join(', ')}.`,
      fix: 'Name one of them.',
    }
  if (flow.restoredBy.length === 0)
    return { reason: `The scenario ${runbook.scenario.id} does not touch the flow ${id}.`, fix: 'Leave it as it is.' }
  const own = new Set(flow.components)
  const kept = runbook.steps.filter(({ component }) => component === undefined || own.has(component))
  const ids = new Set(kept.map((step) => step.id))
  const moved = new Set(runbook.steps.flatMap(({ component }) => component ?? []))
  const behind = (components: readonly string[]): readonly string[] =>
    components.filter((component) => moved.has(component) && !own.has(component))
  for (const other of runbook.flows) {
    const left = behind(other.components)
    if (other.restoredBy.some((step) => ids.has(step)) && left.length > 0)
      return {
        reason: `${other.id} goes the same way as ${id}, and ${left.join(', ')}, which it needs, would stay behind.`,
        fix: 'Move all flows together.',
      }
  }
  const flows = runbook.flows.filter(({ components }) => behind(components).length === 0)
  return {
    runbook: {
      ...runbook,
      flows,
      stores: runbook.stores.filter(({ component }) => own.has(component)),
      steps: kept.map((step) => ({ ...step, needs: step.needs.filter((need) => ids.has(need)) })),
      gaps: [...runbook.gaps, `Only what the flow ${id} needs is moved; every other component stays where it is.`],
    },
  }
}
