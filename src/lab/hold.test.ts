import { expect, test } from 'vitest'
import type { ClientSeries } from '#evidence'
import { type Share, seconds } from '#units'
import { heldSince } from './hold.ts'

const level = { success: 0.95 as Share, hold: seconds(2) }
const orders = { id: 'orders', ...level }
const documents = { id: 'documents', ...level }

/** A client that is served from 10 on, after failures. */
const client = (flow: string, served: readonly number[]): ClientSeries => ({
  flow,
  client: `${flow}-1`,
  requests: [{ at: 8, ok: false, latency: 1 }, ...served.map((at) => ({ at, ok: true, latency: 0.1 }))],
})

test('a level is held once each client was heard at the end of its hold, however seldom it asks', () => {
  const often = client('orders', [10, 10.5, 11, 11.5, 12, 12.5])
  const seldom = client('documents', [10, 11.9])
  expect(heldSince([often], 7, [orders])).toBe(true)
  // Its hold is over for whoever looks at a clock, and it has said nothing of it since.
  expect(heldSince([often, seldom], 7, [orders, documents])).toBe(false)
  expect(heldSince([often, client('documents', [10, 11.9, 13.8])], 7, [orders, documents])).toBe(true)
  expect(heldSince([often, seldom], 7, [orders])).toBe(true)
})

test('a request that was sent within the hold and failed after it counts against it', () => {
  const hanging = client('orders', [10, 11])
  const requests = [...hanging.requests, { at: 12.5, ok: false, latency: 1 }]
  expect(heldSince([{ ...hanging, requests }], 7, [orders])).toBe(false)
})
