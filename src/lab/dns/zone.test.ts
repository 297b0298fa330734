import { Packet } from 'dns2'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { A, ANY, AXFR, NS, outcome, SOA } from './message.ts'
import { type Zone, zoneAnswer } from './zone.ts'

const zone: Zone = {
  origin: 'muster.test',
  name: 'shop.muster.test',
  ttl: 5,
  serial: 7,
  addresses: ['127.0.1.1'],
}

function query(name: string, type: number, change: Partial<Packet['header']> = {}): Packet {
  const packet = new Packet(new Packet.Header({ id: 4711, rd: 1, ...change }))
  packet.questions = [new Packet.Question(name, type, Packet.CLASS.IN)]
  return packet
}

/** As it comes and goes over the wire. */
function answered(request: Packet, of: Zone = zone): Packet | undefined {
  const answer = zoneAnswer(of, Packet.parse(request.toBuffer()))
  return answer && Packet.parse(answer.toBuffer())
}

test('the name leads where it is said to, with the time for which that may be kept', () => {
  const answer = answered(query('Shop.MUSTER.test', A))
  expect(answer?.header).toMatchObject({ id: 4711, qr: 1, aa: 1, rcode: outcome.NOERROR, rd: 1 })
  expect(answer?.answers).toMatchObject([{ type: A, ttl: 5, address: '127.0.1.1' }])
  expect(answer?.questions).toMatchObject([{ name: 'Shop.MUSTER.test' }])
  expect(answered(query('shop.muster.test', ANY))?.answers).toHaveLength(1)
})

test('while nobody is let in there is no address, and nobody may keep that', () => {
  const held = answered(query('shop.muster.test', A), { ...zone, addresses: [] })
  expect(held?.header.rcode).toBe(outcome.NOERROR)
  expect(held?.answers).toEqual([])
  expect(held?.authorities).toMatchObject([{ type: SOA, serial: 7, minimum: 0 }])
  // Another type of the same name: it exists, and has none.
  expect(answered(query('shop.muster.test', Packet.TYPE.AAAA))).toMatchObject({
    header: { rcode: outcome.NOERROR },
    answers: [],
  })
})

test('names that are not there, and those of others, are told apart', () => {
  expect(answered(query('cart.muster.test', A))).toMatchObject({ header: { rcode: outcome.NXDOMAIN, aa: 1 } })
  expect(answered(query('shop.example', A))).toMatchObject({ header: { rcode: outcome.REFUSED, aa: 0 } })
  expect(answered(query('notmuster.test', A))?.header.rcode).toBe(outcome.REFUSED)
  expect(answered(query('muster.test', SOA))?.answers).toMatchObject([{ type: SOA, primary: 'ns.muster.test' }])
  expect(answered(query('muster.test', NS))?.answers).toMatchObject([{ type: NS, ns: 'ns.muster.test' }])
})

test('what cannot be served is answered with the reason, and an answer is not answered', () => {
  expect(answered(query('muster.test', AXFR))?.header.rcode).toBe(outcome.REFUSED)
  expect(answered(query('shop.muster.test', A, { opcode: 5 }))?.header.rcode).toBe(outcome.NOTIMP)
  expect(answered(query('shop.muster.test', A, { qr: 1 }))).toBeUndefined()
  const two = query('shop.muster.test', A)
  two.questions = [...two.questions, ...two.questions]
  expect(answered(two)?.header).toMatchObject({ id: 4711, rcode: outcome.FORMERR })
  const none = query('shop.muster.test', A)
  none.questions = []
  expect(answered(none)?.header.rcode).toBe(outcome.FORMERR)
})

test('whoever speaks the extension is answered in it, and its later versions are refused', () => {
  const extended = query('shop.muster.test', A)
  extended.additionals = [Packet.Resource.EDNS([])]
  expect(answered(extended)?.additionals).toHaveLength(1)
  expect(answered(query('shop.muster.test', A))?.additionals).toHaveLength(0)
  extended.additionals = [Packet.Resource.EDNS([], { version: 1 })]
  expect(answered(extended)?.header.rcode).toBe(outcome.BADVERS)
})

test('whatever bytes come, each message is answered as an answer or not at all', () => {
  const header = fc.uint8Array({ minLength: 12, maxLength: 12 })
  const rest = fc.uint8Array({ maxLength: 300 })
  const valid = query('shop.muster.test', A).toBuffer()
  const broken = fc.tuple(fc.nat(valid.length - 1), fc.nat(255), fc.nat(valid.length)).map(([place, octet, length]) => {
    const bytes = Buffer.from(valid)
    bytes[place] = octet
    return bytes.subarray(0, length)
  })
  const bytes = fc.oneof(
    fc.tuple(header, rest).map((parts) => Buffer.concat(parts)),
    broken,
  )
  const seen = new Set<number | undefined>()
  fc.assert(
    fc.property(bytes, (message) => {
      // A message without a whole header is dropped before it comes here.
      fc.pre(message.length >= 12)
      const answer = zoneAnswer(zone, Packet.parse(message))
      seen.add(answer?.header.rcode)
      if (!answer) {
        expect((message[2] ?? 0) & 0x80).toBe(0x80)
        return
      }
      const sent = Packet.parse(answer.toBuffer())
      expect(sent.errors).toEqual([])
      expect(sent.header).toMatchObject({ id: message.readUInt16BE(0), qr: 1 })
    }),
    { numRuns: 2000 },
  )
  for (const code of [undefined, outcome.NOERROR, outcome.FORMERR, outcome.NOTIMP]) expect(seen).toContain(code)
})
