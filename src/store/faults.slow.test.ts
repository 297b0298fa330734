import { describe, expect, it } from 'vitest'
import { halted, whyNoFaults } from './testing/faults.ts'

const reason = whyNoFaults()
/** What writes to files or makes them; each call of each kind fails once, until a run has none more to fail. */
const calls = ['pwrite64', 'write', 'fdatasync', 'fsync', 'ftruncate', 'openat', 'pread64', 'fcntl']

describe.skipIf(reason)(
  `every system call on the store that fails once${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    it.each(calls.flatMap((call) => ['EIO', 'ENOSPC'].map((code) => [call, code] as const)))(
      '%s with %s halts the run before its next effect, and loses nothing',
      { timeout: 3_600_000 },
      async (call, code) => {
        let nth = 1
        while (await halted([call], code, nth)) nth += 1
        process.stdout.write(`${call} with ${code}: ${nth - 1} calls, each failed once\n`)
        expect(nth).toBeGreaterThan(1)
      },
    )
  },
)
