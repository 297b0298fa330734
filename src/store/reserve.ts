import { randomBytes } from 'node:crypto'
import { rmSync, statfsSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * Bytes that are kept back on the store's disk. A commit of a few events takes some 20 kB of the log and of the file
 * that the log is moved to; so many are enough for a hundred, each step under way and the halt among them.
 */
const reserveSize = 2 * 1024 * 1024

/** Space that is kept back, so that a halt and its reason can be written to a full disk. */
export interface Reserve {
  /** Gives the space to whoever writes next. @returns whether there was any */
  free(): boolean
  /**
   * Keeps the space back where it is not yet, and only where twice as much is left besides: what another process has just
   * freed is for its halt. @returns whether it is kept back now
   */
  fill(): boolean
}

/** The reserve of a store's folder, in a file of it. */
export function openReserve(folder: string): Reserve {
  const path = join(folder, 'reserve')
  const size = (): number => statSync(path, { throwIfNoEntry: false })?.size ?? 0
  return {
    free() {
      const had = size() > 0
      rmSync(path, { force: true })
      return had
    },
    fill() {
      try {
        if (size() === reserveSize) return true
        const { bavail, bsize } = statfsSync(folder)
        if (bavail * bsize < 3 * reserveSize) return false
        // Random, for a file system that presses zeros together would keep nothing back. Flushed, for one that finds the
        // place only then would tell too late that there is none.
        writeFileSync(path, randomBytes(reserveSize), { mode: 0o600, flush: true })
        return true
      } catch {
        rmSync(path, { force: true })
        return false
      }
    },
  }
}
