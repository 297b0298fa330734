import { Packet } from 'dns2'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createCache, type Kept } from './cache.ts'
import { A, outcome, record, SOA } from './message.ts'

const given = (ttl: number, ...addresses: readonly string[]): Kept => ({
  rcode: outcome.NOERROR,
  answers: addresses.map((address) => record({ name: 'shop.muster.test', type: A, ttl, address })),
  authorities: [],
})
const nothing = (rcode: number, ttl: number, minimum: number): Kept => ({
  rcode,
  answers: [],
  authorities: [record({ name: 'muster.test', type: SOA, ttl, minimum })],
})
const addressesIn = (kept: Kept | undefined) => kept?.answers.map(({ address }) => address)

test('an answer is kept for as long as it says, and not a moment longer', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 600 }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 700, noNaN: true }),
      (ttl, now, later) => {
        const cache = createCache(0)
        cache.put('key', given(ttl, '127.0.1.1'), now)
        const found = cache.get('key', now + later)
        expect(found !== undefined).toBe(now + later < now + ttl)
        // Whoever is told keeps it no longer than it has left.
        if (found) expect(now + later + (found.answers[0]?.ttl ?? Number.NaN)).toBeLessThanOrEqual(now + ttl + 1e-6)
      },
    ),
  )
})

test('a floor keeps what says less, and leaves what says more as it is', () => {
  const cache = createCache(30)
  cache.put('short', given(1, '127.0.1.1'), 100)
  cache.put('long', given(60, '127.0.1.1'), 100)
  expect(cache.get('short', 129.5)?.answers[0]?.ttl).toBe(0)
  expect(cache.get('short', 130)).toBeUndefined()
  expect(cache.get('long', 130)?.answers[0]?.ttl).toBe(30)
  expect(cache.get('long', 160)).toBeUndefined()
})

test('that there is nothing is kept as its zone says, and no failure is kept', () => {
  const cache = createCache(0)
  cache.put('none', nothing(outcome.NOERROR, 60, 5), 0)
  cache.put('unknown', nothing(outcome.NXDOMAIN, 3, 5), 0)
  cache.put('failed', nothing(outcome.SERVFAIL, 60, 60), 0)
  cache.put('said nothing', { rcode: outcome.NOERROR, answers: [], authorities: [] }, 0)
  cache.put('of no life', given(0, '127.0.1.1'), 0)
  expect(cache.get('none', 4.9)?.rcode).toBe(outcome.NOERROR)
  expect(cache.get('none', 5)).toBeUndefined()
  expect(cache.get('unknown', 2.9)?.rcode).toBe(outcome.NXDOMAIN)
  expect(cache.get('unknown', 3)).toBeUndefined()
  for (const key of ['failed', 'said nothing', 'of no life']) expect(cache.get(key, 0)).toBeUndefined()
})

test('of several addresses, another one comes first each time', () => {
  const cache = createCache(0)
  cache.put('key', given(10, '127.0.1.1', '127.0.2.1'), 0)
  const firsts = [1, 2, 3, 4].map((now) => addressesIn(cache.get('key', now))?.[0])
  expect(firsts.filter((address) => address === '127.0.1.1')).toHaveLength(2)
  expect(new Set(addressesIn(cache.get('key', 5)))).toEqual(new Set(['127.0.1.1', '127.0.2.1']))
})

test('a flood of names pushes the oldest out, and the newest stays', () => {
  const cache = createCache(0)
  for (let index = 0; index < 3000; index++) cache.put(`name ${index}`, given(1000, '127.0.1.1'), index / 1000)
  expect(cache.get('name 2999', 3)).toBeDefined()
  expect(cache.get('name 0', 3)).toBeUndefined()
})

test('what is given on can be sent', () => {
  const cache = createCache(0)
  cache.put('key', given(10, '127.0.1.1'), 0)
  const packet = new Packet(new Packet.Header({ id: 1, qr: 1 }))
  packet.answers = [...(cache.get('key', 2.5)?.answers ?? [])]
  expect(Packet.parse(packet.toBuffer()).answers).toMatchObject([{ address: '127.0.1.1', ttl: 7 }])
})
