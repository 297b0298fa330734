import { join } from 'node:path'
import { Failure } from '#diagnostics'
import type { Fault } from '#runbook'
import { type Address, type Addresses, addressesFor, refuseTakenPorts } from './addresses.ts'
import { call, type Control, HttpFailure } from './http.ts'
import { faultOf } from './faults/index.ts'
import type { Layout } from './layout.ts'
import { startLink } from './link.ts'
import type { LoadReady } from './load.ts'
import type { Places } from './places.ts'
import { findBinaries } from './postgres/binaries.ts'
import { forgetTemplate, templateOf } from './postgres/template.ts'
import { operate } from './operations/index.ts'
import { createRegion, type Region } from './region.ts'
import type { Roster } from './roster.ts'
import type { Rebuilt } from './server.ts'
import { managed, type Site } from './site.ts'
import { type LabSpec, linkDelay } from './spec.ts'
import type { TrafficReady, TrafficStatus } from './traffic.ts'

/** A running lab. Calls with a key that was used before give the answer of the first time and do nothing. */
export interface Environment {
  readonly layout: Layout
  /** Starts the load generator, or gives the one that runs. */
  load(): Promise<Control>
  /** @returns the fault, in seconds on the monotonic clock */
  inject(key: string, fault: Fault): Promise<number>
  heal(key: string, fault: Fault): Promise<void>
  stateOf(region: string, component: string): 'running' | 'stopped'
  startService(region: string, component: string, key: string): Promise<void>
  rebuild(region: string, component: string, source: string, key: string): Promise<Rebuilt>
  /** Carries out a step of a runbook by its verb. */
  operate(operation: string, asked: Ask, key: string): ReturnType<typeof operate>
}

export interface EnvironmentSettings {
  readonly spec: LabSpec
  readonly basePort: number
  readonly places: Places
  readonly roster: Roster
  /** Opens the lab's own control servers. */
  readonly token: string
  /** Opens the traffic manager to the actions of a run. */
  readonly trafficToken: string
  readonly say: (line: string) => void
  /** Called once it is known which PostgreSQL runs. */
  readonly found: (postgres: string) => void
}

/** Which operation is asked for, where. */
export interface Ask {
  readonly region: string
  readonly component: string
  readonly from: string
  readonly to: string
}

/** Brings a lab up: two regions, the link, the traffic manager. @throws Failure; what was started is on the roster */
export async function startEnvironment(settings: EnvironmentSettings): Promise<Environment> {
  const { spec, places, roster, say } = settings
  const addresses = await addressesFor(spec.regions, settings.basePort)
  await refuseTakenPorts(addresses)
  const binaries = await findBinaries(places)
  settings.found(binaries.postgres)
  const template = await templateOf(binaries, places, say)
  const regions = spec.regions.map((name) => {
    const { postgres, web } = addresses.regions[name] as { postgres: Address; web: Address }
    return createRegion({ name, spec, places, binaries, password: template.password, postgres, web, roster })
  }) as [Region, Region]
  const [primary, standby] = regions
  const [link] = await together([
    startLink(roster, addresses),
    primary.server.startPrimary(template).catch(async (error) => {
      if (!roster.isOver()) await forgetTemplate(binaries, places)
      throw error
    }),
  ])
  say(`PostgreSQL ${binaries.version} in ${primary.name} accepts connections`)
  const [traffic] = await together([
    // After the web services: a first probe that finds nothing would be repeated only after the plan's interval.
    together(regions.map((region) => region.services.start())).then(() =>
      startTraffic(settings, addresses, primary.name),
    ),
    standby.server.followed(primary, link.towards(primary.name, 'postgres'), false),
  ])
  say(
    `PostgreSQL in ${standby.name} streams from ${primary.name}, ${linkDelay}ms away${spec.sync ? ', synchronously' : ''}`,
  )
  await healthy(traffic, primary.name)
  say(`Traffic goes to ${primary.name}`)
  const layout: Layout = {
    spec,
    clients: urlOf(addresses.clients),
    traffic,
    regions: Object.fromEntries(
      regions.map(({ name, server }) => [
        name,
        { postgres: server.cluster.address, web: urlOf((addresses.regions[name] as { web: Address }).web) },
      ]),
    ),
  }
  const site: Site = {
    spec,
    places,
    roster,
    addresses,
    layout,
    regions,
    link,
    lost: new Set(),
    management: { refuses: false },
  }
  return control(site, settings.token)
}

function control(site: Site, token: string): Environment {
  const { spec, places, roster, layout } = site
  const once = keyed()
  /** The last rebuild of a region: one server holds all its stores, so their rebuilds share it. */
  const rebuilds = new Map<string, { source: string; components: Set<string>; result: Promise<Rebuilt> }>()
  let loading: Promise<Control> | undefined
  const isStore = (component: string) => spec.stores.includes(component)

  return {
    layout,
    load() {
      const settings = { token, url: layout.clients, flows: spec.flows, ledger: join(places.lab, 'ledger.ndjson') }
      loading ??= roster
        .start<LoadReady>('load', { name: 'load' }, settings)
        .then(({ ready }) => ({ url: ready.url, token }))
      return loading
    },
    inject: (key, fault) =>
      once(`inject ${key}`, async () => {
        const t0 = await faultOf(fault.as).inject(site, fault)
        // What was rebuilt before may be gone.
        rebuilds.clear()
        return t0
      }),
    heal: (key, fault) => once(`heal ${key}`, () => faultOf(fault.as).heal(site, fault)),
    stateOf(name, component) {
      const { server, services } = managed(site, name)
      return (isStore(component) ? server : services).runs() ? 'running' : 'stopped'
    },
    startService: (name, component, key) =>
      once(`start ${name} ${component} ${key}`, async () => {
        const { server, services } = managed(site, name)
        if (!isStore(component)) return await services.start()
        if (!server.runs())
          throw new HttpFailure(
            409,
            'refused',
            `PostgreSQL in ${name} has the data of before the loss; started as it is, it would be a second primary. Rebuild it.`,
          )
      }),
    rebuild: (name, component, source, key) =>
      once(`rebuild ${name} ${component} ${key}`, async () => {
        const [region, from] = [managed(site, name), managed(site, source)]
        if (!isStore(component))
          throw new HttpFailure(400, 'usage', `${component} holds no data in the lab, so there is nothing to rebuild.`)
        if (region === from) throw new HttpFailure(400, 'usage', `${name} cannot be rebuilt from itself.`)
        const last = rebuilds.get(name)
        if (last && last.source === source && !last.components.has(component) && (await stands(last.result, region))) {
          last.components.add(component)
          return await last.result
        }
        if (!from.server.runs())
          throw new HttpFailure(409, 'unreachable', `PostgreSQL in ${source} does not run, so nothing can follow it.`)
        // A rebuild that is under way is let finish: two at once would share one data directory.
        const before = last?.result.catch(() => {})
        const result = Promise.resolve(before).then(() =>
          region.server.followed(from, site.link.towards(source, 'postgres'), true),
        )
        rebuilds.set(name, { source, components: new Set([component]), result })
        return await result.catch((error) => {
          rebuilds.delete(name)
          throw error
        })
      }),
    operate: (operation, { region, ...ask }, key) =>
      once(`${operation} ${region} ${ask.component} ${key}`, async () =>
        operate(operation, { site, region: managed(site, region), ...ask }),
      ),
  }
}

/** All results, or the first failure, but only once nothing is under way any more: what fails is cleaned up next. */
async function together<T extends readonly unknown[]>(work: { readonly [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(work)
  return (await Promise.all(work)) as unknown as T
}

async function stands(result: Promise<Rebuilt>, region: Region): Promise<boolean> {
  return await result.then(
    () => region.server.runs(),
    () => false,
  )
}

/** Gives every repeat of a key the answer of the first time; a failure is forgotten, so that a retry tries again. */
function keyed(): <T>(key: string, act: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, Promise<unknown>>()
  return <T>(key: string, act: () => Promise<T>): Promise<T> => {
    const known = answers.get(key) as Promise<T> | undefined
    if (known) return known
    const answer = act()
    answers.set(key, answer)
    answer.catch(() => answers.delete(key))
    return answer
  }
}

async function startTraffic(settings: EnvironmentSettings, addresses: Addresses, routed: string): Promise<Control> {
  const { spec, roster, trafficToken } = settings
  const regions = Object.fromEntries(spec.regions.map((name) => [name, addresses.regions[name]?.web]))
  const { clients } = addresses
  const entry = { name: 'traffic', address: `${clients.host}:${clients.port}` }
  const { ready } = await roster.start<TrafficReady>('traffic', entry, {
    token: trafficToken,
    ...clients,
    regions,
    routed,
    probe: spec.probe,
  })
  return { url: ready.url, token: trafficToken }
}

async function healthy(traffic: Control, region: string): Promise<void> {
  const until = performance.now() + 30_000
  let reason = 'not probed yet'
  while (performance.now() < until) {
    const { endpoints } = await call<TrafficStatus>(traffic, 'GET', '/status', { timeout: 5000 })
    const state = endpoints.find((endpoint) => endpoint.region === region)
    if (state?.healthy) return
    reason = state?.reason ?? reason
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  throw new Failure('unreachable', `The web service in ${region} is not healthy within 30 s: ${reason}.`)
}

function urlOf({ host, port }: Address): string {
  return `http://${host}:${port}`
}
