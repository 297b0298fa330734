import { nearest, type Place, type Problem } from '#diagnostics'
import { type Default, defaultsOf } from './defaults.ts'
import { type ReadFile, readNothing } from './file.ts'
import { gather } from './include.ts'
import { infer } from './infer.ts'
import { planFormat } from './issues.ts'
import { placesOf } from './places.ts'
import { readText } from './read.ts'
import { recover, shownOf, within } from './recover.ts'
import { partKeys, type Plan, planSchema } from './schema/index.ts'
import { type Source, shown } from './source.ts'
import { standalone } from './standalone.ts'
import { problem } from './trouble.ts'
import { type Path, plain, type Written } from './written.ts'

/** A plan as far as its texts give one. */
export interface ParsedPlan {
  /** The shown name of the plan's own file. */
  readonly file: string
  /** The texts of all files by shown name, in order of inclusion; the plan's own is the first. */
  readonly files: ReadonlyMap<string, string>
  /** Frozen; absent where the file is no plan at all. Parts that are invalid are left out. */
  readonly plan?: Plan
  /** Everything that is wrong with the texts themselves, in order of place; empty for a well-formed plan. */
  readonly problems: readonly Problem[]
  /**
   * Whether every text could be read to its end. Where one could not, what is not in the plan may still be meant, and
   * nobody can say that it is missing.
   */
  readonly whole: boolean
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
  /** Every value in force that no file states, in order of the plan. */
  readonly defaults: readonly Default[]
  /**
   * One text that needs no other file: the plan's own, byte for byte, where it includes none; else all files written
   * as one. It reads as a plan of the same digest wherever this one has no problems.
   */
  standalone(): string
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

/**
 * Reads a plan.
 * @param text the whole text of its own file
 * @param file the name to show in places; no file is touched
 * @param read gives the files that it includes
 * @returns the plan as far as it could be read, and every problem at once; never throws
 */
export function parsePlan(text: string, file: string, read: ReadFile = readNothing): ParsedPlan {
  const problems: Problem[] = []
  const own = readText(text, file, problems)
  const { source, tree } = own
  if (!tree) {
    if (own.empty) problems.push(problem('empty-file', source.place(0, 0), 'There is nothing in this file.'))
    return nothing(source, text, problems)
  }
  if (!looksLikePlan(tree)) {
    if (problems.every(({ code }) => code !== 'yaml-syntax'))
      problems.push(problem('not-a-plan', tree.place, notPlan(tree)))
    return nothing(source, text, problems)
  }
  const { files, whole, broken, ...all } = gather({ ...own, tree }, text, read, problems)
  const recovered = recover({
    tree: all.tree,
    format: planFormat,
    substitutes,
    problems,
    // What a broken line has swallowed is not missing, nor is what a file that could not be read may hold.
    meant: (path) => broken || (!whole && path.length === 1 && partKeys.includes(String(path[0]))),
    read: (input) => planSchema.safeParse(input),
  })
  if (!recovered) return nothing(source, text, problems)
  const { value: plan, input, indices, cuts } = recovered
  const isInvalid = within(cuts)
  const drills = indices.get((input['drills'] ?? []) as readonly unknown[])
  // Where a file could not be read, what seems to be left out may stand in it.
  const inferred = whole && !broken ? infer(plan, isInvalid, (index) => drills?.[index] ?? index) : []
  const places = placesOf(plan, input, all.tree, indices, source.place(0, 0))
  let defaults: readonly Default[] | undefined
  return {
    file: source.file,
    files,
    plan,
    problems: shownOf(problems),
    whole: whole && !broken,
    invalid: cuts,
    isInvalid,
    ...places,
    get defaults() {
      defaults ??= defaultsOf(plan, input, inferred, places)
      return defaults
    },
    standalone: () => (files.size === 1 ? text : standalone(plain(all.tree, cuts, new WeakMap()), files)),
  }
}

function nothing(source: Source, text: string, problems: Problem[]): ParsedPlan {
  const start = source.place(0, 0)
  return {
    file: source.file,
    files: new Map([[source.file, text]]),
    whole: false,
    problems: shownOf(problems),
    invalid: new Set(),
    isInvalid: () => false,
    rangeOf: () => start,
    pathOf: () => undefined,
    defaults: [],
    standalone: () => text,
  }
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
