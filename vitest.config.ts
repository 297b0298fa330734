import { defineConfig } from 'vitest/config'

const conditions = ['source']

/** Tests that start databases and load, and measure what these do; they must not starve each other. */
const real = ['test/**/*.e2e.test.ts', 'src/{actions,drill,lab,store,targets}/**/*.test.ts']

/** Tests that take many minutes; `npm run test:slow` runs them. */
const slow = ['{src,test}/**/*.slow.test.ts']

export default defineConfig({
  // `#room` imports lead to the source, as they do under `node --conditions=source`.
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    pool: 'forks',
    execArgv: ['--conditions=source'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'rooms',
          include: ['{src,test,bench}/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...real, ...slow],
          // The smallest machine we promise has two cores.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'real',
          include: real,
          exclude: ['**/node_modules/**', ...slow],
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      {
        extends: true,
        test: { name: 'slow', include: slow, fileParallelism: false, sequence: { groupOrder: 3 } },
      },
    ],
  },
})
