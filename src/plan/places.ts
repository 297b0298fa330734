import type { Place } from '#diagnostics'
import type { Indices, Path, Written } from './written.ts'

/** The side table of a plan or portfolio: where each of its values stands. */
export interface Places {
  rangeOf(node: object, key?: string | number): Place
  pathOf(node: object): Path | undefined
}

interface Entry {
  readonly entry: Written
  readonly path: Path
  /** For a list: where each kept item stood as written. */
  readonly indices?: readonly number[]
}

/**
 * Freezes what was read, and remembers where its objects were written.
 * @param input what the schema was given for it; it has the same shape, down to the leaves
 */
export function placesOf(plan: object, input: unknown, tree: Written, indices: Indices, start: Place): Places {
  const table = new WeakMap<object, Entry>()
  const visit = (output: unknown, given: unknown, entry: Written, path: Path): void => {
    if (typeof output !== 'object' || output === null) return
    const written = Array.isArray(given) ? indices.get(given) : undefined
    table.set(output, { entry, path, ...(written && { indices: written }) })
    for (const [key, value] of Object.entries(output)) {
      const index = written?.[Number(key)]
      const inner = written ? entry.list?.[index ?? -1] : entry.map?.get(key)
      if (inner) visit(value, (given as Record<string, unknown>)[key], inner, [...path, index ?? key])
      else freeze(value)
    }
    Object.freeze(output)
  }
  visit(plan, input, tree, [])
  return {
    rangeOf(node, key) {
      const found = table.get(node)
      if (!found) return start
      const own = found.entry.key ?? found.entry.place
      if (key === undefined) return own
      if (found.indices) return found.entry.list?.[found.indices[Number(key)] ?? -1]?.place ?? own
      return found.entry.map?.get(String(key))?.place ?? own
    },
    pathOf: (node) => table.get(node)?.path,
  }
}

/** Substituted parts and amounts of money have no places of their own, and are frozen all the same. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  for (const inner of Object.values(value)) freeze(inner)
  Object.freeze(value)
}
