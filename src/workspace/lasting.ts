import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'

// What is written here is on stable storage once a call returns: power may fail in the next moment.

/** Makes a folder and those that lead to it. */
export function makeFolder(path: string): void {
  const first = mkdirSync(path, { recursive: true })
  if (first === undefined) return
  for (let folder = path; folder.length >= first.length; folder = dirname(folder)) sync(dirname(folder))
}

/** Writes a file whole, in place of one that is there. */
export function writeWhole(path: string, text: string): void {
  writeSynced(`${path}.new`, text, 'w')
  renameSync(`${path}.new`, path)
  sync(dirname(path))
}

/** Adds to a file, which is made where there is none; what others have added before is on stable storage too then. */
export function addTo(path: string, text: string): void {
  writeSynced(path, text, 'a')
  sync(dirname(path))
}

const fresh = '.new'
const earlier = '.old'

/**
 * Writes a folder of files, whole, in place of one that is there. At every moment the one or the other can be found with
 * `folderAt`.
 */
export function writeFolder(path: string, files: ReadonlyMap<string, string>): void {
  rmSync(path + fresh, { recursive: true, force: true })
  makeFolder(path + fresh)
  for (const [name, text] of files) writeSynced(join(path + fresh, name), text, 'w')
  sync(path + fresh)
  if (existsSync(path)) {
    rmSync(path + earlier, { recursive: true, force: true })
    renameSync(path, path + earlier)
  }
  renameSync(path + fresh, path)
  sync(dirname(path))
  rmSync(path + earlier, { recursive: true, force: true })
}

/** Where a folder is that was written so; one that was to be replaced when the process died lies beside its place. */
export function folderAt(path: string): string {
  return !isFolder(path) && isFolder(path + earlier) ? path + earlier : path
}

/** The names of the folders that were written so in a folder; none where that is not there. */
export function foldersIn(folder: string): readonly string[] {
  try {
    const names = readdirSync(folder).filter((name) => !name.endsWith(fresh) && isFolder(join(folder, name)))
    return [...new Set(names.map((name) => (name.endsWith(earlier) ? name.slice(0, -earlier.length) : name)))]
  } catch {
    return []
  }
}

export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

function writeSynced(path: string, text: string, flag: 'w' | 'a'): void {
  const file = openSync(path, flag)
  try {
    writeFileSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** A folder whose entries were changed. */
function sync(folder: string): void {
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
