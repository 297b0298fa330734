import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { check } from '#checks'
import type { Problem } from '#diagnostics'
import { parsePlan } from '#plan'

const asOf = '2026-11-24'
const files = (folder: string) =>
  readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith('.yaml'))
    .sort()

function problemsOf(folder: string, file: string): readonly Problem[] {
  return check(parsePlan(readFileSync(new URL(`${folder}/${file}`, import.meta.url), 'utf8'), file), { asOf }).problems
}

/** One problem a paragraph: place, severity, code and summary, then detail and fix. */
function listed(problems: readonly Problem[]): string {
  return problems
    .map(({ place, severity, code, summary, detail, fix }) => {
      const head = `${place.file}:${place.line}:${place.column}-${place.endLine}:${place.endColumn}: ${severity} [${code}] ${summary}`
      return `${head}\n  ${detail}\n  ${fix.replaceAll('\n', '\n  ').replace(/ +$/gm, '')}\n`
    })
    .join('\n')
}

describe('plans that are right', () => {
  it.each(files('ok'))('%s gives no problem', (file) => {
    expect(listed(problemsOf('ok', file))).toBe('')
  })
})

describe('plans that are wrong', () => {
  it.each(files('err'))('%s gives the problems of its .out file', async (file) => {
    const problems = problemsOf('err', file)
    expect(problems.length).toBeGreaterThan(0)
    await expect(listed(problems)).toMatchFileSnapshot(`err/${file.replace(/yaml$/, 'out')}`)
  })

  it.each(files('err'))('%s gives the same problems every time, in order of place', (file) => {
    const problems = problemsOf('err', file)
    expect(problemsOf('err', file)).toEqual(problems)
    const at = problems.map(({ place }) => place.line * 10_000 + place.column)
    expect(at).toEqual([...at].sort((a, b) => a - b))
  })
})
