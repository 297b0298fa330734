import { describe, expect, it } from 'vitest'
import { halted, whyNoFaults } from './testing/faults.ts'

const reason = whyNoFaults()

describe.skipIf(reason)(`a system call that fails${reason ? ` (skipped: ${reason})` : ''}`, () => {
  it.each([
    ['fsync', 'EIO', 5],
    ['fsync', 'ENOSPC', 6],
    ['pwrite64', 'EIO', 9],
    ['pwrite64', 'ENOSPC', 12],
  ])(
    '%s with %s, the %ith time, halts the run before its next effect',
    { timeout: 120_000 },
    async (call, code, nth) => {
      expect(await halted([call], code, nth)).toBe(true)
    },
  )
})
