import type { Declared, Given, Imported } from '../../importer.ts'
import type { SourceFile } from '../../json.ts'
import { beyond, limits } from '../../limits.ts'
import { troubled } from '../../trouble.ts'
import { declareTerraform } from '../declare.ts'
import { Budget } from './budget.ts'
import { Files } from './files.ts'
import { ModuleUse } from './module-use.ts'
import { Shared } from './shared.ts'
import { rootInput } from './variable-values.ts'

/**
 * What the files of Terraform declare, evaluated as far as it can be: every folder that is nobody's module is deployed.
 * @throws Failure `usage` for what is beyond the limits
 */
export function importHcl(files: readonly SourceFile[], given: Given): Imported {
  const budget = new Budget()
  try {
    const all = new Files(files, given, budget)
    const roots = all.roots()
    const declared = roots.flatMap((folder) => declareRoot(folder, prefixOf(folder, roots), all, given, budget))
    if (declared.length === 0 && budget.problems.length === 0) budget.problems.push(empty(files, roots.length === 0))
    return { declared, problems: budget.problems }
  } catch (error) {
    // A last guard: what is deeper than the stack is deeper than anybody writes.
    if (error instanceof RangeError) beyond('The configuration is nested more deeply than people write', limits.depth)
    throw error
  }
}

function declareRoot(folder: string, prefix: string, files: Files, given: Given, budget: Budget): readonly Declared[] {
  const configuration = files.load(folder)
  if (!configuration) return []
  const input = rootInput(folder, [...files.ownValues(folder), ...files.values], given.values, budget)
  const shared = new Shared(budget, given, (one) => files.load(one))
  const root = new ModuleUse(configuration, { prefix, input, doubt: undefined, depth: 0 }, shared)
  return declareTerraform(root.resources())
}

/** What stands before the addresses of a root: of several, which may use the same ones, its folder without what all share. */
function prefixOf(folder: string, roots: readonly string[]): string {
  const all = roots.map((one) => one.split('/'))
  const [first = []] = all
  const shared = first.findIndex((part, i) => all.some((one) => one[i] !== part))
  const own = folder.split('/').slice(shared < 0 ? first.length : shared)
  return roots.length > 1 && own.join('') !== '' ? `${own.join(':')}:` : ''
}

function empty(files: readonly SourceFile[], valuesAlone: boolean) {
  const place = { file: files[0]?.name ?? '', line: 1, column: 1, endLine: 1, endColumn: 1 }
  return valuesAlone
    ? troubled('input-empty', place, 'Values of variables alone declare nothing.', 'Give the .tf files beside them.')
    : troubled('input-empty', place, 'The files declare no resource.')
}
