import { appendFile, readFile, truncate } from 'node:fs/promises'
import { hasCode } from '../files.ts'
import { HttpFailure, messageOf } from '../http.ts'
import type { Change } from './feed.ts'

/** The changes of an account, in the order of their numbers, and their file, which outlives the account. */
export interface Changes {
  readonly all: readonly Change[]
  /** Adds one at once; it is in the file only once it is `written`. @param change its number comes of itself */
  note(change: Omit<Change, 'number'>): Change
  /**
   * Resolves once everything that was noted before the call is in the file.
   * @throws HttpFailure 503 where it cannot be written, as on a full disk; the next call tries again
   */
  written(): Promise<void>
}

/** Reads the file, where there is one. Its last line without an end is of a change that nobody was told of. */
export async function openChanges(file: string): Promise<Changes> {
  const text = await readFile(file, 'utf8').catch((error) => {
    if (!hasCode(error, 'ENOENT')) throw error
    return ''
  })
  const lines = text.slice(0, text.lastIndexOf('\n') + 1)
  const all = lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Change)
  const unwritten: string[] = []
  /** Bytes of whole lines. */
  let size = Buffer.byteLength(lines)
  let isTorn = lines.length < text.length
  let writing = Promise.resolve()

  const write = async () => {
    const count = unwritten.length
    if (count === 0) return
    const content = Buffer.from(unwritten.join(''))
    try {
      // What is left of a line that did not fit would spoil the next one.
      if (isTorn) await truncate(file, size)
      isTorn = true
      await appendFile(file, content)
      isTorn = false
    } catch (cause) {
      throw new HttpFailure(503, 'unreachable', `What was changed cannot be written down: ${messageOf(cause)}.`)
    }
    size += content.length
    unwritten.splice(0, count)
  }
  return {
    all,
    note(given) {
      const change: Change = { number: (all.at(-1)?.number ?? 0) + 1, ...given }
      all.push(change)
      unwritten.push(`${JSON.stringify(change)}\n`)
      return change
    },
    written() {
      // One at a time, and whoever comes meanwhile is written with the next.
      writing = writing.catch(() => {}).then(write)
      return writing
    },
  }
}
