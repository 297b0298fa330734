import type { Objectives, Plan, Timing } from '#plan'
import { type Share, seconds } from '#units'
import type { Made } from './classes/class.ts'
import type { RunbookFlow, RunbookProbe, RunbookStore, Step } from './model.ts'
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
  const routes = routesAmong(steps.filter((step) => step.phase === 'route' && step.insteadOf === undefined))
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
      ...(flow.minimumService?.capacity === undefined ? {} : { minimum: flow.minimumService.capacity }),
      ...(flow.cutOffs ? { cutOffs: flow.cutOffs } : {}),
    }
  })
}

/**
 * What sends customers over. Where an action of ours does, what the management address of a zone does besides is to wait
 * until everybody has heard of it: customers are served meanwhile, each as soon as he has.
 */
function routesAmong(steps: readonly Step[]): readonly string[] {
  const uses = (step: Step): string => (step.work.kind === 'action' ? step.work.use : '')
  const sent = steps.some((step) => uses(step).startsWith('traffic.'))
  return steps.filter((step) => !sent || uses(step) !== 'component.operate').map(({ id }) => id)
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
    const { every, log } = data.backup ?? {}
    const isShipped = !again && data.replication?.method === 'log-shipping'
    const others = again && data.writes === 'every-region' ? data.replication?.lag : undefined
    const type = plan.components[component]?.type
    return [
      {
        component,
        replication: again ? 'none' : (data.replication?.mode ?? 'none'),
        ...(lag ? { lag } : {}),
        ...(every === undefined ? {} : { backupEvery: every }),
        ...(log === undefined ? {} : { logEvery: log.every }),
        ...(isShipped ? { shipped: true as const } : {}),
        ...(others ? { othersLag: others } : {}),
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
