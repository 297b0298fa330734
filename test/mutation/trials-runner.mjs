/**
 * Runs the samples of all rules inside one process, so that a planted fault costs milliseconds: the instrumented
 * modules are loaded once, and each fault is switched on for the samples that reach it.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isDeepStrictEqual } from 'node:util'

// The tool's own words for what came of a run. It is installed only where this suite runs, so nothing imports it.
const complete = 'complete'
const passed = 0
const failed = 1

/** What the instrumented modules and their runner tell each other by. */
function context() {
  const world = /** @type {Record<string, any>} */ (globalThis)
  world['__stryker__'] ??= {}
  return world['__stryker__']
}

class TrialsRunner {
  /** @type {Map<string, () => string | undefined>} by name: runs a sample, and says what is wrong */
  #trials = new Map()

  capabilities() {
    return { reloadEnvironment: false }
  }

  async init() {
    const { trials } = await import(pathToFileURL(join(process.cwd(), 'src/checks/testing/trials.ts')).href)
    for (const trial of trials)
      this.#trials.set(`${trial.code}: ${trial.title}`, () => {
        try {
          const { found, places, looked } = trial.run()
          if (!isDeepStrictEqual(found, trial.expected)) return `finds ${JSON.stringify(found)}`
          if (places !== (trial.places ?? '')) return `points at ${places}`
          return trial.looks && !looked ? 'has looked at nothing' : undefined
        } catch (error) {
          return `throws ${String(error)}`
        }
      })
  }

  /** @param {{ coverageAnalysis: string }} options */
  async dryRun({ coverageAnalysis }) {
    const stryker = context()
    const tests = [...this.#trials].map(([id, run]) => {
      if (coverageAnalysis === 'perTest') stryker.currentTestId = id
      const failureMessage = run()
      return failureMessage === undefined
        ? { id, name: id, timeSpentMs: 1, status: passed }
        : { id, name: id, timeSpentMs: 1, status: failed, failureMessage }
    })
    stryker.currentTestId = undefined
    return { status: complete, tests, mutantCoverage: stryker.mutantCoverage }
  }

  /** @param {{ activeMutant: { id: string }, testFilter?: string[], hitLimit?: number }} options */
  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const stryker = context()
    stryker.activeMutant = activeMutant.id
    stryker.hitLimit = hitLimit
    stryker.hitCount = hitLimit === undefined ? undefined : 0
    try {
      let nrOfTests = 0
      for (const id of testFilter ?? this.#trials.keys()) {
        nrOfTests++
        const failureMessage = this.#trials.get(id)?.()
        if (hitLimit !== undefined && stryker.hitCount > hitLimit) return { status: 'timeout' }
        if (failureMessage !== undefined) return { status: 'killed', killedBy: [id], failureMessage, nrOfTests }
      }
      return { status: 'survived', nrOfTests }
    } finally {
      stryker.activeMutant = undefined
    }
  }
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'trials', injectableClass: TrialsRunner }]
