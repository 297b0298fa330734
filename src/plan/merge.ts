import { z } from 'zod'
import type { Problem } from '#diagnostics'
import { bare, findings, schemaAt, unknownKey } from './issues.ts'
import { partKeys } from './schema/index.ts'
import { shown } from './source.ts'
import { problem } from './trouble.ts'
import type { Path, Written } from './written.ts'

/** The files of a plan as one tree, and whether nothing had to be left out of it. */
export interface Merged {
  readonly tree: Written
  readonly whole: boolean
}

/**
 * Puts the parts of several files together: maps by key, lists one after the other. An entry under a name, such as one
 * flow, stands whole in one file. `include` is gone from the result, for it says nothing about the recovery.
 * @param problems gets every key that two files write, and every key of an included file that is no part of a plan
 */
export function merge(first: Written, others: readonly Written[], problems: Problem[]): Merged {
  if (!first.map) return { tree: first, whole: true }
  const map = new Map(first.map)
  map.delete('include')
  let whole = true
  /** Maps that this merge has made, and that it may therefore add to. */
  const own = new Set<unknown>()

  const join = (a: Written, b: Written, path: Path, file: Written): Written => {
    const schema = schemaAt(path)
    if (a.unreadable || b.unreadable) {
      whole = false
      return a.unreadable ? b : a
    }
    const expected = schema instanceof z.ZodArray ? 'list' : 'map'
    if (a[expected] && b[expected]) {
      if (a.list && b.list) {
        const list = own.has(a.list) ? (a.list as Written[]) : [...a.list]
        own.add(list)
        for (const item of b.list) list.push(item)
        return { ...a, list }
      }
      const inner = own.has(a.map) ? (a.map as Map<string, Written>) : new Map(a.map)
      own.add(inner)
      for (const [key, entry] of b.map ?? []) add(inner, key, entry, [...path, key], file)
      return { ...a, map: inner }
    }
    whole = false
    const result = schema && !b[expected] ? z.safeParse(schema, bare(b)) : undefined
    for (const issue of result?.error?.issues ?? [])
      for (const { problem: found } of findings(issue, path, file)) problems.push(found)
    return a
  }

  const add = (into: Map<string, Written>, key: string, entry: Written, path: Path, file: Written): void => {
    const earlier = into.get(key)
    if (earlier === undefined) into.set(key, entry)
    else if (holdsParts(path)) into.set(key, join(earlier, entry, path, file))
    else {
      const { file: name, line } = earlier.key ?? earlier.place
      const what = `${shown(key)} is already written in line ${line} of ${name}.`
      problems.push(problem('duplicate-key', entry.key ?? entry.place, what))
    }
  }

  for (const file of others) {
    for (const [key, entry] of file.map ?? []) {
      if (key === 'include') continue
      if (partKeys.includes(key)) add(map, key, entry, [key], file)
      else problems.push(unknownKey(key, partKeys, 'an included file', file))
    }
  }
  return { tree: { ...first, map }, whole }
}

/** Whether several files may add to what stands here: a part of the plan, or a map or list of one, but no entry. */
function holdsParts(path: Path): boolean {
  const schema = schemaAt(path)
  if (!(schema instanceof z.ZodObject || schema instanceof z.ZodRecord || schema instanceof z.ZodArray)) return false
  return path.slice(0, -1).every((_, index) => schemaAt(path.slice(0, index + 1)) instanceof z.ZodObject)
}
