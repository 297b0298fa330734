import type { Plan } from '#plan'
import type { Runbook, RunbookFlow } from '#runbook'
import { type Held, heldUp, type Way } from './held-up.ts'
import { lastOf } from './held.ts'
import { lossOf } from './losing.ts'
import type { FlowReplay, IncidentReplay, ReplayVerdict } from './model.ts'
import type { Loss } from './needs.ts'
import type { Outage } from './outage.ts'
import { type FlowNeeds, flowsOf, ordinary, type Rest, restsOf } from './rests.ts'
import { blockedOf, lateWhy, metWhy, noRunbookWhy, untouchedWhy } from './why.ts'

const order: readonly ReplayVerdict[] = ['met', 'late', 'blocked']

/** The worst of several verdicts; met where there is none. */
function worstOf(verdicts: readonly ReplayVerdict[]): ReplayVerdict {
  return verdicts.reduce((worst, one) => (order.indexOf(one) > order.indexOf(worst) ? one : worst), 'met')
}

/**
 * An outage against a plan: which flows it takes down, and whether the runbook that fits gets each of them back within its
 * objectives although steps wait for what the outage took. A flow is `blocked` where it never comes back or was held up
 * for longer than its RTO, and `late` where it misses an objective otherwise.
 * @param ways what the scenarios of the plan compile to, in order of the plan
 */
export function replay(plan: Plan, ways: readonly Way[], outage: Outage): IncidentReplay {
  const losses = lastingLosses(plan, outage.losses)
  const all = ways[0]?.runbook.flows ?? flowsOf(plan)
  const rests = new Map(all.map((flow) => [flow.id, downBy(flow, plan, losses)]))
  const down = all.filter((flow) => (rests.get(flow.id) ?? []).length > 0)
  const way = fitting(ways, plan, outage)
  if (down.length === 0) return untouched(plan, ways, { ...outage, losses }, way)
  if (!way)
    return {
      id: outage.id,
      verdict: 'blocked',
      flows: all.map((flow) =>
        down.includes(flow) ? { ...standing(flow), verdict: 'blocked', rto: target(flow) } : standing(flow),
      ),
      blockedSteps: [],
      why: noRunbookWhy(down, rests),
      assumes: outage.assumes,
    }
  const held = heldUp(plan, way, losses)
  const isDown = new Set(down.map(({ id }) => id))
  const flows = way.runbook.flows.map((flow) =>
    isDown.has(flow.id) ? flowReplay(flow, plan, way.runbook, losses, held) : standing(flow),
  )
  const waits = held.waits.filter((wait) => wait.flows.some((flow) => isDown.has(flow)))
  const verdict = worstOf(flows.map((flow) => flow.verdict))
  return {
    id: outage.id,
    verdict,
    scenario: way.runbook.scenario.id,
    flows,
    ...blockedOf(waits, losses),
    why: verdict === 'met' ? metWhy(flows, isDown, waits) : lateWhy(flows, way.runbook, waits, held),
    assumes: [...outage.assumes, ...supposed(held)],
  }
}

/** Data that is gone in all regions comes back only where every store has a backup that others control. */
function lastingLosses(plan: Plan, losses: readonly Loss[]): readonly Loss[] {
  return losses.map((loss) =>
    loss.capability === 'tenant-data' && loss.regions === undefined && !isBackedUp(plan, losses)
      ? { capability: loss.capability, until: Infinity }
      : loss,
  )
}

function isBackedUp(plan: Plan, losses: readonly Loss[]): boolean {
  return Object.values(plan.components)
    .filter(({ data }) => data !== undefined)
    .every(({ data }) => hasBackupElsewhere(data?.backup, losses))
}

type Backup = NonNullable<NonNullable<Plan['components'][string]['data']>['backup']>

function hasBackupElsewhere(backup: Backup | undefined, losses: readonly Loss[]): boolean {
  if (backup?.controlledBy === undefined) return false
  const vault = { capability: 'backup-vault', in: backup.vault === undefined ? [] : [backup.vault] }
  return lastOf(vault, losses) === 0
}

/** What a flow rests on that is gone. */
function downBy(flow: FlowNeeds, plan: Plan, losses: readonly Loss[]): readonly Rest[] {
  return restsOf(flow, plan, ordinary(plan)).filter((rest) => lastOf(rest, losses) > 0)
}

const management = new Set(['arm-control-plane', 'create-or-scale-compute', 'console', 'edge-management', 'ci-runners'])

/** The runbook for the loss of the first region that is hit; where management alone is gone, that for its loss. */
function fitting(ways: readonly Way[], plan: Plan, { regions, losses }: Outage): Way | undefined {
  const classed = (kind: string) => ways.filter(({ runbook }) => runbook.scenario.class === kind)
  const [managed] = classed('control-plane')
  if (managed && losses.every(({ capability }) => management.has(capability))) return managed
  const hit = regions.filter((region) => Object.values(plan.components).some((one) => one.active?.includes(region)))
  for (const kind of ['region', 'extended', 'multi-tier'])
    for (const region of hit) {
      const found = classed(kind).find(({ runbook }) => runbook.scenario.loses.includes(region))
      if (found) return found
    }
  return undefined
}

/** Nothing has to be recovered; what would have had to wait is told all the same. */
function untouched(plan: Plan, ways: readonly Way[], outage: Outage, way: Way | undefined): IncidentReplay {
  const spare = ways.find(({ runbook }) => runbook.scenario.class === 'region') ?? way
  const waits = spare ? heldUp(plan, spare, outage.losses).waits : []
  const management = way?.runbook.scenario.class === 'control-plane' ? { scenario: way.runbook.scenario.id } : {}
  return {
    id: outage.id,
    verdict: 'met',
    ...management,
    flows: (ways[0]?.runbook.flows ?? flowsOf(plan)).map(standing),
    ...blockedOf(waits, outage.losses),
    why: untouchedWhy(spare?.runbook, waits),
    assumes: outage.assumes,
  }
}

function standing(flow: FlowNeeds): FlowReplay {
  return { flow: flow.id, verdict: 'met', rto: { expected: 0, ...target(flow) } }
}

function target({ objectives: { rto } }: FlowNeeds): { readonly target?: number } {
  return rto === undefined ? {} : { target: rto }
}

function flowReplay(flow: RunbookFlow, plan: Plan, runbook: Runbook, losses: readonly Loss[], held: Held): FlowReplay {
  const { rto, rpo } = flow.objectives
  const at = held.flows.get(flow.id)
  // What no step restores is down until what it rests on is back by itself.
  const back = Math.max(0, ...downBy(flow, plan, losses).map((rest) => lastOf(rest, losses)))
  const expected = at?.expected ?? back
  const heldFor = expected === Infinity ? Infinity : expected - (at?.undisturbed ?? 0)
  const isLate = rto !== undefined && expected > rto
  const isBlocked = expected === Infinity || (isLate && heldFor > rto)
  const copiesGone = lastOf({ capability: 'tenant-data', in: [runbook.to] }, losses) > 0
  const lost = lossOf(
    flow,
    runbook,
    copiesGone ? { hasBackup: (one) => hasBackupElsewhere(plan.components[one]?.data?.backup, losses) } : {},
  )
  const losesMore = rpo !== undefined && lost !== undefined && lost > rpo
  return {
    flow: flow.id,
    verdict: isBlocked ? 'blocked' : isLate || losesMore ? 'late' : 'met',
    rto: {
      ...(expected === Infinity ? {} : { expected }),
      ...target(flow),
      ...(heldFor > 0 && heldFor < Infinity && losses.some(({ atLeast }) => atLeast) ? { atLeast: true } : {}),
    },
    rpo: {
      ...(lost === undefined ? {} : lost === Infinity ? { all: true } : { expected: lost }),
      ...(rpo === undefined ? {} : { target: rpo }),
    },
  }
}

function supposed({ unknown }: Held): readonly string[] {
  return [
    ...(unknown.length === 0
      ? []
      : [
          `Of ${unknown.length === 1 ? 'one step' : `${unknown.length} steps`} nobody knows how long it takes, so that the time limit stands in: ${unknown.join(', ')}.`,
        ]),
  ]
}
