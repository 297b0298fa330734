import { expect, test } from 'vitest'
import { jsonText } from './json.ts'
import { matrixJson } from './matrix-json.ts'
import { matrixListText } from './matrix-list-text.ts'
import { matrixSvg } from './matrix-svg.ts'
import { matrixText } from './matrix-text.ts'
import { hostileMatrix, matrix } from './testing/matrix.ts'
import { poor, rich } from './testing/samples.ts'

const control = /[\p{Cc}\p{Bidi_Control}]/u

test('the matrix shows the grid first, then each strategy, what was missed, the price, and what is not there', async () => {
  await expect(matrixText(matrix, rich)).toMatchFileSnapshot('golden/matrix.txt')
})

test('strategies that have no room beside each other come below each other, in ASCII too', async () => {
  const text = matrixText(matrix, { ...poor, width: 50 })
  expect(text).toMatch(/^[\n -~]*$/)
  await expect(text).toMatchFileSnapshot('golden/matrix.narrow.ascii.txt')
})

test('the matrix as data leaves out what is not known, and says why a pair misses', async () => {
  await expect(jsonText(matrixJson(matrix))).toMatchFileSnapshot('golden/matrix.json.txt')
})

test('the list tells of every pair how many drills it has, and why some have none', async () => {
  await expect(matrixListText(matrix, rich)).toMatchFileSnapshot('golden/matrix.list.txt')
})

test('the picture has a band and points for every pair with a drill', async () => {
  const svg = matrixSvg(matrix)
  expect(svg.match(/<circle /g)).toHaveLength(3 + 3 + 1 + 2 + 1 + 1)
  expect(svg.match(/class="band"/g)).toHaveLength(2 + 1 + 1)
  await expect(svg).toMatchFileSnapshot('golden/matrix.svg')
})

test('without a drill there is a matrix all the same', () => {
  const none = { ...matrix, rows: [], prices: [], troubles: [] }
  expect(matrixText(none, rich)).toContain('1 pair without a drill yet.')
  expect(matrixSvg(none)).toContain('No drill yet')
  expect(matrixJson(none).rows).toEqual([])
})

test('foreign text steers neither a terminal nor a picture', () => {
  expect(matrixText(hostileMatrix, rich).replaceAll('\n', '')).not.toMatch(control)
  expect(matrixListText(hostileMatrix, rich).replaceAll('\n', '')).not.toMatch(control)
  const svg = matrixSvg(hostileMatrix)
  expect(svg).not.toContain('<img')
  expect(svg.replaceAll('\n', '')).not.toMatch(control)
})
