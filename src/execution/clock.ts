import { setTimeout as delay } from 'node:timers/promises'
import { toMilliseconds } from '#units'
import type { Clock } from './ports.ts'

/** The machine's clocks. The monotonic one is the kernel's, so processes of one host read the same. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint()) / 1e9,
  async sleep(duration, signal) {
    try {
      await delay(toMilliseconds(duration), undefined, signal ? { signal } : {})
    } catch {
      // Only an abort ends a delay early, and whoever aborts knows.
    }
  },
}
