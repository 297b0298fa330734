import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { toMilliseconds } from '#units'
import type { Clock } from './ports.ts'

/** The machine's clocks. The monotonic one is the kernel's, so processes of one host read the same. */
export const systemClock: Clock = {
  id: `${hostname()}:${bootId()}`,
  now: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint()) / 1e9,
  async sleep(duration, signal) {
    try {
      for (let left = toMilliseconds(duration); left >= 0; left -= longestDelay)
        await delay(Math.min(left, longestDelay), undefined, signal ? { signal } : {})
    } catch {
      // Only an abort ends a delay early, and whoever aborts knows.
    }
  },
}

/** The longest delay that the timers of Node take, in milliseconds; one that is longer would end at once. */
const longestDelay = 2 ** 31 - 1

/** Tells this start of the machine from others; where the system does not say, no two processes share a clock. */
export function bootId(from = '/proc/sys/kernel/random/boot_id'): string {
  try {
    return readFileSync(from, 'utf8').trim()
  } catch {
    return String(process.pid)
  }
}
