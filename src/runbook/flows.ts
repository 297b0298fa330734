import type { Objectives, Plan, Timing } from '#plan'
import { type Share, seconds } from '#units'
import type { Made } from './classes/class.ts'
import type { RunbookFlow, RunbookProbe, RunbookStore } from './model.ts'
import { reach } from './order.ts'

/** What counts as restored where the plan says nothing: 99 % of requests for a minute. */
const usualLevel = { success: 0.99 as Share, hold: seconds(60) }

/** The plan's flows as the scenario touches them, in the plan's order. */
export function flowsOf(
  plan: Plan,
  scenarioClass: string,
  { touched, steps, restoring: instead = [] }: Pick<Made, 'touched' | 'steps' | 'restoring'>,
  timing: Timing | undefined,
): readonly RunbookFlow[] {
  const hit = new Set(touched)
  // What may stand in for a route is no route of its own.
  const routes = steps.filter((step) => step.phase === 'route' && step.insteadOf === undefined).map(({ id }) => id)
  const restoring = routes.length > 0 ? routes : instead
  return Object.entries(plan.flows).map(([id, flow]) => {
    const components = reach(plan, flow.needs)
    return {
      id,
      does: flow.does,
      tier: flow.tier,
      data: flow.data ?? 'writes',
      objectives: objectivesOf(flow.objectives, scenarioClass),
      level: {
        success: flow.serviceLevel?.success ?? usualLevel.success,
        hold: timing?.hold ?? flow.serviceLevel?.hold ?? usualLevel.hold,
      },
      restoredBy: components.some((component) => hit.has(component)) ? restoring : [],
      stores: components.filter((component) => plan.components[component]?.data !== undefined),
      components,
      ...(flow.cutOffs ? { cutOffs: flow.cutOffs } : {}),
    }
  })
}

/**
 * The stores that move, with how they are replicated, and those that are restored from what they had before, whose copies
 * are of no use.
 */
export function storesOf(
  plan: Plan,
  moved: readonly string[],
  restored: readonly string[] = [],
): readonly RunbookStore[] {
  const anew = new Set(restored)
  const all = restored.length === 0 ? moved : [...moved, ...restored.filter((one) => !moved.includes(one))]
  return all.flatMap((component) => {
    const data = plan.components[component]?.data
    if (!data) return []
    const again = anew.has(component)
    const lag = again ? undefined : data.replication?.lag
    const { every } = data.backup ?? {}
    const type = plan.components[component]?.type
    return [
      {
        component,
        replication: again ? 'none' : (data.replication?.mode ?? 'none'),
        ...(lag ? { lag } : {}),
        ...(every === undefined ? {} : { backupEvery: every }),
        ...(again ? { restored: true as const } : {}),
        ...(type === 'queue' || type === 'stream' ? { replays: true as const } : {}),
      },
    ]
  })
}

/** The plan's probes, with a drill's shortened clocks. */
export function probesOf(plan: Plan, timing: Timing | undefined): readonly RunbookProbe[] {
  return Object.entries(plan.probes ?? {}).map(([id, probe]) => {
    const from = (probe.from ?? []).filter((place) => Object.hasOwn(plan.regions, place))
    return {
      id,
      component: probe.component ?? id,
      every: timing?.probeEvery ?? probe.every,
      timeout: timing?.probeTimeout ?? probe.timeout ?? seconds(5),
      ...(from.length === 0 ? {} : { from }),
      ...(probe.watches === undefined ? {} : { watches: probe.watches }),
    }
  })
}

function objectivesOf(objectives: Plan['flows'][string]['objectives'], scenarioClass: string): Objectives {
  const special = (objectives as Record<string, Objectives | undefined>)[scenarioClass]
  return { ...objectives.default, ...special }
}
