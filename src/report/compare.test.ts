import { expect, test } from 'vitest'
import { compareJson } from './compare-json.ts'
import { compareListText } from './compare-list-text.ts'
import { compareSvg } from './compare-svg.ts'
import { compareText } from './compare-text.ts'
import { jsonText } from './json.ts'
import { comparison, hostileComparison } from './testing/compare.ts'
import { poor, rich } from './testing/samples.ts'

const control = /[\p{Cc}\p{Bidi_Control}]/u

test('the comparison shows figures, then what each waits for, how it is set, and what the figures are', async () => {
  await expect(compareText(comparison, { ...rich, width: 120 })).toMatchFileSnapshot('golden/compare.txt')
})

test('in ASCII it says the same', () => {
  expect(compareText(comparison, poor)).toMatch(/^[\n -~]*$/)
})

test('as data it leaves out what is not known, and names what has no run', async () => {
  await expect(jsonText(compareJson(comparison))).toMatchFileSnapshot('golden/compare.json.txt')
})

test('the list tells of every combination how many runs it has, and what its system lacks here', async () => {
  await expect(compareListText(comparison, rich)).toMatchFileSnapshot('golden/compare.list.txt')
})

test('the picture has a point for every run and a line for every median; rings where both sides wrote', async () => {
  const svg = compareSvg(comparison)
  expect(svg.match(/<circle /g)).toHaveLength(3 + 1 + 2 + 3)
  expect(svg.match(/class="middle"/g)).toHaveLength(4)
  expect(svg.match(/<circle class="split"/g)).toHaveLength(3)
  await expect(svg).toMatchFileSnapshot('golden/compare.svg')
})

test('without a run there is a comparison all the same, and it still says what it would not show', () => {
  const none = { ...comparison, rows: [], overheads: [], troubles: [] }
  expect(compareText(none, rich)).toMatch(/^No run yet\.\n/)
  expect(compareText(none, rich)).toContain('ranks nobody')
  expect(compareSvg(none)).toContain('No run yet')
  expect(compareJson(none)).toMatchObject({ rows: [], missing: none.asked })
})

test('every form says that it ranks nobody, what a loss of nothing says without a line, and where settings differ', () => {
  for (const text of [
    compareText(comparison, rich).replaceAll(/\s+/g, ' '),
    jsonText(compareJson(comparison)),
    compareSvg(comparison),
  ])
    for (const words of [
      'ranks nobody',
      'Without one, ',
      'below the least that Patroni documents',
      'equal but for one',
    ])
      expect(text).toContain(words)
})

test('foreign text steers neither a terminal nor a picture', () => {
  expect(compareText(hostileComparison, rich).replaceAll('\n', '')).not.toMatch(control)
  expect(compareListText(hostileComparison, rich).replaceAll('\n', '')).not.toMatch(control)
  const svg = compareSvg(hostileComparison)
  expect(svg).not.toContain('<img')
  expect(svg.replaceAll('\n', '')).not.toMatch(control)
})
