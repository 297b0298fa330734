import { type Document, isScalar, type ParsedNode, parseDocument } from 'yaml'
import { byPlace, nearest, type Place, type Problem } from '#diagnostics'
import { findings } from './issues.ts'
import { placesOf } from './places.ts'
import { type Plan, planSchema } from './schema/index.ts'
import { scan, type Source, shown, sourceOf, tooLarge, withoutForbidden } from './source.ts'
import { problem } from './trouble.ts'
import { type Indices, type Path, plain, unreadable, type Written, written } from './written.ts'

/** A plan as far as its text gives one. */
export interface ParsedPlan {
  readonly file: string
  /** Frozen; absent where the file is no plan at all. Parts that are invalid are left out. */
  readonly plan?: Plan
  /** Everything that is wrong with the text itself, in order of place; empty for a well-formed plan. */
  readonly problems: readonly Problem[]
  /** Paths that are left out because they are invalid, joined with dots, such as `flows.checkout.objectives`. */
  readonly invalid: ReadonlySet<string>
  /** Whether the path, or one that leads to it, is left out. */
  isInvalid(...path: ReadonlyArray<string | number>): boolean
  /**
   * Where a value of the plan stands: the value under `key`; the key that leads to `node` where `key` is left out or
   * absent from it. Objects that are not part of this plan give the first line.
   */
  rangeOf(node: object, key?: string | number): Place
  /** The path of an object of the plan; undefined for any other object. */
  pathOf(node: object): Path | undefined
}

/** What stands in for a required part that is missing or invalid, so that the rest can still be looked at. */
const substitutes = () => ({
  apiVersion: 'muster/v1',
  kind: 'Plan',
  metadata: { name: 'unnamed', owner: 'nobody' },
  regions: {},
  flows: {},
  components: {},
  scenarios: {},
})

const problemLimit = 1000

/** More rounds than the format has levels; every round cuts one level further out. */
const rounds = 12

/**
 * Reads the text of a plan.
 * @param text the file's whole text
 * @param file the name to show in places; the file itself is not touched
 * @returns the plan as far as it could be read, and every problem at once; never throws
 */
export function parsePlan(text: string, file: string): ParsedPlan {
  const nowhere = sourceOf('', file)
  if (tooLarge(text)) {
    const what = `The file has ${text.length} characters.`
    return nothing(nowhere, [problem('file-too-large', nowhere.place(0, 0), what)])
  }
  const { source, ...characters } = withoutForbidden(sourceOf(text, file))
  if (characters.refused) return nothing(source, [...characters.problems])
  const tokens = scan(source)
  const problems = [...characters.problems, ...tokens.problems]
  if (tokens.refused) return nothing(source, problems)

  const document = parseDocument(source.text, {
    schema: 'core',
    version: '1.2',
    strict: true,
    merge: false,
    // Ours are found in `written`, in linear time and with both places.
    uniqueKeys: false,
    prettyErrors: false,
    stringKeys: false,
  })
  problems.push(...syntax(document, source))
  const root = document.contents as ParsedNode | null
  if (root === null || isEmpty(root)) {
    if (problems.length === 0)
      problems.push(problem('empty-file', source.place(0, 0), 'There is nothing in this file.'))
    return nothing(source, problems)
  }
  const tree = written(root, source, problems)
  if (!looksLikePlan(tree)) {
    if (problems.every(({ code }) => code !== 'yaml-syntax'))
      problems.push(problem('not-a-plan', tree.place, notPlan(tree)))
    return nothing(source, problems)
  }
  return recover(tree, source, problems)
}

/** Asks the schema, cuts what it refuses, and asks again until the rest is a plan. */
function recover(tree: Written, source: Source, problems: Problem[]): ParsedPlan {
  const cuts = new Set(unreadable(tree).map((path) => path.join('.')))
  const broken = problems.some(({ code }) => code === 'yaml-syntax')
  for (let round = 0; round < rounds; round++) {
    const indices: Indices = new WeakMap()
    const read = plain(tree, cuts, indices) as Record<string, unknown>
    const input = round === 0 ? read : { ...substitutes(), ...read }
    const result = planSchema.safeParse(input)
    if (result.success) {
      const places = placesOf(result.data, input, tree, indices, source.place(0, 0))
      return {
        file: source.file,
        plan: result.data,
        problems: shownOf(problems),
        invalid: cuts,
        isInvalid: within(cuts),
        ...places,
      }
    }
    const before = new Set(cuts)
    for (const issue of result.error.issues) {
      const path = asWritten(issue.path as Path, input, indices)
      // What an earlier round has cut is missing now: its owner cannot stay either, and nothing new is to be said.
      if (before.has(path.join('.'))) cuts.add(path.slice(0, -1).join('.'))
      else
        for (const { problem: found, cut } of findings(issue, path, tree)) {
          // What a broken line has swallowed is not missing.
          if (!broken || found.code !== 'missing-key') problems.push(found)
          cuts.add(cut.join('.'))
        }
    }
  }
  return nothing(source, problems)
}

/** An issue's path with list items numbered as they are written, before the invalid ones were left out. */
function asWritten(path: Path, input: unknown, indices: Indices): Path {
  let at = input
  return path.map((part) => {
    const original = Array.isArray(at) ? (indices.get(at)?.[Number(part)] ?? part) : part
    at = (at as Record<string | number, unknown> | undefined)?.[part]
    return original
  })
}

function within(cuts: ReadonlySet<string>): ParsedPlan['isInvalid'] {
  return (...path) => path.some((_, index) => cuts.has(path.slice(0, index + 1).join('.')))
}

function nothing(source: Source, problems: Problem[]): ParsedPlan {
  const start = source.place(0, 0)
  return {
    file: source.file,
    problems: shownOf(problems),
    invalid: new Set(),
    isInvalid: () => false,
    rangeOf: () => start,
    pathOf: () => undefined,
  }
}

/** The problems in order of place, at most a thousand and a word about the rest. */
function shownOf(problems: Problem[]): readonly Problem[] {
  const first = problems.sort(byPlace).slice(0, problemLimit)
  const next = problems[problemLimit]
  const what = `${problems.length - problemLimit} more problems follow.`
  return next ? [...first, problem('too-many-problems', next.place, what)] : first
}

/** The YAML reader's own complaints, one for each place; those that `scan` words better are left to it. */
function syntax(document: Document.Parsed<ParsedNode>, source: Source): readonly Problem[] {
  const seen = new Set<number>()
  const problems: Problem[] = []
  for (const { code, message, pos } of document.errors) {
    if (code === 'MULTIPLE_DOCS') {
      problems.push(problem('several-documents', source.place(pos[0], pos[0] + 3), 'A second document begins here.'))
    } else if (!['TAG_RESOLVE_FAILED', 'BAD_ALIAS', 'BAD_DIRECTIVE'].includes(code) && !seen.has(pos[0])) {
      const sentence = `${message.replace(/\s+/g, ' ').replace(/[.:]?$/, '')}.`
      problems.push(problem('yaml-syntax', source.place(pos[0], Math.max(pos[1], pos[0] + 1)), sentence, advice[code]))
    }
    seen.add(pos[0])
  }
  return problems
}

const advice: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'Indent with spaces, two for each level.',
  BAD_INDENT: 'Indent keys of one map by the same number of spaces.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a text that contains ": " in quotes, or move the nested key to a line of its own.',
  MISSING_CHAR: 'Close the quote or bracket, or put the text in quotes.',
}

function isEmpty(root: ParsedNode): boolean {
  return isScalar(root) && root.value === null && root.range[0] === root.range[1]
}

/** A plan says so with one of its first two keys; a slip in the other, or in the spelling, is then only a slip. */
function looksLikePlan({ map }: Written): boolean {
  const said = [map?.get('apiVersion')?.scalar, map?.get('kind')?.scalar].map((one) => String(one ?? '').toLowerCase())
  return /^must/.test(said[0] ?? '') || nearest(said[1] ?? '', ['plan']) !== undefined
}

function notPlan(tree: Written): string {
  if (tree.list) return 'The file holds a list.'
  if (!tree.map) return 'The file holds a single value.'
  const kind = tree.map.get('kind')?.scalar
  return kind
    ? `The file is of kind ${shown(String(kind))}.`
    : 'The file has neither "apiVersion: muster/v1" nor "kind: Plan".'
}
