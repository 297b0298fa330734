import { inTurns } from '../../instance.ts'
import { keepBringing } from '../../kept.ts'
import { serveRouter } from '../../router.ts'
import { answersNow, type AuthorityReady, type AuthoritySettings, givenBy } from '../authority.ts'
import { addressesBy } from '../lookup.ts'
import { type KnotControl, zoneTells } from './control.ts'

export interface KnotZoneSettings extends AuthoritySettings {
  readonly control: KnotControl
}

/**
 * The management address of a zone that Knot answers for. It decides as that of the lab's own zone does; what it has decided
 * is done once Knot itself gives it, and until then the act is not answered.
 */
export async function knotAuthority(settings: KnotZoneSettings): Promise<AuthorityReady> {
  const { names, control } = settings
  const inTurn = inTurns()
  let bring: () => Promise<void> = async () => {}
  const { url } = await serveRouter(settings, ({ routing, happenings }) => {
    const given = givenBy(routing, settings.spread)
    let before = given().join()
    bring = () =>
      inTurn(async () => {
        const regions = given()
        await zoneTells(control, names, addressesOf(settings, regions))
        if (regions.join() === before) return
        before = regions.join()
        happenings.note(answersNow, regions)
      })
    return {
      turned: bring,
      async carried() {
        const told = await addressesBy(names.zone, names.name).catch((): readonly string[] => [])
        const regions = Object.entries(names.regions).flatMap(([address, region]) =>
          told.includes(address) ? [region] : [],
        )
        return { shares: Object.fromEntries(regions.map((region) => [region, 1 / regions.length])) }
      },
    }
  })
  await bring()
  keepBringing(bring)
  return { url }
}

function addressesOf({ names }: AuthoritySettings, regions: readonly string[]): readonly string[] {
  return Object.entries(names.regions).flatMap(([address, region]) => (regions.includes(region) ? [address] : []))
}
