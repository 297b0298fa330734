import { Failure } from '#diagnostics'
import type { Address } from '../addresses.ts'
import type { Child } from '../child.ts'
import { call } from '../http.ts'
import { answerFencing } from '../fence.ts'
import type { FrontSettings, Leading } from '../leading.ts'
import { isAlive } from '../processes.ts'
import type { LabDns } from '../spec.ts'
import type { AuthorityReady, AuthoritySettings } from './authority.ts'
import type { GatewayReady, GatewaySettings } from './gateway.ts'
import type { KnotZoneSettings } from './knot/authority.ts'
import { startKnot } from './knot/start.ts'
import { customersName, type Names } from './names.ts'
import type { ResolverSettings } from './resolver.ts'

/** Milliseconds. */
const patience = 5000

/**
 * Customers find a region by name: the zone's server, the resolver that customers ask, and in each region the gateway
 * that its address leads to. A gateway is lost with its region and starts again with the first of its instances.
 * @throws Failure where the regions have no addresses of their own, for a name leads to an address and not to a port
 */
export function leadingByNames(given: FrontSettings, { component, ttl, automatic, floor }: LabDns): Leading {
  const { spec, addresses, roster, token, trafficToken, fencing } = given
  const { knot } = spec.parts ?? {}
  const { clients } = addresses
  const at = (region: string): Address => ({ host: hostOf(region), port: clients.port })
  const hostOf = (region: string): string => addresses.regions[region]?.web.host ?? clients.host
  const [first, second] = spec.regions
  if (hostOf(first) === hostOf(second))
    throw new Failure(
      'unreachable',
      `The plan leads customers by names, for which each region needs an address of its own, and this machine has neither 127.0.1.1 nor 127.0.2.1. Add them first:\n  sudo ifconfig lo0 alias 127.0.1.1 && sudo ifconfig lo0 alias 127.0.2.1`,
    )
  const names: Names = {
    name: customersName,
    component,
    ttl,
    resolver: clients,
    // PostgreSQL of a region listens there only where the regions share one address.
    zone: { host: clients.host, port: clients.port + 1 },
    regions: Object.fromEntries(spec.regions.map((region) => [hostOf(region), region])),
  }
  const gateways = new Map<string, Child<GatewayReady>>()
  const begin = async (region: string, instances: readonly Address[]) => {
    const settings: GatewaySettings = { token, region, at: at(region), instances, timeout: spec.probe.timeout }
    const entry = { name: 'gateway', region, address: `${settings.at.host}:${settings.at.port}` }
    gateways.set(region, await roster.start<GatewayReady>('gateway', entry, settings))
  }
  const startZone = async (settings: AuthoritySettings) => {
    if (!knot)
      return await roster.start<AuthorityReady>('zone', { name: 'zone', address: listing(names.zone) }, settings)
    const { control } = await startKnot(knot, names, given)
    const led: KnotZoneSettings = { ...settings, control }
    return await roster.start<AuthorityReady>('knot-zone', { name: 'zone' }, led)
  }
  const listing = ({ host, port }: Address) => `${host}:${port}`
  return {
    clients: { url: `http://${customersName}:${clients.port}`, names },
    async start(instances) {
      const settings: AuthoritySettings = {
        token: trafficToken,
        ownToken: token,
        names,
        regions: Object.fromEntries(
          Object.entries(addresses.regions).map(([name, { web }]): [string, Address] => [name, web]),
        ),
        routes: spec.spread || automatic ? spec.regions : [first],
        automatic: spec.spread || automatic,
        spread: spec.spread,
        probe: spec.probe,
        ...(fencing ? { fences: true } : {}),
      }
      const { process, ready } = await startZone(settings)
      if (fencing) answerFencing(process, fencing)
      const asked: ResolverSettings = { at: names.resolver, zone: names.zone, floor }
      await roster.start('resolver', { name: 'resolver', address: listing(names.resolver) }, asked)
      for (const region of spec.regions) await begin(region, instances[region] ?? [])
      return ready.url
    },
    async announce(region, instances) {
      const gateway = gateways.get(region)
      if (!gateway) return
      if (isAlive(gateway.identity)) {
        const control = { url: gateway.ready.url, token }
        await call(control, 'POST', '/instances', { body: { instances }, timeout: patience })
      } else if (instances.length > 0) {
        roster.forget(gateway.identity)
        await begin(region, instances)
      }
    },
    processes: (region) => [gateways.get(region)?.identity ?? []].flat(),
  }
}
