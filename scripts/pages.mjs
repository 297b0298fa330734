/** The pages of docs/ that the program writes about itself. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, started } from './tool.mjs'

/** What each page is made by: the words of a command. */
const pages = {
  'docs/checks.md': ['explain', 'checks', '--format', 'markdown'],
  'docs/validations.md': ['explain', 'validations', '--format', 'markdown'],
}

/**
 * Whether each page says what the program says now.
 * @param {{ write: boolean }} options `write` brings them up to date
 * @returns {Promise<import('./tool.mjs').Outcome>}
 */
export async function judgePages({ write }) {
  const faults = []
  for (const [page, words] of Object.entries(pages)) {
    const file = join(root, page)
    const { ok, output } = await started(['--conditions=source', join(root, 'src/cli/main.ts'), ...words])
    if (!ok) faults.push(`${page} cannot be made: muster ${words.join(' ')} says\n${output}`)
    else if (!existsSync(file) || readFileSync(file, 'utf8') !== output) {
      if (write) writeFileSync(file, output)
      else faults.push(`${page} is not what \`muster ${words.join(' ')}\` says.`)
    }
  }
  return { ok: faults.length === 0, output: faults.join('\n') }
}
