import { createHash } from 'node:crypto'

/** How many documents visitors read. */
const count = 100

/** Their names; the lab puts them there before anybody comes. */
export const documents: readonly string[] = Array.from({ length: count }, (_, index) => nameOf(index + 1))

/** What a document holds: the same in every lab, and different for each. */
export function documentOf(name: string): Buffer {
  const part = createHash('sha256').update(name).digest('hex')
  return Buffer.from(`${name}\n${part.repeat(32)}\n`)
}

/** What a customer's order leaves behind as an object. */
export function receiptOf(order: { readonly key: string; readonly client: string; readonly amount: number }): Buffer {
  return Buffer.from(JSON.stringify(order))
}

/** Which document a request is for, from 1: some are asked for far more often than others. */
export function documentFor(key: string): number {
  const share = createHash('md5').update(key).digest().readUInt32BE(0) / 2 ** 32
  return 1 + Math.floor(count * share ** 3)
}

export function nameOf(number: number): string {
  return `leaflet-${String(number).padStart(3, '0')}`
}
