import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, join, relative, isAbsolute } from 'node:path'
import { nearest } from '#diagnostics'
import type { PlanFile } from './plan-file.ts'
import { readRegular, shownFrom } from './regular.ts'

/** Another file that a plan names: its text and shown name, or a code and a sentence that say why it is not read. */
export type Included =
  | { readonly file: string; readonly text: string }
  | {
      readonly code: 'path-outside' | 'file-missing' | 'file-not-regular' | 'file-unreadable' | 'file-too-large'
      readonly what: string
    }

/** Bytes that an included file may have, a byte order mark on top. */
const bytesAtMost = 1_000_003

/**
 * Reads the files that a plan includes, or the plans of a portfolio: ordinary files below the root of the git checkout
 * around it, or below its own folder where there is none. A symbolic link may lead to another file inside, never out.
 * @returns a port for `parsePlan`. `from` is a name that it has shown, or that of the plan; it never throws
 */
export function filesOf(cwd: string, plan: PlanFile): (from: string, path: string) => Included {
  const own = real(plan.path) ?? plan.path
  const root = rootAround(dirname(own))
  const places = new Map([[plan.shown, own]])
  return (from, path) => {
    const wanted = join(dirname(places.get(from) ?? own), path)
    if (path.includes('\0') || !inside(root, wanted)) return outside(path)
    const found = real(wanted)
    if (found === undefined) {
      const { trouble = 'there is no such file' } = readRegular(wanted, { follow: true })
      const missing = trouble === 'there is no such file' || trouble === 'its name is too long'
      const near = missing ? nearest(basename(wanted), namesIn(dirname(wanted))) : undefined
      const guess = near === undefined ? '' : ` Did you mean "${near}"?`
      return {
        code: missing ? 'file-missing' : 'file-unreadable',
        what: `"${path}" cannot be read: ${trouble}.${guess}`,
      }
    }
    if (!inside(root, found)) return outside(path)
    const { text, trouble, odd, opened } = readRegular(found, { follow: false, atMost: bytesAtMost })
    if (text === undefined || opened === undefined)
      return opened
        ? { code: 'file-too-large', what: `"${path}" is not read: ${trouble}.` }
        : { code: odd ? 'file-not-regular' : 'file-unreadable', what: `"${path}" cannot be read: ${trouble}.` }
    // A folder on the way may have become a link after it was looked at: what was opened must still be what lies there.
    const now = real(wanted)
    if (now !== found || !same(found, opened)) return outside(path)
    const file = shownFrom(cwd, found)
    places.set(file, found)
    return { file, text }
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function outside(path: string): Included {
  return { code: 'path-outside', what: `"${path}" leads out of the project that the plan belongs to.` }
}

function inside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '' && way !== '..' && !/^\.\.[/\\]/.test(way) && !isAbsolute(way)
}

function same(path: string, opened: { readonly dev: number; readonly ino: number }): boolean {
  try {
    const { dev, ino } = statSync(path)
    return dev === opened.dev && ino === opened.ino
  } catch {
    return false
  }
}

function real(path: string): string | undefined {
  try {
    return realpathSync.native(path)
  } catch {
    return undefined
  }
}

/** The root of the git checkout around a folder, or the folder itself. */
function rootAround(start: string): string {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder
    if (dirname(folder) === folder) return start
  }
}
