import { closeSync, fdatasyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** How far a journal goes: its last sequence number and the hash of that record. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/**
 * The head files of a store: one per run, one line per commit, synced. SQLite's own log may lose its last commit with
 * the machine's power and still be sound; the head then tells that something is missing.
 */
export interface Heads {
  write(run: string, head: Head): void
  /**
   * The last whole line; sequence 0 where the first one was cut off, undefined where there is no file. A torn line at the
   * end is the write that was cut off.
   * @throws what the file system says where the file is there and cannot be read
   */
  read(run: string): Head | undefined
  close(): void
}

export function openHeads(folder: string): Heads {
  mkdirSync(folder, { recursive: true })
  const open = new Map<string, number>()
  const path = (run: string): string => join(folder, `${run}.head`)
  return {
    write(run, head) {
      let file = open.get(run)
      if (file === undefined) {
        file = openSync(path(run), 'a', 0o600)
        open.set(run, file)
      }
      writeSync(file, `${head.seq} ${head.hash}\n`)
      fdatasyncSync(file)
    },
    read(run) {
      let text: string
      try {
        text = readFileSync(path(run), 'utf8')
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
      const lines = text.split('\n').slice(0, -1)
      for (const line of lines.reverse()) {
        const match = /^(\d+) ([0-9a-f]{64})$/.exec(line)
        if (match) return { seq: Number(match[1]), hash: match[2] as string }
      }
      return { seq: 0, hash: '' }
    },
    close() {
      for (const file of open.values()) closeSync(file)
      open.clear()
    },
  }
}
