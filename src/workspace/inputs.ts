import { readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Failure } from '#diagnostics'
import { readRegular, shownFrom } from './regular.ts'

/** A file that was asked for, by the name that is shown of it. */
export interface InputFile {
  readonly name: string
  readonly text: string
  /** Whether nobody named it: it was found in a folder. */
  readonly found: boolean
}

/** Bytes of one file, and files of one folder, that are read. */
const bytesAtMost = 128 * 1024 * 1024
const filesAtMost = 10_000

/** Folders that hold what tools keep for themselves. */
const skipped = new Set(['node_modules', '.git', '.terraform', '.muster'])

/**
 * The files that some paths mean: a file is itself, a folder all files in it, and in the folders below where `deep`, whose
 * names end as wanted.
 * @throws Failure `usage` for what is not there, cannot be read, or has nothing of the kind in it
 */
export function inputFiles(
  cwd: string,
  paths: readonly string[],
  ends: readonly string[],
  deep: boolean,
): readonly InputFile[] {
  return paths.flatMap((path) => {
    const whole = resolve(cwd, path)
    const folder = isFolder(whole)
    const found = folder ? below(whole, ends, deep) : [whole]
    if (found.length === 0) throw new Failure('usage', `There is no file in ${path} that ends in ${ends.join(' or ')}.`)
    return found.map((one) => readInput(cwd, one, folder))
  })
}

/** A file beside those that were asked for; undefined where there is none that can be read. */
export function inputBeside(cwd: string, name: string): string | undefined {
  return readRegular(resolve(cwd, name), { follow: true, atMost: bytesAtMost }).text
}

/** The names of the ordinary files of a folder, in order; none where it cannot be read. */
export function inputNames(cwd: string, folder: string): readonly string[] {
  try {
    const entries = readdirSync(resolve(cwd, folder), { withFileTypes: true })
    return entries.flatMap((one) => (one.isFile() ? [one.name] : [])).sort()
  } catch {
    return []
  }
}

function readInput(cwd: string, path: string, found: boolean): InputFile {
  const name = shownFrom(cwd, path)
  const { text, trouble } = readRegular(path, { follow: true, atMost: bytesAtMost })
  if (text === undefined) throw new Failure('usage', `${name} cannot be read: ${trouble ?? 'nobody knows why'}.`)
  return { name, text, found }
}

function below(folder: string, ends: readonly string[], deep: boolean): readonly string[] {
  const found: string[] = []
  const open = [folder]
  for (let here = open.pop(); here !== undefined; here = open.pop()) {
    for (const entry of readdirSync(here, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(here, entry.name)
      if (entry.isDirectory() && deep && !skipped.has(entry.name)) open.push(path)
      if (entry.isFile() && ends.some((end) => entry.name.endsWith(end))) found.push(path)
      if (found.length > filesAtMost)
        throw new Failure('usage', `${folder} has more than ${filesAtMost} such files. Name those that are meant.`)
    }
  }
  return found.sort()
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
