import type { Component, Scenario } from '#plan'
import type { Demand } from './demand.ts'
import type { Subject } from './subject.ts'

type Data = NonNullable<Component['data']>

/** A component with its backups. */
export interface Backed {
  readonly id: string
  readonly component: Component
  readonly data: Data
  readonly backup: NonNullable<Data['backup']>
}

/** A quarter of a year, in seconds: the longest of them. */
export const quarter = 92 * 86_400

const known = new WeakMap<Subject, { readonly all: readonly Backed[]; readonly restored: readonly Backed[] }>()

/** Many rules ask for the same list of a large plan, so that it is made once. */
function listsOf(subject: Subject) {
  const before = known.get(subject)
  if (before) return before
  const all: Backed[] = []
  for (const [id, component] of subject.components) {
    const { data } = component
    if (data?.backup) all.push({ id, component, data, backup: data.backup })
  }
  const lists = { all, restored: all.filter(({ component }) => component.strategy === 'backup-restore') }
  known.set(subject, lists)
  return lists
}

/** The components that have backups, in order of the plan. */
export function backed(subject: Subject): readonly Backed[] {
  return listsOf(subject).all
}

/** Those of them that are recovered from their backups, because that is their strategy. */
export function restored(subject: Subject): readonly Backed[] {
  return listsOf(subject).restored
}

/** Whether any component of the plan is recovered from backups. */
export function usesRestore({ components }: Subject): boolean {
  return components.some(([, { strategy }]) => strategy === 'backup-restore')
}

/** The components that scenarios of a kind name as hit; a set, because plans are large. */
export function named(
  { plan }: Subject,
  wanted: (scenarioId: string, scenario: Scenario) => boolean,
): ReadonlySet<string> {
  return new Set(
    Object.entries(plan.scenarios).flatMap(([id, scenario]) => (wanted(id, scenario) ? (scenario.of ?? []) : [])),
  )
}

/**
 * What flows ask of the backups of a component. Replicas take over what a lost region had, so backups matter where there
 * are none, and where data was corrupted.
 * @returns for a component at most two answers: the objective's name for people, the flow that asks most, and whether it
 * asks that for data that somebody made wrong
 */
export function askedOfBackups(
  subject: Subject,
  objective: 'rto' | 'rpo',
): (id: string, component: Component) => ReadonlyArray<readonly [what: string, demand: Demand, isSpoilt: boolean]> {
  const title = objective.toUpperCase()
  const usual = subject.tightest(objective)
  const corrupted = subject.tightest(objective, 'corruption')
  const hit = named(subject, (_, scenario) => scenario.class === 'corruption')
  return (id, { strategy, data }) => {
    const replicated = data?.replication !== undefined && data.replication.mode !== 'none'
    const lost = replicated && strategy !== 'backup-restore' ? undefined : usual.get(id)
    const spoilt = corrupted.get(id)
    const special = spoilt?.flow.objectives.corruption?.[objective] !== undefined
    // What no flow asks apart for corruption is one demand, and not two.
    const same = lost?.flowId === spoilt?.flowId && lost?.value === spoilt?.value
    const asked = spoilt && (special || (hit.has(id) && !same))
    return [
      ...(lost ? [[title, lost, false] as const] : []),
      ...(asked ? [[`${title} after corruption`, spoilt, true] as const] : []),
    ]
  }
}

/** How a flow comes to need a component, for people: `buy > shop > shop-db`; the middle of a long way is left out. */
export function pathOf({ flowId, path }: Demand): string {
  const names = [flowId, ...path()]
  return (names.length > 8 ? [...names.slice(0, 4), '…', ...names.slice(-3)] : names).join(' > ')
}
