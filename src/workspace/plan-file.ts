import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { Failure } from '#diagnostics'

/** A plan's text with the path to show for it, relative to the working directory where it lies below. */
export interface PlanFile {
  readonly path: string
  readonly shown: string
  readonly text: string
}

/** One byte more than a plan may have: enough to tell that it is too long without reading all of it. */
const longestRead = 1_000_001 * 4

/**
 * The plan that a command means: the argument, or the one found by walking up from the working directory to the root
 * of its git checkout.
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
      throw new Failure('usage', `There is no plan in ${argument}. A plan is called muster.yaml or NAME.muster.yaml.`)
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
 * Reads a plan's text; of a file that is far too long only so much that its length can be refused.
 * @throws Failure `usage` where it cannot be read
 */
export function readPlan(cwd: string, path: string): PlanFile {
  const near = relative(cwd, path)
  const shown = near.startsWith('..') || near === '' ? path : near
  try {
    const file = openSync(path, 'r')
    try {
      const size = Math.min(statSync(path).size, longestRead)
      const bytes = Buffer.alloc(size)
      const read = readSync(file, bytes, 0, size, 0)
      return { path, shown, text: bytes.toString('utf8', 0, read) }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw new Failure('usage', `${shown} cannot be read: ${(error as Error).message}.`, { cause: error })
  }
}

function planIn(folder: string): string | undefined {
  let names: string[]
  try {
    names = readdirSync(folder)
  } catch {
    return undefined
  }
  if (names.includes('muster.yaml')) return join(folder, 'muster.yaml')
  const plans = names.filter((name) => name.endsWith('.muster.yaml')).sort()
  if (plans.length > 1)
    throw new Failure('usage', `There are several plans in ${folder}: ${plans.join(', ')}. Name the one you mean.`)
  return plans[0] === undefined ? undefined : join(folder, plans[0])
}

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    return statSync(path).isDirectory() ? 'folder' : 'file'
  } catch {
    return undefined
  }
}
