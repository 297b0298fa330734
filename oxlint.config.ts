import { defineConfig } from 'oxlint'
import { pureNames } from './rooms.mjs'

const machine: Record<string, string> = {
  process: 'A pure room does not see the process. Take what you need as an argument.',
  console: 'A pure room does not print. Return the text; report and cli show it.',
  performance: 'A pure room has no clock. Take the instant as an argument.',
  crypto: 'A pure room has no randomness; for hashes there is #digest.',
  fetch: 'A pure room has no network. Take the data as an argument.',
  globalThis: 'A pure room does not see the machine, by this way neither.',
}
for (const timer of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask', 'clearTimeout', 'clearInterval'])
  machine[timer] = 'A pure room has no timers. Time enters as events and instants, given as arguments.'

export default defineConfig({
  plugins: ['eslint', 'typescript', 'oxc', 'import', 'promise', 'node'],
  jsPlugins: ['./scripts/purity.mjs'],
  ignorePatterns: ['**/node_modules/**', 'dist/**', '.muster/**', 'coverage/**'],
  categories: { correctness: 'error' },
  options: { typeAware: true, reportUnusedDisableDirectives: 'error' },
  rules: {
    'typescript/no-floating-promises': 'error',
    'typescript/no-misused-promises': 'error',
    'typescript/no-explicit-any': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    eqeqeq: 'error',
    'no-console': 'error',
    'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', ignoreRestSiblings: true }],
    // What a terminal must not get is written as what it is.
    'no-control-regex': 'off',
    // Ports are objects of functions that do not use `this`.
    'typescript/unbound-method': 'off',
    'max-lines': ['error', { max: 400 }],
  },
  overrides: [
    { files: ['src/cli/**', 'scripts/**', 'bench/**', 'bin/**'], rules: { 'no-console': 'off' } },
    { files: ['**/*.test.ts', '**/*.suite.ts', '**/generated/**'], rules: { 'max-lines': 'off' } },
    {
      files: pureNames.map((name) => `src/${name}/**/*.ts`),
      excludeFiles: ['**/*.test.ts', '**/*.suite.ts', '**/testing/**'],
      rules: {
        'rooms/pure': 'error',
        'no-restricted-globals': ['error', ...Object.entries(machine).map(([name, message]) => ({ name, message }))],
      },
    },
  ],
})
