import { defineConfig } from 'vitest/config'

export default defineConfig({
  // `#room` imports lead to the source, as they do under `node --conditions=source`.
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
  test: {
    include: ['{src,test,bench}/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', '.muster/**'],
    // Labs start real processes: more than two at once would starve each other on the smallest machine we promise.
    pool: 'forks',
    maxWorkers: 2,
    execArgv: ['--conditions=source'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
})
