import type { Plan } from '#plan'
import type { Runbook, RunbookFlow } from '#runbook'
import { delayWithout, rolesOf } from './absent.ts'
import { everyGone, forEver, heldBy, needsIn } from './held.ts'
import { hasBackupBeside, lossOf } from './losing.ts'
import { lastingOf } from './lasting.ts'
import type { Way } from './held-up.ts'
import type { Fault } from './model.ts'
import { leadingTo, networkOf, restoredAt, timed } from './network.ts'

/** A fault and the most that it may add to a recovery by itself; seconds, undefined where that has no bound. */
export interface Candidate {
  readonly fault: Fault
  readonly adds?: number
}

/** What can go wrong with one objective, and what comes of it. */
export interface Board {
  readonly candidates: readonly Candidate[]
  /** The recovery time or loss with all of these at once; Infinity: never, or everything; undefined: nobody can say. */
  value(faults: readonly Fault[]): number | undefined
  /** Steps whose time nobody knows, and what it comes to without them; left out where there are none. */
  readonly unknown?: { readonly steps: readonly string[]; readonly atBest: number }
}

/** What can go wrong on the way back of a flow; undefined where no step restores it. */
export function recoveryBoard(flow: RunbookFlow, plan: Plan, { runbook, estimates }: Way): Board | undefined {
  const network = networkOf(runbook)
  const { steps, place } = network
  const needs = needsIn(network, plan)
  const { usual, slow, patience, unknown } = lastingOf(network, runbook, estimates)
  const places = leadingTo(flow, network)
  if (restoredAt(flow, network, timed(network, { lasts: usual, patience })) === undefined) return undefined
  const gone = new Map(
    everyGone(places.map((one) => needs[one] ?? [])).map((one) => [
      one.region === undefined ? one.capability : `${one.capability}@${one.region}`,
      heldBy(needs, [forEver(one)]),
    ]),
  )
  const roles = new Set(places.flatMap((one) => rolesOf(steps[one] as Runbook['steps'][number], plan)))
  const id = (one: number): string => steps[one]?.id ?? ''
  const isIn = (one: number): boolean => steps[one]?.region === runbook.to
  const candidates: readonly Candidate[] = [
    ...[...gone.keys()].map((of): Candidate => ({ fault: { kind: 'capability', of } })),
    ...places.map((one): Candidate => ({ fault: { kind: 'step', of: id(one) } })),
    ...places.flatMap((one): readonly Candidate[] => {
      const adds = (slow[one] as number) - (usual[one] as number)
      return adds > 0 ? [{ fault: { kind: 'slow', of: id(one) }, adds }] : []
    }),
    ...[...roles].map((of): Candidate => ({ fault: { kind: 'person', of } })),
    ...(places.some(isIn) && runbook.to !== runbook.from
      ? [{ fault: { kind: 'region', of: runbook.to } } as const]
      : []),
  ]
  function value(faults: readonly Fault[]): number {
    const lasts = usual.slice()
    const given = patience.slice()
    const held = new Float64Array(steps.length)
    const failing = new Uint8Array(steps.length)
    const absent = new Set(faults.flatMap(({ kind, of }) => (kind === 'person' ? [of] : [])))
    for (const { kind, of } of faults) {
      const at = place.get(of) ?? -1
      if (kind === 'slow') {
        lasts[at] = slow[at] as number
        given[at] = Math.max(given[at] as number, slow[at] as number)
      } else if (kind === 'step') failing[at] = 1
      else if (kind === 'capability')
        for (const one of places) held[one] = Math.max(held[one] as number, gone.get(of)?.[one] ?? 0)
      else if (kind === 'region') for (const one of places) if (isIn(one)) held[one] = Infinity
    }
    if (absent.size > 0)
      for (const one of places) {
        const delay = delayWithout(steps[one] as Runbook['steps'][number], absent, runbook, plan)
        if (delay === Infinity) held[one] = Infinity
        else {
          lasts[one] = (lasts[one] as number) + delay
          given[one] = (given[one] as number) + delay
        }
      }
    return restoredAt(flow, network, timed(network, { lasts, patience: given, held, failing })) ?? 0
  }
  const unsure = places.map(id).filter((one) => unknown.includes(one))
  if (unsure.length === 0) return { candidates, value }
  const best = usual.map((lasts, one) => (unsure.includes(id(one)) ? 0 : lasts))
  const atBest = restoredAt(flow, network, timed(network, { lasts: best, patience })) ?? 0
  return { candidates, value, unknown: { steps: unsure, atBest } }
}

/** What can go wrong with the data of a flow. */
export function lossBoard(flow: RunbookFlow, plan: Plan, runbook: Runbook): Board {
  const stores = runbook.stores.filter(({ component }) => flow.stores.includes(component))
  const faults: readonly Fault[] = [
    ...stores.flatMap(({ component, lag, restored, replication }): readonly Fault[] =>
      lag && restored !== true && replication === 'async' ? [{ kind: 'lag', of: component }] : [],
    ),
    ...stores.flatMap(({ component, backupEvery }): readonly Fault[] =>
      backupEvery === undefined ? [] : [{ kind: 'backup', of: component }],
    ),
    ...(stores.length > 0 && runbook.to !== runbook.from ? [{ kind: 'region', of: runbook.to } as const] : []),
  ]
  const named = (all: readonly Fault[], kind: Fault['kind']): ReadonlySet<string> =>
    new Set(all.flatMap((fault) => (fault.kind === kind ? [fault.of] : [])))
  return {
    candidates: faults.map((fault) => ({ fault })),
    value: (all) =>
      lossOf(flow, runbook, {
        lagging: named(all, 'lag'),
        unbacked: named(all, 'backup'),
        ...(named(all, 'region').size === 0 ? {} : { hasBackup: (one: string) => hasBackupBeside(one, runbook, plan) }),
      }),
  }
}
