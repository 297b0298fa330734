import { readFileSync } from 'node:fs'

/** The parts of the script, in the order in which they need each other. */
const parts = ['journal', 'state', 'page']

/** The script of the page, as one text that imports nothing. */
export function offlineScript(): string {
  const text = parts
    .map((part) => readFileSync(new URL(`./page/${part}.js`, import.meta.url), 'utf8'))
    .join('\n')
    .replace(/^import .*$/gm, '')
    .replace(/^export (?=function|const)/gm, '')
  return `(() => {\n'use strict'\n${text}\n})()\n`
}
