import { defineConfig } from 'vitest/config'

const conditions = ['source']

/** The tests that a planted fault is held against: the samples of the rules and the cases of the room, nothing slow. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['src/checks/*.test.ts'],
    // These ask every rule about every plan, and would be run for every fault.
    exclude: ['src/checks/{samples,check}.test.ts'],
    pool: 'threads',
    execArgv: ['--conditions=source'],
    testTimeout: 60_000,
  },
})
