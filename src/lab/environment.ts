import { join } from 'node:path'
import type { ConflictsCounted, LeftBehind, PartVersions } from '#evidence'
import type { Fault, RunbookProbe } from '#runbook'
import { type Address, addressesFor, refuseTakenPorts, type RegionAddresses } from './addresses.ts'
import { createCredentials } from './credentials.ts'
import { createAccounts } from './objects/accounts.ts'
import { beginAccounts } from './objects/around.ts'
import { type Held, heldIn } from './objects/held.ts'
import { conflictsAt } from './data/conflicts.ts'
import { beginSecond } from './data/ordinary.ts'
import { rebuilt } from './data/rebuild.ts'
import { openVaults } from './data/vaults.ts'
import { createFront, watchedBy } from './front.ts'
import { type Control, HttpFailure, messageOf } from './http.ts'
import type { Injected } from './faults/fault.ts'
import { faultOf } from './faults/index.ts'
import type { Layout } from './layout.ts'
import { relayEntry, startLink } from './link.ts'
import type { LoadReady, LoadSettings } from './load.ts'
import { makeNetworks, type Networks, type Remains } from './network/namespaces.ts'
import type { Places } from './places.ts'
import { describedParts, type Parts, partsFor } from './profile.ts'
import { findBinaries } from './postgres/binaries.ts'
import { isOverData } from './postgres/cluster.ts'
import { forgetTemplate, templateOf } from './postgres/template.ts'
import { inspect, type Looking } from './inspection/index.ts'
import { operate } from './operations/index.ts'
import { createRegion, type Region } from './region.ts'
import { makeRelease } from './release.ts'
import type { Roster } from './roster.ts'
import type { Rebuilt } from './server.ts'
import type { RegionServices } from './services.ts'
import { managed, type Site } from './site.ts'
import type { LabSpec } from './spec.ts'

/** A running lab. Calls with a key that was used before give the answer of the first time and do nothing. */
export interface Environment {
  readonly layout: Layout
  /** Starts the load generator, or gives the one that runs. */
  load(): Promise<Control>
  inject(key: string, fault: Fault): Promise<Injected>
  heal(key: string, fault: Fault): Promise<void>
  /** Asks the probes of a runbook from now on; what they tell stands in the traffic manager's status. */
  watch(probes: readonly RunbookProbe[], watched: string): Promise<void>
  stateOf(region: string, component: string): 'running' | 'stopped'
  startService(region: string, component: string, key: string): Promise<void>
  rebuild(region: string, component: string, source: string, key: string): Promise<Rebuilt>
  /** Looks at every part; customers notice nothing of it. */
  inspect(looking: Looking): ReturnType<typeof inspect>
  /** What an object storage holds in a region. */
  objectsIn(region: string, component: string): Promise<Held>
  /** Of every store that takes writes in both regions, what each server that answers has counted. */
  conflicts(): Promise<readonly ConflictsCounted[]>
  /** What `reconcile` has found so far that a side which was left had alone; the latest look at each store. */
  listed(): readonly LeftBehind[]
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
  /** Called once it is known which PostgreSQL runs, and what of the machine's the lab is made of. */
  readonly found: (postgres: string, parts?: PartVersions) => void
  /** Called before networks of its own are made, with what is to be removed one day. */
  readonly networked: (remains: Remains) => void
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
  const extras = { objects: spec.objects !== undefined, cache: spec.cache !== undefined }
  // Before any network is made: a lab that has these ports has networks of these names.
  const usual = await addressesFor(spec.regions, settings.basePort, extras)
  await refuseTakenPorts(usual)
  const networks = await networksFor(settings)
  const addresses = networks ? await addressesFor(spec.regions, settings.basePort, extras, networks.hosts) : usual
  const made = networks ? spec.parts : withoutNamespaces(spec.parts)
  const parts = made && describedParts(made)
  const binaries = await findBinaries(places, spec.parts?.postgres)
  settings.found(binaries.postgres, parts)
  const template = await templateOf(binaries, places, say)
  const credentials = await createCredentials(places)
  const accounts = spec.objects && (await createAccounts(spec.objects, places))
  const release = await makeRelease(join(places.lab, 'release'), spec)
  const front = createFront({
    ...settings,
    addresses,
    fencing: async (name, isFenced) =>
      (await regions.find((region) => region.name === name)?.services.fence(isFenced)) === true,
  })
  const regions = spec.regions.map((name) => {
    return createRegion({
      ...(addresses.regions[name] as RegionAddresses),
      ...(accounts ? { accounts } : {}),
      name,
      spec,
      places,
      binaries,
      password: template.password,
      credentials,
      release,
      announce: front.announce,
      roster,
    })
  }) as [Region, Region]
  const [primary] = regions
  const lost = new Set<string>()
  const linking = startLink(roster, addresses, networks)
  const [link, copied] = await together([
    linking,
    linking.then((link) => beginAccounts({ regions, link, ...(accounts ? { accounts } : {}) })),
    together(regions.flatMap(({ cache }) => cache?.start() ?? [])),
    primary.server.startPrimary(template).catch(async (error) => {
      if (!roster.isOver() && isOverData(error)) await forgetTemplate(binaries, places)
      throw error
    }),
  ])
  say(`PostgreSQL ${binaries.version} in ${primary.name} accepts connections`)
  if (copied !== undefined) say(copied)
  const [traffic, second] = await together([
    // After the web services: a first probe that finds nothing would be repeated only after the plan's interval.
    together(regions.map(({ services }) => ready(services, spec))).then(() =>
      front.start(Object.fromEntries(regions.map(({ name, services }) => [name, services.addresses()]))),
    ),
    beginSecond({ spec, regions, link, lost, template }),
  ])
  say(second)
  await front.healthy(primary.name)
  say(`Traffic goes to ${spec.spread ? spec.regions.join(' and ') : primary.name}`)
  const layout: Layout = {
    spec,
    clients: front.clients.url,
    ...(front.clients.names ? { names: front.clients.names } : {}),
    traffic,
    ...(parts ? { parts } : {}),
    regions: Object.fromEntries(
      regions.map(({ name, server, objects, cache }) => [
        name,
        {
          postgres: server.cluster.address,
          web: urlOf((addresses.regions[name] as { web: Address }).web),
          ...(objects ? { objects: urlOf(objects.address) } : {}),
          ...(cache ? { cache: urlOf(cache.address) } : {}),
        },
      ]),
    ),
  }
  const site: Site = {
    spec,
    credentials,
    places,
    roster,
    addresses,
    layout,
    regions,
    link,
    ...(networks ? { networks } : {}),
    ...(accounts ? { accounts } : {}),
    front,
    lost,
    listed: new Map(),
    template,
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
      const settings: LoadSettings = {
        token,
        url: layout.clients,
        flows: spec.flows,
        ledger: join(places.lab, 'ledger.ndjson'),
        ...(layout.names ? { names: layout.names } : {}),
        services: Object.fromEntries(Object.entries(layout.regions).map(([name, { web }]) => [name, web])),
      }
      loading ??= roster
        .start<LoadReady>('load', { name: 'load' }, settings)
        .then(({ ready }) => ({ url: ready.url, token }))
      return loading
    },
    inject: (key, fault) =>
      once(`inject ${key}`, async () => {
        const injected = await faultOf(fault.as).inject(site, fault)
        // What was rebuilt before may be gone.
        rebuilds.clear()
        return injected
      }),
    heal: (key, fault) =>
      once(`heal ${key}`, async () => {
        await faultOf(fault.as).heal(site, fault)
        if (spec.archived) await openVaults(site)
      }),
    watch: (probes, watched) => site.front.watch(watchedBy(probes, watched, site)),
    inspect: (looking) => inspect(site, looking),
    objectsIn: (region, component) => heldIn(site, region, component),
    async conflicts() {
      if (spec.data !== 'everywhere') return []
      const asked = site.regions.flatMap((region) => spec.stores.map((store) => conflictsAt(region, store)))
      const answered = await Promise.allSettled(asked)
      return answered.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    },
    listed: () => [...site.listed.values()],
    stateOf(name, component) {
      const { server, services, objects, cache } = managed(site, name)
      const part = spec.objects?.components.includes(component) ? objects : component === spec.cache ? cache : undefined
      return (part ?? (isStore(component) ? server : services)).runs() ? 'running' : 'stopped'
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
        const result = Promise.resolve(before).then(() => rebuilt(site, region, from))
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

/** Gives each region a network of its own where that was asked for; a machine that does not allow it is told of in one line. */
async function networksFor(settings: EnvironmentSettings): Promise<Networks | undefined> {
  const { spec, basePort, roster, say } = settings
  if (!spec.parts?.namespaces) return undefined
  try {
    const made = await makeNetworks(spec.parts.namespaces, spec.regions, basePort, settings.networked)
    roster.place((entry) =>
      entry.region !== undefined || entry.name === relayEntry.name ? made.insideOf(entry.region) : undefined,
    )
    say('Each region has a network of its own, and so has the line between them')
    return made
  } catch (error) {
    say(`The regions share one network, for this machine allows no others (${messageOf(error)})`)
    return undefined
  }
}

/** Undefined where nothing else is left. */
function withoutNamespaces({ namespaces: _, ...others }: Parts = {}): Parts | undefined {
  return partsFor(others).parts
}

/** The web services of an ordinary day: as many as there are, and nothing at all where there is not even a release. */
async function ready(services: RegionServices, { bare }: LabSpec): Promise<void> {
  if (services.ordinary > 0 || !bare) await services.provision()
  if (services.ordinary > 0) await services.start()
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

function urlOf({ host, port }: Address): string {
  return `http://${host}:${port}`
}
