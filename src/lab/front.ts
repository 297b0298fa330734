import { Failure } from '#diagnostics'
import type { RunbookProbe } from '#runbook'
import type { Address, Addresses } from './addresses.ts'
import { leadingByNames } from './dns/fronts.ts'
import { answerFencing } from './fence.ts'
import type { Clients, FrontSettings, Leading } from './leading.ts'
import { startHaproxy } from './haproxy/start.ts'
import type { HaproxyTrafficSettings } from './haproxy/traffic.ts'
import { call, type Control } from './http.ts'
import type { Link } from './link.ts'
import type { ProcessIdentity } from './processes.ts'
import type { LabSpec } from './spec.ts'
import type { TrafficStatus } from './router.ts'
import type { TrafficReady, TrafficSettings } from './traffic.ts'
import type { Watched } from './watches.ts'

/** What leads customers, as the lab has it. */
export interface Front {
  readonly clients: Clients
  /** @param instances where each region's instances listen. @returns how the actions of a run reach it */
  start(instances: Readonly<Record<string, readonly Address[]>>): Promise<Control>
  /** Where a region's instances listen now; before the start, nobody has to know. */
  announce(region: string, instances: readonly Address[]): Promise<void>
  /** What of it stands in a region and is lost with it. */
  processes(region: string): readonly ProcessIdentity[]
  /** Asks a runbook's probes from now on, in place of those before. */
  watch(probes: readonly Watched[]): Promise<void>
  /** Sends customers to a region, as what directs them is told to by hand. */
  direct(region: string): Promise<void>
  /** @throws Failure where the region's web service is not healthy within 30 s */
  healthy(region: string): Promise<void>
}

/** Milliseconds. */
const patience = { start: 30_000, answer: 5000, look: 25 }

export function createFront(given: FrontSettings): Front {
  const { spec, token, trafficToken } = given
  const leading = spec.dns ? leadingByNames(given, spec.dns) : leadingThroughOne(given, (...told) => tell(...told))
  let control: Control | undefined
  const tell = async (path: string, body: object) => {
    if (control) await call(control, 'POST', path, { body, timeout: patience.answer })
  }
  return {
    clients: leading.clients,
    async start(instances) {
      const url = await leading.start(instances)
      control = { url, token }
      return { url, token: trafficToken }
    },
    announce: leading.announce,
    processes: leading.processes,
    watch: (probes) => tell('/probes', { probes }),
    direct: (region) => tell('/direct', { region }),
    async healthy(region) {
      const until = performance.now() + patience.start
      let reason = 'not probed yet'
      while (control && performance.now() < until) {
        const { endpoints } = await call<TrafficStatus>(control, 'GET', '/status', { timeout: patience.answer })
        const state = endpoints.find((endpoint) => endpoint.region === region)
        if (state?.healthy) return
        reason = state?.reason ?? reason
        await new Promise((resolve) => setTimeout(resolve, patience.look))
      }
      throw new Failure('unreachable', `The web service in ${region} is not healthy within 30 s: ${reason}.`)
    },
  }
}

/** Customers are led through the traffic manager at one address, or through HAProxy, which it then directs. */
function leadingThroughOne(given: FrontSettings, tell: (path: string, body: object) => Promise<void>): Leading {
  const { spec, addresses, roster, token, trafficToken, fencing } = given
  const { haproxy } = spec.parts ?? {}
  const { clients } = addresses
  const at = `${clients.host}:${clients.port}`
  return {
    clients: { url: `http://${at}` },
    async start(instances) {
      const regions = Object.fromEntries(
        Object.entries(addresses.regions).map(([name, { web }]): [string, Address] => [name, web]),
      )
      const settings: TrafficSettings = {
        token: trafficToken,
        ownToken: token,
        ...clients,
        regions,
        instances,
        routes: spec.spread ? spec.regions : [spec.regions[0]],
        automatic: spec.spread,
        probe: spec.probe,
        ...(fencing ? { fences: true } : {}),
      }
      const started = async () => {
        if (haproxy === undefined)
          return await roster.start<TrafficReady>('traffic', { name: 'traffic', address: at }, settings)
        const { socket, slots } = await startHaproxy(haproxy, given)
        const led: HaproxyTrafficSettings = { ...settings, socket, slots }
        return await roster.start<TrafficReady>('haproxy-traffic', { name: 'traffic' }, led)
      }
      const { process, ready } = await started()
      if (fencing) answerFencing(process, fencing)
      return ready.url
    },
    announce: (region, instances) => tell('/instances', { region, instances }),
    processes: () => [],
  }
}

/**
 * A runbook's probes as the traffic manager's process asks them. Whoever asks from outside asks the region that is
 * watched; a region asks over the line, and where it is watched itself, it asks the other one. What a region asks is
 * whether the other one answers at all, for a standby answers that it is not ready.
 * @param watched the region whose components the probes tell of
 */
export function watchedBy(
  probes: readonly RunbookProbe[],
  watched: string,
  { spec, addresses, link }: { readonly spec: LabSpec; readonly addresses: Addresses; readonly link: Link },
): readonly Watched[] {
  return probes.flatMap(({ id, every, timeout, from = [], watches }) => {
    // The lab's management is asked by whoever runs the recovery.
    if (watches === 'management') return []
    const asking = from.filter((region) => spec.regions.includes(region))
    const [first, second] = spec.regions
    const ways = asking.map((region) =>
      link.towards(region !== watched ? watched : region === first ? second : first, 'web'),
    )
    const addressed = ways.length > 0 ? ways : [addresses.regions[watched]?.web].flatMap((one) => one ?? [])
    const path = watches === 'data' ? 'sound' : ways.length > 0 && watches !== 'application' ? 'alive' : 'health'
    return [{ id, every, timeout, urls: addressed.map(({ host, port }) => `http://${host}:${port}/${path}`) }]
  })
}
