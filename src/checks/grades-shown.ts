import { type MeasuredTopic, validations } from '#catalog'
import type { Evidence } from '#evidence'
import type { Plan, Scenario, Strategy } from '#plan'
import { currentRunbooks } from './grades-current.ts'
import { measures, type Shown, strategiesTouched } from './grades-topics.ts'

/** What runs say about a topic: the newest that says anything, of each scenario. */
export interface Showing {
  /**
   * `proven`: shown on the workload, by a runbook that the plan still compiles to. `changed`: shown once, and the runbook
   * is another now, or it is too long ago. `refuted`: the last run of a scenario shows that it does not hold.
   */
  readonly workload?: { readonly is: 'proven' | 'changed' | 'refuted'; readonly run: string }
  /** The newest run in the lab that shows it; it proves nothing about the workload. */
  readonly lab?: string
}

interface Run {
  readonly run: Evidence
  readonly scenario: Scenario
  /** Undefined where the plan no longer has the scenario. */
  readonly touched: ReadonlySet<Strategy> | undefined
}

/**
 * What the evidence of a plan shows.
 * @param asOf YYYY-MM-DD; later runs have not happened yet
 * @returns a question by topic and strategy, without a strategy of any; answers are those of the newest runs
 */
export function shownBy(
  plan: Plan,
  evidence: readonly Evidence[],
  asOf: string,
): (topic: string, strategy: Strategy | undefined) => Showing {
  const isCurrent = currentRunbooks(plan)
  const touchedBy = strategiesTouched(plan)
  const runs = evidence
    .filter((one) => one.plan.name === plan.metadata.name && one.startedAt.slice(0, 10) <= asOf)
    .toSorted((a, b) => (a.startedAt < b.startedAt ? 1 : a.startedAt > b.startedAt ? -1 : 0))
    .map((run): Run => {
      const scenario = Object.hasOwn(plan.scenarios, run.scenario) ? plan.scenarios[run.scenario] : undefined
      return { run, scenario: scenario ?? { class: 'region' }, touched: scenario && touchedBy(scenario) }
    })
  const state = (run: Evidence, shown: Shown): NonNullable<Showing['workload']>['is'] => {
    if (shown === false) return 'refuted'
    return shown === 'lapsed' || !isCurrent(run) ? 'changed' : 'proven'
  }
  return (topic, strategy) => {
    const told = new Map<string, { shown: Shown; run: Evidence }>()
    let lab: string | undefined
    for (const { run, scenario, touched } of runs) {
      const inLab = run.subject === 'lab'
      if (run.subject === 'tabletop' && !(peoples.has(topic) && run.verdict === 'exercised')) continue
      if (inLab ? lab !== undefined : told.has(run.scenario)) continue
      if (strategy !== undefined && touched !== undefined && !touched.has(strategy)) continue
      const shown = shows(topic, { plan, scenario, run, asOf })
      if (shown === undefined) continue
      if (!inLab) told.set(run.scenario, { shown, run })
      else if (shown === true) lab = run.run
    }
    const states = [...told.values()].map(({ shown, run }) => ({ is: state(run, shown), run: run.run }))
    const workload =
      states.find(({ is }) => is === 'refuted') ??
      states.find(({ is }) => is === 'proven') ??
      states.find(({ is }) => is === 'changed')
    return { ...(workload ? { workload } : {}), ...(lab === undefined ? {} : { lab }) }
  }
}

/** The topics that are about people alone, so that people at a table show them; a table proves nothing of a workload. */
const peoples: ReadonlySet<string> = new Set<MeasuredTopic>(['approval-process'])

/** What one run says about one topic: by what it measured, or by a person who looked. */
function shows(topic: string, seen: { plan: Plan; scenario: Scenario; run: Evidence; asOf: string }): Shown {
  // Whatever somebody saw, in the lab it is what was measured that counts.
  const measured = inspectedIn(topic, seen.run)
  if (measured !== undefined) return measured
  const looked = lookedAt(topic, seen.plan, seen.run)
  if (looked !== undefined || validations[topic]?.proof !== 'drill') return looked
  return measures[topic as MeasuredTopic].shows(seen)
}

/** What the inspections of a drill in the lab show; of a workload they would tell too little. */
export function inspectedIn(topic: string, { subject, proofs = [] }: Evidence): boolean | undefined {
  return subject === 'lab' ? proofs.find((proof) => proof.topic === topic)?.shown : undefined
}

/** Whether a verification that names the topic was carried out by a person; undefined where none was. */
function lookedAt(topic: string, plan: Plan, run: Evidence): true | undefined {
  // A measured topic is not talked into being: what the run measured decides.
  if (validations[topic]?.proof !== 'person' || run.verdict === 'failed') return undefined
  const checks = Object.entries(plan.verification ?? {}).filter(([, { validates }]) => validates?.includes(topic))
  const done = run.steps.some(
    ({ step, use, component }) =>
      use === undefined && checks.some(([id, { of }]) => of === component && step.startsWith(`check.${id}@`)),
  )
  return done || undefined
}
