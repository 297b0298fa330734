/**
 * `npm run check`: every gate, all findings at once.
 *
 * Arguments: names of gates, to pass only those; `--write` repairs what can be repaired (layout, generated tables).
 */
import { pathToFileURL } from 'node:url'
import { gates } from './gates.mjs'

/** Two at a time: the smallest machine we promise has two cores, and each tool has threads of its own. */
const ABREAST = 2

/**
 * Passes the gates and prints a line for each, then the findings of those that are shut.
 * @param {{ only?: string[], write?: boolean }} options
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function check({ only = [], write = false } = {}) {
  const strangers = only.filter((name) => !gates.some((gate) => gate.name === name))
  if (strangers.length > 0) {
    console.error(`No gate "${strangers.join('", "')}". There are: ${gates.map((gate) => gate.name).join(', ')}.`)
    return { passed: 0, failed: strangers.length }
  }
  const chosen = gates.filter((gate) => only.length === 0 || only.includes(gate.name))
  const waiting = [...chosen]
  /** @type {Map<import('./gates.mjs').Gate, import('./gates.mjs').Outcome>} */
  const outcomes = new Map()
  const worker = async () => {
    for (let gate = waiting.shift(); gate; gate = waiting.shift()) {
      const start = performance.now()
      const outcome = await gate.run({ write })
      const took = ((performance.now() - start) / 1000).toFixed(1)
      outcomes.set(gate, outcome)
      console.log(`${outcome.ok ? '✓' : '✗'} ${gate.name.padEnd(7)} ${took.padStart(5)} s  ${gate.what}`)
    }
  }
  // Repairs change files that other gates read, so that they go one after the other.
  await Promise.all(Array.from({ length: write ? 1 : ABREAST }, worker))

  const shut = chosen.filter((gate) => !outcomes.get(gate)?.ok)
  for (const gate of shut) console.log(`\n── ${gate.name} ──\n${outcomes.get(gate)?.output}\n→ ${gate.mend}`)
  return { passed: chosen.length - shut.length, failed: shut.length }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const args = process.argv.slice(2)
  const { failed } = await check({ only: args.filter((arg) => arg !== '--write'), write: args.includes('--write') })
  process.exitCode = failed > 0 ? 1 : 0
}
