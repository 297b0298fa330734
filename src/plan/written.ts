import { isAlias, isMap, isScalar, isSeq, type Node, type ParsedNode } from 'yaml'
import type { Place, Problem } from '#diagnostics'
import { reserved } from './schema/text.ts'
import { forbiddenCharacter, type Source, shown } from './source.ts'
import { problem } from './trouble.ts'

/** A value as it is written: where it stands, and what it holds. */
export interface Written {
  /** Where the value stands; for a map or list in block style, its own or first key. */
  readonly place: Place
  /** The key that leads to it; absent for list items and the root. */
  readonly key?: Place
  /** The plain value of a scalar; `undefined` where it could not be read at all. */
  readonly scalar?: string | number | boolean | null
  readonly unreadable?: true
  readonly map?: ReadonlyMap<string, Written>
  readonly list?: readonly Written[]
}

/** Turns a parsed YAML node into plain values with places, and names what plans do not allow. Never throws. */
export function written(root: ParsedNode | null, source: Source, problems: Problem[]): Written {
  const placeOf = (node: Node | null | undefined, otherwise: Place): Place =>
    node?.range ? source.place(node.range[0], node.range[1]) : otherwise

  const visit = (node: Node | null | undefined, key: Place | undefined, otherwise: Place): Written => {
    const own = placeOf(node, otherwise)
    const base = { place: own, ...(key && { key }) }
    if (isMap(node)) {
      const map = entries(node, own)
      const place = node.flow ? own : (key ?? map.values().next().value?.key ?? own)
      return { ...base, place, map }
    }
    if (isSeq(node)) {
      const list = node.items.map((item) => visit(item as Node, undefined, own))
      return { ...base, place: !node.flow && key ? key : own, list }
    }
    if (isAlias(node)) return { ...base, unreadable: true }
    if (!isScalar(node)) return { ...base, scalar: null }
    // An empty value stands nowhere, so its key is pointed at.
    if (node.value === null && node.range && node.range[0] === node.range[1])
      return { ...base, place: key ?? own, scalar: null }
    if (typeof node.value === 'string') {
      const name = forbiddenCharacter(node.value)
      if (name) {
        problems.push(problem('forbidden-character', own, `The text holds ${name}, written as an escape.`))
        return { ...base, unreadable: true }
      }
    }
    return { ...base, scalar: node.value as string | number | boolean | null }
  }

  const entries = (node: { items: readonly unknown[] }, own: Place): ReadonlyMap<string, Written> => {
    const found = new Map<string, Written>()
    const keys = new Map<string, Place>()
    for (const pair of node.items as ReadonlyArray<{ key: Node | null; value: Node | null }>) {
      const place = placeOf(pair.key, own)
      if (!isScalar(pair.key)) {
        if (!isAlias(pair.key))
          problems.push(problem('wrong-type', place, 'The key is a list or a map; keys are plain names.'))
        continue
      }
      // `12: …` and `true: …` name something too; the text as written is what people mean.
      const name = typeof pair.key.value === 'string' ? pair.key.value : (pair.key.source ?? '')
      const earlier = keys.get(name)
      if (earlier)
        problems.push(problem('duplicate-key', place, `${shown(name)} is already written in line ${earlier.line}.`))
      else if (name === '<<')
        problems.push(problem('yaml-merge-key', place, '"<<" would merge another map into this one.'))
      else if ((reserved as readonly string[]).includes(name))
        problems.push(problem('forbidden-key', place, `${shown(name)} is a reserved name.`))
      else found.set(name, visit(pair.value, place, place))
      if (!earlier) keys.set(name, place)
    }
    return found
  }

  return visit(root, undefined, source.place(0, 0))
}

/** A path into the plan; its text form joins the parts with dots. */
export type Path = ReadonlyArray<string | number>

/** The entry at a path, as far as the path leads, and how many of its parts that were. */
export function deepest(root: Written, path: Path): { readonly at: Written; readonly depth: number } {
  let at = root
  for (const [depth, part] of path.entries()) {
    const next = typeof part === 'number' ? at.list?.[part] : at.map?.get(part)
    if (!next) return { at, depth }
    at = next
  }
  return { at, depth: path.length }
}

/** Where the item of a list stood before the cut ones were left out. */
export type Indices = WeakMap<readonly unknown[], readonly number[]>

/** The plain value without the cut paths; list items keep their order and their written index in `indices`. */
export function plain(entry: Written, cuts: ReadonlySet<string>, indices: Indices, path = ''): unknown {
  const under = (part: string | number): string => (path === '' ? String(part) : `${path}.${part}`)
  if (entry.map) {
    const value: Record<string, unknown> = {}
    for (const [key, inner] of entry.map)
      if (!inner.unreadable && !cuts.has(under(key))) value[key] = plain(inner, cuts, indices, under(key))
    return value
  }
  if (entry.list) {
    const kept = [...entry.list.entries()].filter(([index, inner]) => !inner.unreadable && !cuts.has(under(index)))
    const value = kept.map(([index, inner]) => plain(inner, cuts, indices, under(index)))
    indices.set(
      value,
      kept.map(([index]) => index),
    )
    return value
  }
  return entry.scalar
}

/** Paths whose value could not be read at all. */
export function unreadable(entry: Written, path: Path = []): readonly Path[] {
  if (entry.unreadable) return [path]
  if (entry.map) return [...entry.map].flatMap(([key, inner]) => unreadable(inner, [...path, key]))
  return entry.list?.flatMap((inner, index) => unreadable(inner, [...path, index])) ?? []
}
