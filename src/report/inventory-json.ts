import { type Inventory, type Resource, Unknown } from '#inventory'
import type { Place } from '#diagnostics'
import { type ProblemReport, problemJson } from './problems-json.ts'
import { type Tally, tally } from './problems-tally.ts'

/** A value of an inventory as data: what is unknown is `{ unknown: why }`. */
export type Shown =
  | string
  | number
  | boolean
  | { readonly unknown: string }
  | readonly Shown[]
  | { readonly [key: string]: Shown }

/** What `import --format json` gives. */
export interface InventoryReport {
  readonly schemaVersion: 1
  readonly resources: ReadonlyArray<Readonly<Record<string, Shown>>>
  readonly objectives: ReadonlyArray<Readonly<Record<string, Shown>>>
  readonly steps: ReadonlyArray<Readonly<Record<string, Shown>>>
  readonly problems: readonly ProblemReport[]
  readonly summary: Tally & { readonly resources: number; readonly understood: number }
}

/** An inventory as data, without what was said of each resource: that may be long, and may be nobody's business. */
export function inventoryJson({ resources, objectives, steps, problems }: Inventory): InventoryReport {
  return {
    schemaVersion: 1,
    resources: resources.map(resourceJson),
    objectives: objectives.map(({ place, ...rest }) => ({ ...record(rest), source: sourceOf(place) })),
    steps: steps.map(({ place, ...rest }) => ({ ...record(rest), source: sourceOf(place) })),
    problems: problems.map(problemJson),
    summary: {
      resources: resources.length,
      understood: resources.filter(({ understood }) => understood).length,
      ...tally({ problems, suppressed: [] }),
    },
  }
}

function resourceJson({ body: _, source, redundancy, ...rest }: Resource): Readonly<Record<string, Shown>> {
  return {
    ...record(rest),
    redundancy: redundancy ? record(redundancy) : { across: 'not-concluded' },
    source: sourceOf(source),
  }
}

function sourceOf({ file, line, column }: Place): Readonly<Record<string, Shown>> {
  return { file, line, column }
}

function record(value: object): Readonly<Record<string, Shown>> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, one]: [string, unknown]) => (one === undefined ? [] : [[key, shownOf(one)]])),
  )
}

function shownOf(value: unknown): Shown {
  if (value instanceof Unknown) return { unknown: value.why }
  if (Array.isArray(value)) return value.map(shownOf)
  if (typeof value === 'object' && value !== null) return record(value)
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value)
}
