import type { MeasuredTopic } from '#catalog'
import type { Evidence, FlowResult } from '#evidence'
import type { Drill, Plan, Scenario, Strategy } from '#plan'
import { dayAfter } from './days.ts'
import { componentOf } from './demand.ts'

/** A run that says something about a plan: its evidence, and the scenario as the plan has it now. */
export interface Seen {
  readonly plan: Plan
  readonly scenario: Scenario
  readonly run: Evidence
  /** YYYY-MM-DD. */
  readonly asOf: string
}

/** `lapsed`: it was shown, and too long ago. Undefined where a run says nothing about a topic. */
export type Shown = boolean | 'lapsed' | undefined

interface Measure {
  /** What a run says about the topic. */
  shows(seen: Seen): Shown
  /** Whether a drill of the plan would show it; any drill where left out. */
  plannedBy?(drill: Drill, scenario: Scenario | undefined): boolean
}

/** A quarter of a year, with some days of grace for weekends, in seconds. */
const quarter = 95 * 86_400

/** What a run must have measured for each topic; the names are those of the catalog. */
export const measures: Readonly<Record<MeasuredTopic, Measure>> = {
  'traffic-failover': there(({ run }) => restored(run)),
  'data-loss': there(({ run }) => all(run, ({ rpo }) => (rpo.method === 'ledger' ? rpo.met : undefined))),
  'failover-integrity': there(({ run }) =>
    all(run, ({ rpo }) => (counted(rpo) ? rpo.duplicates === 0 && rpo.met !== false : undefined)),
  ),
  'service-in-outage': there(({ plan, run }) => {
    const writes = run.flows.filter(({ flow, rpo }) => flowOf(plan, flow)?.data === 'writes' && counted(rpo))
    return writes.length === 0 ? undefined : restored(run)
  }),
  'recovery-times': there(({ run }) => inTime(run)),
  'failure-injection': there(({ run }) => (run.kind === 'drill' ? restored(run) : undefined), isForced),
  'network-partition': there(
    ({ scenario, run }) => (scenario.class === 'partition' ? restored(run) : undefined),
    (_drill, scenario) => scenario?.class === 'partition',
  ),
  'runbook-execution': there(({ run }) => (run.steps.length === 0 ? undefined : ended(run))),
  'automatic-failover': there(({ run }) =>
    run.steps.some(({ use, component }) => use !== undefined && component !== undefined) ? ended(run) : undefined,
  ),
  'manual-procedures': there(({ run }) => {
    const decisions = new Set(run.approvals.map(({ step }) => step))
    return run.steps.some(({ use, step }) => use === undefined && !decisions.has(step)) ? ended(run) : undefined
  }),
  'startup-times': there(({ run }) =>
    run.steps.some(({ component }) => component !== undefined) ? inTime(run) : undefined,
  ),
  'activation-order': there(({ run }) => {
    if (run.outOfOrder !== undefined) return false
    const components = new Set(run.steps.flatMap(({ component }) => component ?? []))
    return components.size < 2 ? undefined : ended(run)
  }),
  'restore-drill': there(
    ({ run, asOf }) => {
      if (!ended(run)) return false
      return dayAfter(run.finishedAt.slice(0, 10), quarter) < asOf ? 'lapsed' : true
    },
    ({ every }) => every !== undefined && every <= quarter,
  ),
  'approval-process': there(
    ({ run }) =>
      run.approvals.some(({ decision, method }) => decision === 'approved' && method === 'person') || undefined,
    ({ decision }) => decision !== 'automatic',
  ),
  failback: {
    shows: ({ run }) => (run.direction === 'failback' ? kept(run) : undefined),
    plannedBy: ({ direction }) => direction !== 'failover',
  },
}

/** A topic that a failover shows. */
function there(shows: Measure['shows'], plannedBy?: Measure['plannedBy']): Measure {
  return {
    shows: (seen) => (seen.run.direction === 'failover' ? shows(seen) : undefined),
    plannedBy: (drill, scenario) => drill.direction !== 'failback' && (plannedBy?.(drill, scenario) ?? true),
  }
}

function isForced({ kind }: Drill): boolean {
  return kind === undefined || kind === 'forced'
}

function ended({ verdict }: Evidence): boolean {
  return verdict !== 'failed'
}

function kept({ verdict }: Evidence): boolean {
  return verdict === 'met' || verdict === 'met-technically'
}

/** Whether customers were served again; undefined where nobody measured it. */
function restored(run: Evidence): Shown {
  if (!ended(run)) return false
  return run.flows.some(({ rto }) => rto.measured !== undefined) || undefined
}

/** Whether every RTO was met; undefined where one was not measured and none was missed. */
function inTime(run: Evidence): Shown {
  const promised = run.flows.filter(({ rto }) => rto.target !== undefined)
  if (!ended(run) || promised.some(({ rto }) => rto.met === false)) return false
  return (promised.length > 0 && promised.every(({ rto }) => rto.met === true)) || undefined
}

function counted(rpo: FlowResult['rpo']): boolean {
  return rpo.method === 'ledger' && rpo.acknowledged > 0
}

/** False where any flow says no, true where those that say anything say yes. */
function all(run: Evidence, says: (flow: FlowResult) => boolean | undefined): Shown {
  const said = run.flows.map(says).filter((one) => one !== undefined)
  if (!ended(run)) return false
  return said.length === 0 ? undefined : said.every(Boolean)
}

function flowOf(plan: Plan, id: string): Plan['flows'][string] | undefined {
  return Object.hasOwn(plan.flows, id) ? plan.flows[id] : undefined
}

/**
 * Tells the strategies of the components that a scenario touches: those active in a region that is lost or cut off, and
 * those hit by name.
 * @remarks One walk over the components, whatever the number of scenarios.
 */
export function strategiesTouched(plan: Plan): (scenario: Scenario) => ReadonlySet<Strategy> {
  const within = new Map<string, Set<Strategy>>()
  for (const { strategy, active } of Object.values(plan.components))
    if (strategy !== undefined)
      for (const region of active ?? []) within.set(region, (within.get(region) ?? new Set()).add(strategy))
  return ({ loses = [], between = [], of }) =>
    new Set([
      ...[...loses, ...between].flatMap((region) => [...(within.get(region) ?? [])]),
      ...(of ?? []).flatMap((id) => componentOf(plan, id)?.strategy ?? []),
    ])
}

/** Whether a drill runs on the workload itself, and not in the lab or at a table. */
export function onWorkload({ target, kind }: Drill): boolean {
  return target !== undefined && target !== 'lab' && target !== 'tabletop' && kind !== 'tabletop'
}
