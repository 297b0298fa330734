import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { seconds, toMilliseconds } from '#units'
import type { Clock } from './ports.ts'

/** The machine's clocks. The monotonic one is the kernel's, so processes of one host read the same. */
export const systemClock: Clock = {
  id: `${hostname()}:${bootId()}`,
  now: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint()) / 1e9,
  async sleep(duration, signal) {
    try {
      for (let left: number = duration; left >= 0; left -= atOnce)
        await delay(toMilliseconds(seconds(left)), undefined, signal ? { signal } : {})
    } catch {
      // Only an abort ends a delay early, and whoever aborts knows.
    }
  },
}

/** How long one timer goes on at most, in seconds; a longer sleep takes several. */
const atOnce = toMilliseconds(seconds(1e9)) / 1000

/** Tells this start of the machine from others; where the system does not say, no two processes share a clock. */
export function bootId(from = '/proc/sys/kernel/random/boot_id'): string {
  try {
    return readFileSync(from, 'utf8').trim()
  } catch {
    return String(process.pid)
  }
}
