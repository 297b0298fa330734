import { join } from 'node:path'
import { Failure } from '#diagnostics'
import { type Address, type Addresses, addressesFor, refuseTakenPorts } from './addresses.ts'
import type { Child } from './child.ts'
import { call, type Control, HttpFailure } from './http.ts'
import type { InjectorReady } from './injector.ts'
import type { LoadReady } from './load.ts'
import type { Places } from './places.ts'
import { findBinaries } from './postgres/binaries.ts'
import type { ServerAddress } from './postgres/sql.ts'
import { forgetTemplate, templateOf } from './postgres/template.ts'
import { isAlive } from './processes.ts'
import { createRegion, type Rebuilt, type Region } from './region.ts'
import type { RelayReady } from './relay.ts'
import type { Roster } from './roster.ts'
import { type LabSpec, linkDelay } from './spec.ts'
import type { TrafficReady, TrafficStatus } from './traffic.ts'

/** How the parts of a running lab are reached. */
export interface Layout {
  readonly spec: LabSpec
  readonly clients: string
  readonly traffic: Control
  readonly regions: Readonly<Record<string, { readonly postgres: ServerAddress; readonly web: string }>>
}

/** A running lab. Calls with a key that was used before give the answer of the first time and do nothing. */
export interface Environment {
  readonly layout: Layout
  /** Starts the load generator, or gives the one that runs. */
  load(): Promise<Control>
  /** @returns the fault, in seconds on the monotonic clock */
  inject(key: string, regions: readonly string[]): Promise<number>
  heal(key: string, regions: readonly string[]): Promise<void>
  stateOf(region: string, component: string): 'running' | 'stopped'
  startService(region: string, component: string, key: string): Promise<void>
  rebuild(region: string, component: string, source: string, key: string): Promise<Rebuilt>
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
    startLink(settings, addresses),
    primary.startPrimary(template).catch(async (error) => {
      if (!roster.isOver()) await forgetTemplate(binaries, places)
      throw error
    }),
  ])
  say(`PostgreSQL ${binaries.version} in ${primary.name} accepts connections`)
  const [traffic] = await together([
    // After the web services: a first probe that finds nothing would be repeated only after the plan's interval.
    together(regions.map((region) => region.startWeb())).then(() => startTraffic(settings, addresses, primary.name)),
    standby.followed(primary, link.ready.towards[primary.name] as Address, false),
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
      regions.map(({ name, cluster }) => [
        name,
        { postgres: cluster.address, web: urlOf((addresses.regions[name] as { web: Address }).web) },
      ]),
    ),
  }
  return control({ ...settings, addresses, layout, regions, link })
}

interface Running extends EnvironmentSettings {
  readonly layout: Layout
  readonly regions: readonly Region[]
  readonly addresses: Addresses
  readonly link: Child<RelayReady>
}

function control(running: Running): Environment {
  const { spec, places, roster, token, layout, regions } = running
  let { link } = running
  const lost = new Set<string>()
  const once = keyed()
  /** The last rebuild of a region: one server holds all its stores, so their rebuilds share it. */
  const rebuilds = new Map<string, { source: string; components: Set<string>; result: Promise<Rebuilt> }>()
  let loading: Promise<Control> | undefined

  const regionOf = (name: string): Region => {
    const region = regions.find((candidate) => candidate.name === name)
    if (region) return region
    throw new HttpFailure(404, 'usage', `The lab has no region ${name}; it has ${spec.regions.join(' and ')}.`)
  }
  const managed = (name: string): Region => {
    const region = regionOf(name)
    if (lost.has(name))
      throw new HttpFailure(503, 'unreachable', `Region ${name} is lost; its management does not answer.`)
    return region
  }
  const partOf = (component: string) => (spec.stores.includes(component) ? 'postgres' : 'web')

  return {
    layout,
    load() {
      const settings = { token, url: layout.clients, flows: spec.flows, ledger: join(places.lab, 'ledger.ndjson') }
      loading ??= roster
        .start<LoadReady>('load', { name: 'load' }, settings)
        .then(({ ready }) => ({ url: ready.url, token }))
      return loading
    },
    inject: (key, names) =>
      once(`inject ${key}`, async () => {
        const hit = names.map(regionOf)
        const part = (part: 'postgres' | 'web') => hit.flatMap((region) => region.processes(part)).filter(isAlive)
        for (const name of names) lost.add(name)
        const child = await roster.start<InjectorReady>(
          'injector',
          { name: 'injector' },
          { link: [link.identity], services: part('web'), postmasters: part('postgres') },
        )
        roster.forget(child.identity)
        for (const name of names) rebuilds.delete(name)
        return child.ready.t0
      }),
    heal: (key, names) =>
      once(`heal ${key}`, async () => {
        const given = names.map(regionOf).map(({ name }) => name)
        // The link first: whoever hears that a region answers may reach it.
        if ([...lost].every((name) => given.includes(name)) && !isAlive(link.identity)) {
          roster.forget(link.identity)
          link = await startLink(running, running.addresses)
        }
        for (const name of given) lost.delete(name)
      }),
    stateOf: (name, component) => (managed(name).runs(partOf(component)) ? 'running' : 'stopped'),
    startService: (name, component, key) =>
      once(`start ${name} ${component} ${key}`, async () => {
        const region = managed(name)
        if (partOf(component) === 'web') return await region.startWeb()
        if (!region.runs('postgres'))
          throw new HttpFailure(
            409,
            'refused',
            `PostgreSQL in ${name} has the data of before the loss; started as it is, it would be a second primary. Rebuild it.`,
          )
      }),
    rebuild: (name, component, source, key) =>
      once(`rebuild ${name} ${component} ${key}`, async () => {
        const [region, from] = [managed(name), managed(source)]
        if (partOf(component) !== 'postgres')
          throw new HttpFailure(400, 'usage', `${component} holds no data in the lab, so there is nothing to rebuild.`)
        if (region === from) throw new HttpFailure(400, 'usage', `${name} cannot be rebuilt from itself.`)
        const last = rebuilds.get(name)
        if (last && last.source === source && !last.components.has(component) && (await stands(last.result, region))) {
          last.components.add(component)
          return await last.result
        }
        if (!from.runs('postgres'))
          throw new HttpFailure(409, 'unreachable', `PostgreSQL in ${source} does not run, so nothing can follow it.`)
        // A rebuild that is under way is let finish: two at once would share one data directory.
        const before = last?.result.catch(() => {})
        const result = Promise.resolve(before).then(() =>
          region.followed(from, link.ready.towards[source] as Address, true),
        )
        rebuilds.set(name, { source, components: new Set([component]), result })
        return await result.catch((error) => {
          rebuilds.delete(name)
          throw error
        })
      }),
  }
}

/** All results, or the first failure, but only once nothing is under way any more: what fails is cleaned up next. */
async function together<T extends readonly unknown[]>(work: { readonly [K in keyof T]: Promise<T[K]> }): Promise<T> {
  await Promise.allSettled(work)
  return (await Promise.all(work)) as unknown as T
}

async function stands(result: Promise<Rebuilt>, region: Region): Promise<boolean> {
  return await result.then(
    () => region.runs('postgres'),
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

function startLink({ spec, roster }: EnvironmentSettings, addresses: Addresses): Promise<Child<RelayReady>> {
  const regions = Object.fromEntries(spec.regions.map((name) => [name, addresses.regions[name]?.postgres]))
  return roster.start<RelayReady>('relay', { name: 'relay' }, { delay: linkDelay, regions })
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
