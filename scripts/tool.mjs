/** Runs an installed tool on this very Node, whatever the platform calls its starter. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository's root, without a slash at its end. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * @typedef {{ ok: boolean, output: string }} Outcome `output` is what a person needs to mend it; empty where all is well
 */

/**
 * Runs a package's command in the root and collects what it says.
 * @param {string} name of the package
 * @param {string} command one of its `bin`
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
export async function tool(name, command, args) {
  const home = join(root, 'node_modules', name)
  const { bin } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  const { ok, output } = await started([join(home, typeof bin === 'string' ? bin : bin[command]), ...args])
  return { ok, output: readable(output) }
}

/**
 * Runs this Node in the root and collects all that it says.
 * @param {string[]} args
 * @returns {Promise<Outcome>}
 */
export function started(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
    })
    let output = ''
    const collect = (/** @type {Buffer} */ part) => {
      output += part
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.on('error', reject)
    child.on('close', (code) => resolve({ ok: code === 0, output }))
  })
}

/**
 * What a tool said, without ends of lines that nobody reads: a crash inside a bundled file shows the whole bundle.
 * @param {string} output
 */
function readable(output) {
  return output
    .trim()
    .split('\n')
    .map((line) => (line.length > 500 ? `${line.slice(0, 500)} …` : line))
    .join('\n')
}
