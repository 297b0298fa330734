import { createServer } from 'node:net'
import type { Address } from './addresses.ts'
import { createBackends } from './backends.ts'
import { listen, textOf } from './http.ts'
import { type RouterSettings, serveRouter } from './router.ts'

export interface TrafficSettings extends RouterSettings {
  /** Where clients connect. */
  readonly host: string
  readonly port: number
  /** Where the instances of each region listen. */
  readonly instances: Readonly<Record<string, readonly Address[]>>
}

export interface TrafficReady {
  readonly url: string
}

/**
 * The traffic manager: a TCP proxy that sends every client to an instance of the region that is routed, or of one of
 * those that share, and cuts off whoever is where customers may no longer go.
 */
export async function traffic(settings: TrafficSettings): Promise<TrafficReady> {
  const names = Object.keys(settings.regions)
  const backends = createBackends(settings.probe.timeout * 1000)
  for (const region of names) backends.set(region, settings.instances[region] ?? [])
  let serving: () => readonly string[] = () => []
  const { url } = await serveRouter(settings, ({ routing, happenings, known }) => {
    serving = routing.serving
    return {
      turned() {
        const open = routing.serving()
        backends.cut((region) => !open.includes(region))
      },
      carried: () => ({
        shares: sharesOf(routing.serving(), backends.count),
        instances: Object.fromEntries(names.map((region) => [region, backends.count(region)])),
        connections: Object.fromEntries(names.map((region) => [region, backends.connections(region)])),
      }),
      own: {
        instances(body) {
          const region = known(textOf(body, 'region'))
          backends.set(region, body['instances'] as readonly Address[])
          happenings.note(`${backends.count(region)} instances`, [region])
        },
      },
    }
  })
  const proxy = createServer({ noDelay: true }, (client) => backends.lead(client, serving))
  await listen(proxy, settings.port, settings.host)
  return { url }
}

function sharesOf(serving: readonly string[], count: (region: string) => number): Record<string, number> {
  const all = serving.reduce((sum, region) => sum + count(region), 0)
  return Object.fromEntries(serving.map((region) => [region, all === 0 ? 0 : count(region) / all]))
}
