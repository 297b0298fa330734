import type { Place, Problem } from '#diagnostics'
import type { ReadFile } from './file.ts'
import { bare, findings } from './issues.ts'
import { merge } from './merge.ts'
import { type Read, readText } from './read.ts'
import { planSchema } from './schema/index.ts'
import { byteLimit, shown, tokenLimit, tooLarge } from './source.ts'
import { compact } from './standalone.ts'
import { problem } from './trouble.ts'
import { type Path, plain, type Written } from './written.ts'

/** How many files deep a file may be included. */
const depthLimit = 16
/** How many files one plan may have, its own and missing ones counted. */
const fileLimit = 1000

/** All files of a plan as one tree. */
export interface Gathered {
  readonly tree: Written
  /** By shown name, in order of inclusion; the first is the plan's own. */
  readonly files: ReadonlyMap<string, string>
  /** Whether every file is in it, as far as its text can be read. */
  readonly whole: boolean
  readonly broken: boolean
}

/** Reads what a plan includes, and what that includes in turn, depth first; merges all of it. Never throws. */
export function gather(
  first: Read & { readonly tree: Written },
  text: string,
  read: ReadFile,
  problems: Problem[],
): Gathered {
  const files = new Map([[first.source.file, text]])
  const parts: Written[] = []
  let { tokens, broken } = first
  let bytes = text.length
  let named = 1
  let whole = true
  let over = false

  const refuse = (...given: Parameters<typeof problem>): void => {
    problems.push(problem(...given))
    whole = false
  }
  /** @param chain the files that lead here, the last being the one whose entries are followed */
  const follow = (tree: Written, chain: readonly string[]): void => {
    for (const { path, place } of entriesOf(tree, problems)) {
      if (over) return
      if (++named > fileLimit) {
        over = true
        return refuse('include-too-many', place, `This is the ${fileLimit + 1}st file of the plan.`)
      }
      const found = read(chain.at(-1) ?? '', path)
      if ('code' in found) refuse(found.code, place, found.what)
      else if (chain.includes(found.file))
        refuse('include-cycle', place, `The way back is: ${way([...chain, found.file])}.`)
      else if (files.has(found.file)) refuse('include-repeated', place, `${shown(found.file)} is already included.`)
      else if (chain.length > depthLimit)
        refuse('include-too-deep', place, `It would be the ${chain.length}th file in a row: ${way(chain)}.`)
      else enter(found.file, found.text, place, chain)
    }
  }
  const enter = (file: string, inner: string, place: Place, chain: readonly string[]): void => {
    files.set(file, inner)
    const part = readText(inner, file, problems)
    tokens += part.tokens
    bytes += inner.length
    broken ||= part.broken
    if (tokens > tokenLimit || bytes > byteLimit) {
      over = true
      refuse('plan-too-large', place, `With this file the plan has ${bytes} characters, and ${tokens} words and marks.`)
    } else if (part.tree?.map) {
      const head = ['apiVersion', 'kind', 'metadata'].find((key) => part.tree?.map?.has(key))
      if (head === 'metadata' || head === undefined) {
        parts.push(part.tree)
        follow(part.tree, [...chain, file])
      } else refuse('not-a-part', part.tree.map.get(head)?.key ?? part.tree.place, `It has the key ${shown(head)}.`)
    } else if (part.tree) refuse('not-a-part', part.tree.place, 'It holds no keys at its top.')
    else if (part.empty) refuse('not-a-part', part.source.place(0, 0), 'There is nothing in this file.')
    else whole = false
  }

  follow(first.tree, [first.source.file])
  const merged = merge(first.tree, parts, problems)
  // A text may grow by two thirds and more where its values are put in quotes; below this no plan can grow too large.
  if (!over && parts.length > 0 && bytes > byteLimit / 5 && tooLarge(compact(bare(merged.tree))))
    refuse('plan-too-large', first.tree.map?.get('include')?.place ?? first.tree.place, 'So many texts do not fit.')
  return { tree: merged.tree, files, whole: whole && merged.whole, broken }
}

/** The well-formed entries of a file's `include`; a problem for each of the others. */
function entriesOf(tree: Written, problems: Problem[]): ReadonlyArray<{ path: string; place: Place }> {
  const entry = tree.map?.get('include')
  if (!entry || entry.unreadable) return []
  const indices = new WeakMap<readonly unknown[], readonly number[]>()
  const given = plain(entry, new Set(), indices)
  const result = planSchema.shape.include.safeParse(given)
  const wrong = new Set<unknown>()
  const kept = (Array.isArray(given) && indices.get(given)) || []
  for (const issue of result.error?.issues ?? []) {
    const [index, ...rest] = issue.path as Path
    const at = index === undefined ? [] : [kept[Number(index)] ?? index, ...rest]
    wrong.add(at[0])
    for (const { problem: found } of findings(issue, ['include', ...at], tree)) problems.push(found)
  }
  if (wrong.has(undefined)) return []
  return (entry.list ?? []).flatMap(({ scalar, place }, index) =>
    typeof scalar === 'string' && !wrong.has(index) ? [{ path: scalar, place }] : [],
  )
}

/** The files that lead to one another, the middle of a long way left out. */
function way(files: readonly string[]): string {
  const names = files.length > 8 ? [...files.slice(0, 4), '…', ...files.slice(-4)] : files
  return names.join(' → ')
}
