import type { Packet } from 'dns2'
import { A, ANY, answerTo, askedIn, NS, outcome, record, SOA } from './message.ts'

/** One name that customers use, and where it leads at present. */
export interface Zone {
  /** What the zone answers for, with all names below it. */
  readonly origin: string
  /** The name that customers use; it lies in the zone. */
  readonly name: string
  /** For how long an answer may be kept, in whole seconds. */
  readonly ttl: number
  /** Goes up with each change. */
  readonly serial: number
  /** Where the name leads; none while nobody is let in. */
  readonly addresses: readonly string[]
}

/** What a zone says of itself, in seconds. `minimum` is for how long it may be kept that there is nothing; see below. */
export const soa = { refresh: 3600, retry: 600, expiration: 86_400, minimum: 0 }

/**
 * The answer of the zone's own server. Without an address it is an empty one, which may not be kept at all.
 * @returns undefined where nothing may be answered
 */
export function zoneAnswer(zone: Zone, request: Packet): Packet | undefined {
  const asked = askedIn(request)
  if (asked === undefined) return undefined
  if (typeof asked === 'number') return answerTo(request, asked)
  const { name, type } = asked
  if (name !== zone.origin && !name.endsWith(`.${zone.origin}`)) return answerTo(request, outcome.REFUSED)
  const exists = name === zone.origin || name === zone.name
  const answer = answerTo(request, exists ? outcome.NOERROR : outcome.NXDOMAIN, { aa: 1 })
  answer.answers = recordsOf(zone, name, type)
  if (answer.answers.length === 0) answer.authorities = [authority(zone)]
  return answer
}

function recordsOf(zone: Zone, name: string, type: number): Packet['answers'] {
  const { origin, ttl, addresses } = zone
  const asks = (one: number) => type === one || type === ANY
  const apex = name === origin
  return [
    ...(apex && asks(SOA) ? [authority(zone)] : []),
    ...(apex && asks(NS) ? [record({ name, type: NS, ttl, ns: `ns.${origin}` })] : []),
    ...(name === zone.name && asks(A) ? addresses.map((address) => record({ name, type: A, ttl, address })) : []),
  ]
}

/**
 * It says too for how long it may be kept that there is nothing (RFC 2308, 5): not at all, for between one region that was
 * taken out and another that is put in there is none for a moment, and whoever keeps that is kept out for longer.
 */
function authority({ origin, ttl, serial }: Zone): Packet['answers'][number] {
  return record({
    name: origin,
    type: SOA,
    ttl,
    primary: `ns.${origin}`,
    admin: `hostmaster.${origin}`,
    serial,
    ...soa,
  })
}
