import { expect, test } from 'vitest'
import { type CachedRead, cacheSeen } from './served.ts'

const read = (at: number, hit: boolean, region: string, latency = hit ? 0.001 : 0.01): CachedRead => ({
  at,
  hit,
  latency,
  region,
})

test('the share of hits and the latency are told before the fault, just after the move, and at the end', () => {
  const reads = [
    ...[8, 8.5, 9, 9.5].map((at) => read(at, true, 'east')),
    // Still of the side that is left, after the fault.
    read(10.1, true, 'east'),
    ...[12, 12.5, 13, 14].map((at) => read(at, false, 'west')),
    read(14.5, true, 'west'),
    ...[28, 29].map((at) => read(at, true, 'west')),
  ]
  expect(cacheSeen('cache', reads, 10, 30)).toEqual({
    component: 'cache',
    before: { reads: 4, hits: 4, hitRatio: 1, latency: { p50: 0.001, p95: 0.001 } },
    moved: { reads: 5, hits: 1, hitRatio: 0.2, latency: { p50: 0.01, p95: 0.01 } },
    after: { reads: 2, hits: 2, hitRatio: 1, latency: { p50: 0.001, p95: 0.001 } },
  })
})

test('where nobody moves, there is no window of a move', () => {
  const reads = [read(9, true, 'east'), read(29, true, 'east')]
  expect(cacheSeen('cache', reads, 10, 30)).not.toHaveProperty('moved')
})

test('where nobody asked a cache, nothing is told', () => {
  expect(cacheSeen('cache', [read(29, true, 'east')], 10, 30)).toBeUndefined()
})
