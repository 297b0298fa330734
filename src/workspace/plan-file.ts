import { readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { Failure } from '#diagnostics'
import { readRegular, shownFrom } from './regular.ts'

const called =
  'A plan is called muster.yaml or NAME.muster.yaml, a portfolio of plans portfolio.yaml or NAME.portfolio.yaml.'

/** A plan's text with the path to show for it, relative to the working directory where it lies below. */
export interface PlanFile {
  readonly path: string
  readonly shown: string
  readonly text: string
}

/**
 * The plan or portfolio that a command means: the argument, or the one found by walking up from the working directory to the root
 * of its git checkout. Where a folder has both, it is the plan.
 * @throws Failure `usage` where there is none, or where a folder has several
 */
export function findPlan(cwd: string, argument: string | undefined): string {
  if (argument !== undefined) {
    const path = resolve(cwd, argument)
    const kind = kindOf(path)
    if (kind === 'file') return path
    if (kind === 'folder') {
      const found = planIn(path)
      if (found !== undefined) return found
      throw new Failure('usage', `There is no plan in ${argument}. ${called}`)
    }
    throw new Failure('usage', `There is no file ${argument}.`)
  }
  for (let folder = cwd; ; folder = dirname(folder)) {
    const found = planIn(folder)
    if (found !== undefined) return found
    if (kindOf(join(folder, '.git')) !== undefined || dirname(folder) === folder) break
  }
  throw new Failure(
    'usage',
    'There is no plan here. Name one (`muster check path/to/muster.yaml`), or start from examples/minimal/muster.yaml.',
  )
}

/**
 * The plans of a folder that holds several: absolute paths, in order of name.
 * @throws Failure `usage` where it is no folder, or holds none
 */
export function plansIn(cwd: string, folder: string): readonly string[] {
  const path = resolve(cwd, folder)
  if (kindOf(path) !== 'folder') throw new Failure('usage', `There is no folder ${folder}.`)
  const names = readdirSync(path).filter((name) => name.endsWith('.muster.yaml'))
  if (names.length === 0) throw new Failure('usage', `There is no NAME.muster.yaml in ${folder}.`)
  return names.sort().map((name) => join(path, name))
}

/**
 * Reads a plan's text; of a file that is far too long only so much that its length can be refused.
 * @throws Failure `usage` where it cannot be read
 */
export function readPlan(cwd: string, path: string): PlanFile {
  const shown = shownFrom(cwd, path)
  const { text, trouble } = readRegular(path, { follow: true })
  if (text === undefined) throw new Failure('usage', `${shown} cannot be read: ${trouble}.`)
  return { path, shown, text }
}

function planIn(folder: string): string | undefined {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return undefined
  }
  for (const kind of ['muster.yaml', 'portfolio.yaml']) {
    if (names.includes(kind)) return join(folder, kind)
    const plans = names.filter((name) => name.endsWith(`.${kind}`)).sort()
    if (plans.length > 1)
      throw new Failure('usage', `There are several plans in ${folder}: ${plans.join(', ')}. Name the one you mean.`)
    if (plans[0] !== undefined) return join(folder, plans[0])
  }
  return undefined
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return undefined
  }
}
