import {
  closeSync,
  existsSync,
  fdatasync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Head } from './verify.ts'

/** Milliseconds from a line to the sync that takes it along. */
const syncAfter = 1000
/** Bytes from a head file's end that are read at first; some fifty lines. */
const glance = 4096

/**
 * The head files of a store: one per run, one line per commit. SQLite's log may lose its last commits, to a disk that
 * lies or to whoever puts an older copy back, and still be sound; the head then tells that something is missing.
 */
export interface Heads {
  /** @throws what the file system says; the line may then be there in part, and the next one is whole again */
  write(run: string, head: Head): void
  /**
   * The last whole line; sequence 0 where there is none, undefined where there is no file. A torn line at the end is the
   * write that was cut off.
   * @throws what the file system says where the file is there and cannot be read
   */
  read(run: string): Head | undefined
  /** Whether any run has a head. */
  any(): boolean
  close(): Promise<void>
}

/**
 * Opens the head files of a folder, making the folder.
 *
 * The first line that is written here is synced before it counts, for a journal without a head is not taken for whole.
 * Later ones are synced together, off the writer's way: the commit that a line tells of is on stable storage already, and a line
 * that a loss of power takes back makes the head lag, which is sound. What is lost is the proof of the last second.
 * @param failed hears once that such a sync has failed
 */
export function openHeads(folder: string, failed: (error: Error) => void): Heads {
  mkdirSync(folder, { recursive: true })
  const open = new Map<string, number>()
  const unsynced = new Set<number>()
  let timer: NodeJS.Timeout | undefined
  let syncing = Promise.resolve()
  const path = (run: string): string => join(folder, `${run}.head`)

  const sync = (): void => {
    timer = undefined
    const files = [...unsynced]
    unsynced.clear()
    syncing = Promise.all(files.map(syncOf)).then(() => undefined, failed)
  }

  return {
    write(run, head) {
      const known = open.get(run)
      const file = known ?? openSync(path(run), 'a', 0o600)
      try {
        // The line feed parts the first line from whatever a write that was cut off has left.
        writeSync(file, `${known === undefined ? '\n' : ''}${head.seq} ${head.hash}\n`)
        if (known === undefined) {
          fdatasyncSync(file)
          syncFolder(folder)
        }
      } catch (error) {
        open.delete(run)
        unsynced.delete(file)
        closeSync(file)
        throw error
      }
      open.set(run, file)
      if (known === undefined) return
      unsynced.add(file)
      timer ??= setTimeout(sync, syncAfter).unref()
    },
    read(run) {
      if (!existsSync(path(run))) return undefined
      const file = openSync(path(run), 'r')
      try {
        const { size } = fstatSync(file)
        return lastIn(file, Math.max(0, size - glance), size) ?? lastIn(file, 0, size) ?? nowhere
      } finally {
        closeSync(file)
      }
    },
    any: () => readdirSync(folder).some((name) => name.endsWith('.head')),
    async close() {
      clearTimeout(timer)
      sync()
      await syncing
      for (const file of open.values()) closeSync(file)
      open.clear()
    },
  }
}

const nowhere: Head = { seq: 0, hash: '' }

function syncOf(file: number): Promise<void> {
  return new Promise((resolve, reject) => fdatasync(file, (error) => (error ? reject(error) : resolve())))
}

function syncFolder(folder: string): void {
  const file = openSync(folder, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/** The last whole line of a part of a file. */
function lastIn(file: number, from: number, to: number): Head | undefined {
  const bytes = Buffer.alloc(to - from)
  const text = bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, from))
  // A part that does not begin with the file may begin in the middle of a line.
  const lines = text.split('\n').slice(from === 0 ? 0 : 1, -1)
  for (const line of lines.reverse()) {
    const found = /^(\d{1,15}) ([0-9a-f]{64})$/.exec(line)
    if (found) return { seq: Number(found[1]), hash: String(found[2]) }
  }
  return undefined
}
