import { expect, test } from 'vitest'
import { type Change, firstTrouble, heldBefore, putSince } from './feed.ts'

const changes: readonly Change[] = [
  { number: 1, at: 1, container: 'documents', name: 'a', what: 'put', md5: 'a1' },
  { number: 2, at: 2, container: 'documents', name: 'b', what: 'put', md5: 'b1' },
  { number: 3, at: 3, container: 'others', name: 'b', what: 'put', md5: 'x', kept: 'b/0' },
  { number: 4, at: 4, container: 'documents', name: 'a', what: 'put', md5: 'a2', kept: 'a/1' },
  { number: 5, at: 5, container: 'documents', name: 'c', what: 'put', md5: 'c1' },
  { number: 6, at: 6, container: 'documents', name: 'a', what: 'removed', kept: 'a/2' },
  { number: 7, at: 7, container: 'documents', name: 'b', what: 'removed', kept: 'b/1' },
]

test('the first trouble is the first change that replaces or removes, in that container', () => {
  expect(firstTrouble(changes, 'documents')?.number).toBe(4)
  expect(firstTrouble(changes.slice(0, 2), 'documents')).toBeUndefined()
})

test('what was held before is found where its content went at the first change after the point', () => {
  expect(heldBefore(changes, 'documents', 4)).toEqual([
    { name: 'a', kept: 'a/1' },
    { name: 'b', kept: 'b/1' },
  ])
})

test('without a point, it is what is there now', () => {
  expect(heldBefore(changes, 'documents')).toEqual([{ name: 'c' }])
})

test('objects that were put after the trouble are counted, and those that were only put again are not', () => {
  expect(putSince(changes, 'documents', 4)).toBe(1)
})
