import type { Address } from '../addresses.ts'
import { textOf } from '../http.ts'
import { inTurns } from '../instance.ts'
import { keepBringing } from '../kept.ts'
import { type Carried, serveRouter } from '../router.ts'
import type { TrafficReady, TrafficSettings } from '../traffic.ts'
import { broughtTo } from './bringing.ts'
import { runtime } from './runtime.ts'
import { placed, type Slot } from './slots.ts'

export interface HaproxyTrafficSettings extends TrafficSettings {
  /** The runtime socket of the HAProxy that leads customers. */
  readonly socket: string
  /** The servers that it was started with. */
  readonly slots: readonly Slot[]
}

/**
 * The management address of an entry that is HAProxy. It decides as the lab's own traffic manager does; what it has decided
 * is done once HAProxy says so, and until then the act is not answered.
 */
export async function haproxyTraffic(settings: HaproxyTrafficSettings): Promise<TrafficReady> {
  const { socket } = settings
  const names = Object.keys(settings.regions)
  let slots = settings.slots
  for (const region of names) slots = placed(slots, region, settings.instances[region] ?? [])
  const inTurn = inTurns()
  let bring: (renewed?: boolean) => Promise<void> = async () => {}
  const { url } = await serveRouter(settings, ({ routing, happenings, known }) => {
    bring = (renewed = false) => inTurn(() => broughtTo(socket, slots, routing.serving(), renewed))
    return {
      turned: () => bring(),
      carried: () => carriedBy(socket, names, slots),
      own: {
        async instances(body) {
          const region = known(textOf(body, 'region'))
          slots = placed(slots, region, body['instances'] as readonly Address[])
          await bring(true)
          happenings.note(`${countIn(slots, region)} instances`, [region])
        },
      },
    }
  })
  await bring()
  keepBringing(bring)
  return { url }
}

/** As HAProxy says it; where it says nothing, nobody gets anywhere. */
async function carriedBy(socket: string, names: readonly string[], slots: readonly Slot[]): Promise<Carried> {
  const seen = await runtime(socket).catch(() => undefined)
  const of = (region: string) => slots.filter((slot) => slot.region === region)
  const open = (region: string) => of(region).filter(({ name }) => seen?.get(name)?.shut === false).length
  const all = names.reduce((sum, region) => sum + open(region), 0)
  const connections = (region: string) =>
    of(region).reduce((sum, { name }) => sum + (seen?.get(name)?.connections ?? 0), 0)
  return {
    shares: Object.fromEntries(
      names.filter((region) => open(region) > 0).map((region) => [region, open(region) / all]),
    ),
    instances: Object.fromEntries(names.map((region) => [region, countIn(slots, region)])),
    connections: Object.fromEntries(names.map((region) => [region, connections(region)])),
  }
}

function countIn(slots: readonly Slot[], region: string): number {
  return slots.filter((slot) => slot.region === region && slot.address !== undefined).length
}
