import { describe, expect, it } from 'vitest'
import { faulted, whyNoFaults } from './faults.ts'
import { figures, inTwoLanes } from './lanes.ts'

/** What writes files, makes them, syncs, locks and reads them; each call of each fails once, until a run has no more of it. */
const calls = ['pwrite64', 'write', 'fdatasync', 'fsync', 'ftruncate', 'openat', 'pread64', 'fcntl']

describe.skipIf(whyNoFaults)(
  `every system call on the store's files that fails once${whyNoFaults ? ` (skipped: ${whyNoFaults})` : ''}`,
  () => {
    it.each(calls.flatMap((call) => ['EIO', 'ENOSPC'].map((code) => [call, code] as const)))(
      '%s with %s halts the driver before its next effect, and the run is taken up',
      { timeout: 3_600_000 },
      async (call, code) => {
        let [tried, failed, halts] = [0, 0, 0]
        await inTwoLanes(async () => {
          tried += 1
          const { met, halted } = await faulted(call, code, tried)
          if (met) failed += 1
          if (halted) halts += 1
          return met
        })
        figures(
          `${call} with ${code}: each of ${failed} calls failed once, ${halts} halted the driver; 0 lost, 0 duplicate`,
        )
        expect(failed).toBeGreaterThan(0)
      },
    )
  },
)
