import { expect, it } from 'vitest'
import { runbookDigest } from './index.ts'
import { before, compiled, planOf, reasonOf, shop, stepOf } from './testing/shop.ts'

const inWaves = (waves: string): string => shop.replace('recovery:\n', `recovery:\n  waves: ${waves}\n`)

it('a wave begins once all of the one before was recovered and verified', () => {
  const book = compiled(planOf(inWaves('[[db], [mainframe], [web]]')))
  expect(stepOf(book, 'promote.db@west').wave).toBe(1)
  expect(stepOf(book, 'verify.db@west').wave).toBe(1)
  expect(stepOf(book, 'recover.mainframe@west').wave).toBe(2)
  expect(stepOf(book, 'recover.mainframe@west').needs).toEqual(
    expect.arrayContaining(['promote.db@west', 'verify.db@west']),
  )
  expect(stepOf(book, 'verify.api@west')).not.toHaveProperty('wave')
  expect(before(compiled(planOf(shop)), 'recover.mainframe@west')).not.toContain('promote.db@west')
})

it('a wave of which nothing moves holds up nobody, and the one before it still counts', () => {
  const book = compiled(planOf(inWaves('[[db], [pages], [mainframe]]')))
  expect(stepOf(book, 'recover.mainframe@west').wave).toBe(3)
  expect(stepOf(book, 'recover.mainframe@west').needs).toContain('verify.db@west')
  const first = compiled(planOf(inWaves('[[pages], [mainframe]]')))
  expect(stepOf(first, 'recover.mainframe@west').needs).toEqual(['fence.east@west'])
})

it('the first wave that names a component counts', () => {
  const book = compiled(planOf(inWaves('[[db], [mainframe, db]]')))
  expect(stepOf(book, 'promote.db@west').wave).toBe(1)
})

it.each([
  ['[[api], [db]]', 'api is of wave 1 and needs db, which is of wave 2.'],
  ['[[mainframe], [web], [db]]', 'web is of wave 2 and needs db, which is of wave 3.'],
])('waves %s that hold up what they need are refused', (waves, reason) => {
  expect(reasonOf(planOf(inWaves(waves)))).toContain(reason)
})

it('a name that stands for nothing holds up nobody', () => {
  expect(stepOf(compiled(planOf(inWaves('[[bd], [mainframe]]'))), 'recover.mainframe@west').wave).toBe(2)
})

it('waves change the digest', () => {
  const digests = [shop, inWaves('[[db], [mainframe]]'), inWaves('[[mainframe], [db]]')].map((text) =>
    runbookDigest(compiled(planOf(text))),
  )
  expect(new Set(digests).size).toBe(3)
})
