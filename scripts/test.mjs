/**
 * `npm test`: every gate, then every test that this machine can run.
 *
 * Arguments go to vitest as filters; `--slow` runs the long suites in place of the usual ones. The last line is `N passed, N failed`, and `, N skipped` where some were; a gate
 * counts as a test. With MUSTER_REQUIRE_ALL=1 a skipped test is a failure, but for those whose reason begins with
 * "optional: ": they need programs that no user of Muster needs.
 */
import { startVitest } from 'vitest/node'
import { check } from './check.mjs'
import { root } from './tool.mjs'

process.chdir(root)
const requireAll = process.env['MUSTER_REQUIRE_ALL'] === '1'
const slow = process.argv.includes('--slow')
const filters = process.argv.slice(2).filter((arg) => arg !== '--slow')
const gates = slow ? { passed: 0, failed: 0 } : await check()
console.log('')

/** Tests by outcome; `skipped` by test module, with the reasons that its tests give; `optional` of these may always be. */
const tally = { passed: 0, failed: 0, skipped: /** @type {string[]} */ ([]), optional: 0, broken: 0 }

/** @type {import('vitest/node').Reporter} */
const counter = {
  onTestRunEnd(modules, unhandled) {
    tally.broken += unhandled.length
    for (const module of modules) {
      tally.broken += module.errors().length
      for (const suite of module.children.allSuites()) tally.broken += suite.errors().length
      for (const test of module.children.allTests()) {
        const result = test.result()
        if (result.state === 'passed') tally.passed++
        else if (result.state === 'failed') tally.failed++
        else {
          const note = 'note' in result && result.note ? `: ${result.note}` : ''
          if (note.startsWith(': optional: ')) tally.optional++
          tally.skipped.push(`${module.relativeModuleId} > ${test.fullName}${note}`)
        }
      }
    }
  },
}

const vitest = await startVitest('test', filters, {
  project: slow ? ['slow'] : ['rooms', 'real'],
  run: true,
  watch: false,
  reporters: ['default', counter],
})
await vitest.close()

if (tally.skipped.length > 0) {
  console.log(`\nSkipped${requireAll ? ', though MUSTER_REQUIRE_ALL=1 asks for every test that is not optional' : ''}:`)
  for (const line of tally.skipped) console.log(`  ${line}`)
}
if (tally.broken > 0) console.log(`\n${tally.broken} errors outside of tests; they are shown above.`)
const ran = tally.passed + tally.failed
if (ran === 0) console.log('\nNo test ran.')

const passed = gates.passed + tally.passed
const failed =
  gates.failed +
  tally.failed +
  tally.broken +
  (ran === 0 ? 1 : 0) +
  (requireAll ? tally.skipped.length - tally.optional : 0)
const skipped = requireAll ? tally.optional : tally.skipped.length
process.exitCode = failed > 0 ? 1 : 0
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
