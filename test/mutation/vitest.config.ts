import { defineConfig } from 'vitest/config'

const conditions = ['source']

/** The tests that a planted fault is held against; whoever plants it names them. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: JSON.parse(process.env['MUSTER_MUTATION_TESTS'] ?? '[]') as string[],
    pool: 'threads',
    execArgv: ['--conditions=source'],
    testTimeout: 60_000,
  },
})
