import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { check } from '#checks'
import type { Problem } from '#diagnostics'
import { parsePlan } from '#plan'

const folder = new URL('broken/', import.meta.url)
const files = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .sort()

/** Everything that is found in a plan on the day for which it was written. */
function checked(file: string) {
  return check(parsePlan(readFileSync(new URL(file, folder), 'utf8'), file), { asOf: '2026-11-24' })
}

/** Errors and warnings with place, severity, code and detail, one a line; then notes and what was accepted, by code. */
function listed(file: string): string {
  const { problems, suppressed } = checked(file)
  const isNote = ({ severity }: Problem) => severity === 'note'
  return [
    ...problems
      .filter((problem) => !isNote(problem))
      .map(
        ({ place: { line, column }, severity, code, detail }) => `${line}:${column} ${severity} ${code}\n  ${detail}`,
      ),
    `notes: ${counted(problems.filter(isNote).map(({ code }) => code))}`,
    `accepted: ${counted(suppressed.map(({ problem }) => problem.code))}`,
    '',
  ].join('\n')
}

/** `review-overdue, unused-probe ×2`, in order of first appearance; `none` where there is nothing. */
function counted(codes: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const code of codes) counts.set(code, (counts.get(code) ?? 0) + 1)
  return [...counts].map(([code, count]) => (count === 1 ? code : `${code} ×${count}`)).join(', ') || 'none'
}

/** Each is a complete plan with a few mistakes that belong together; the comment at its head tells the story. */
describe('twenty plans that somebody got wrong', () => {
  it('are twenty, each with a file of what is to be found', () => {
    expect(files.length).toBe(20)
    expect(readdirSync(folder).sort()).toEqual(files.flatMap((file) => [file.replace(/yaml$/, 'out'), file]))
  })

  it.each(files)('%s gives exactly the findings of its .out file', async (file) => {
    await expect(listed(file)).toMatchFileSnapshot(`broken/${file.replace(/yaml$/, 'out')}`)
  })

  it.each(files)('%s is right in everything else: no more than six codes are errors or warnings', (file) => {
    const codes = new Set(checked(file).problems.flatMap(({ severity, code }) => (severity === 'note' ? [] : [code])))
    expect(codes.size).toBeGreaterThanOrEqual(2)
    expect(codes.size).toBeLessThanOrEqual(6)
  })
})
