import { monotonic } from '../monotonic.ts'
import { type RouterSettings, serveRouter } from '../router.ts'
import type { Routing } from '../routing.ts'
import { listenDns } from './listen.ts'
import { customersName, type Names, origin } from './names.ts'
import { zoneAnswer } from './zone.ts'

export interface AuthoritySettings extends RouterSettings {
  readonly names: Names
  /** Whether all regions that customers may go to are given, or the first of them alone. */
  readonly spread: boolean
}

export interface AuthorityReady {
  readonly url: string
}

/** What the name began to lead to, among the happenings. */
export const answersNow = 'answers'

/**
 * The zone's own server, and its management address. It tells where customers may go and can do no more: who was given
 * an address keeps it as long as he likes, and who is connected stays so.
 */
export async function authority(settings: AuthoritySettings): Promise<AuthorityReady> {
  const { names, spread } = settings
  const addresses = Object.fromEntries(Object.entries(names.regions).map(([address, region]) => [region, address]))
  let serial = Math.floor(monotonic())
  let given: () => readonly string[] = () => []
  const { url } = await serveRouter(settings, ({ routing, happenings }) => {
    given = givenBy(routing, spread)
    let before = given().join()
    return {
      turned() {
        if (given().join() === before) return
        before = given().join()
        serial++
        happenings.note(answersNow, given())
      },
      carried: () => ({ shares: Object.fromEntries(given().map((region) => [region, 1 / given().length])) }),
    }
  })
  await listenDns(names.zone, (request) => {
    const leads = given().flatMap((region) => addresses[region] ?? [])
    return zoneAnswer({ origin, name: customersName, ttl: names.ttl, serial, addresses: leads }, request)
  })
  return { url }
}

/** The regions that a zone gives: all that customers may go to, or the first of them. */
export function givenBy(routing: Routing, spread: boolean): () => readonly string[] {
  return () => (spread ? routing.serving() : routing.serving().slice(0, 1))
}
