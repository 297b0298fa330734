import type { Packet } from 'dns2'
import { outcome, SOA } from './message.ts'

type Records = Packet['answers']

/** An answer as a resolver gives it on. */
export interface Kept {
  /** Whether the name exists, by its code. */
  readonly rcode: number
  readonly answers: Records
  readonly authorities: Records
}

/** Answers that are kept for as long as they say. */
export interface Cache {
  /** @param now seconds, never going back. @returns what is still good, with the whole seconds that it has left */
  get(key: string, now: number): Kept | undefined
  /** Keeps an answer; one that says nothing of how long is not kept. */
  put(key: string, answer: Kept, now: number): void
}

/** Answers kept at most; of more, the oldest go first, so that nobody fills the memory by asking for names that are not. */
const most = 1000

/**
 * @param floor seconds for which every answer is kept at least, whatever it says itself: as resolvers do that want to be
 *   asked less; 0 for one that does as it is told
 */
export function createCache(floor: number): Cache {
  const kept = new Map<string, { readonly answer: Kept; readonly until: number; turns: number }>()
  return {
    get(key, now) {
      const found = kept.get(key)
      if (!found) return undefined
      const left = found.until - now
      if (left <= 0) {
        kept.delete(key)
        return undefined
      }
      const aged = (records: Records): Records =>
        records.map((one) => Object.assign({}, one, { ttl: Math.floor(left) }))
      const { rcode, answers, authorities } = found.answer
      return { rcode, answers: turned(aged(answers), found.turns++), authorities: aged(authorities) }
    },
    put(key, answer, now) {
      const says = lifeOf(answer)
      if (says === undefined || Math.max(says, floor) === 0) return
      kept.delete(key)
      kept.set(key, { answer, until: now + Math.max(says, floor), turns: 1 })
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
    },
  }
}

/** For how long an answer may be kept, in seconds: as its records say; that there is none, as its zone says (RFC 2308). */
function lifeOf({ rcode, answers, authorities }: Kept): number | undefined {
  if (rcode !== outcome.NOERROR && rcode !== outcome.NXDOMAIN) return undefined
  if (answers.length > 0) return Math.min(...answers.map(({ ttl }) => ttl))
  const zone = authorities.find(({ type }) => type === SOA)
  return zone && Math.min(zone.ttl, zone.minimum ?? zone.ttl)
}

/** Another one first each time, so that those who take the first are spread over all. */
function turned(records: Records, turns: number): Records {
  const first = records.length === 0 ? 0 : turns % records.length
  return [...records.slice(first), ...records.slice(0, first)]
}
