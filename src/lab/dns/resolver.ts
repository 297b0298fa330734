import { Packet, UDPClient } from 'dns2'
import type { Address } from '../addresses.ts'
import { monotonic } from '../monotonic.ts'
import { createCache, type Kept } from './cache.ts'
import { listenDns } from './listen.ts'
import { answerTo, type Asked, askedIn, outcome } from './message.ts'
import { origin } from './names.ts'

export interface ResolverSettings {
  /** Where customers ask. */
  readonly at: Address
  /** The zone's own server. */
  readonly zone: Address
  /** Seconds for which every answer is kept at least; 0 where what it says is obeyed. */
  readonly floor: number
}

/** Milliseconds that the zone's server may take. */
const patience = 500

/**
 * The resolver that customers ask, as a provider of theirs would run it: it keeps what it was told for as long as that
 * says. It knows one zone, and refuses all other names.
 */
export async function resolver({ at, zone, floor }: ResolverSettings): Promise<object> {
  const cache = createCache(floor)
  const asking = new Map<string, Promise<Kept>>()
  const upstream = UDPClient({ dns: zone.host, port: zone.port, timeout: patience })
  const looked = async (key: string, { name, type }: Asked): Promise<Kept> => {
    const { header, answers, authorities } = await upstream(name, Packet.typeName(type))
    const found = { rcode: header.rcode, answers, authorities }
    cache.put(key, found, monotonic())
    return found
  }
  const found = (asked: Asked): Kept | Promise<Kept> => {
    const key = `${asked.type} ${asked.name}`
    const known = cache.get(key, monotonic()) ?? asking.get(key)
    if (known) return known
    // Who asks for the same meanwhile gets the same answer.
    const answer = looked(key, asked).finally(() => asking.delete(key))
    asking.set(key, answer)
    return answer
  }
  await listenDns(at, async (request) => {
    const asked = askedIn(request)
    if (asked === undefined) return undefined
    if (typeof asked === 'number') return answerTo(request, asked, { ra: 1 })
    if (Packet.TYPE_NAME[asked.type] === undefined) return answerTo(request, outcome.NOTIMP, { ra: 1 })
    if (asked.name !== origin && !asked.name.endsWith(`.${origin}`))
      return answerTo(request, outcome.REFUSED, { ra: 1 })
    const kept = await Promise.resolve(found(asked)).catch(() => undefined)
    const answer = answerTo(request, kept?.rcode ?? outcome.SERVFAIL, { ra: 1 })
    return Object.assign(answer, { answers: kept?.answers ?? [], authorities: kept?.authorities ?? [] })
  })
  return {}
}
