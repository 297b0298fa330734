import { Failure } from '#diagnostics'
import { leadingZone, type Runbook, type RunbookProbe, type Step, type SystemComponent } from '#runbook'
import type { Parts } from './profile.ts'

/** One flow as the lab serves it. */
export interface LabFlow {
  readonly id: string
  readonly data: 'reads' | 'writes'
  /** The store that it reads or writes; absent where it has none. */
  readonly store?: string
  /** Whether its store keeps objects and not rows. */
  readonly objects?: true
  /** Whether what it reads is looked for in the region's cache first. */
  readonly cached?: true
}

/** What a lab is built from: the part of a runbook that stays the same from failover to failback. */
export interface LabSpec {
  /** Exactly two; the first is routed and primary when the lab starts. */
  readonly regions: readonly [string, string]
  /** Databases, on one server a region. */
  readonly stores: readonly string[]
  /** Whether the primary waits for its standby at every commit. */
  readonly sync: boolean
  readonly flows: readonly LabFlow[]
  /** What the other region has of the stores on an ordinary day. */
  readonly data: /** A standby that follows and can be promoted. */
    | 'streamed'
    /** A server that takes writes too; each gets what the other one took. */
    | 'everywhere'
    /** A copy that is no server: what was shipped lies ready, and is started when it is needed. */
    | 'shipped'
    /** Backups in its vault, and nothing else. */
    | 'restored'
  /** Whether base backups and the write-ahead log go to the vault of the other region. */
  readonly archived: boolean
  /** Whether nobody but the keeper deletes backups and log in the vaults; absent where the plan does not say so of each store. */
  readonly immutable?: true
  /** Instances of the web service: how many carry everybody, and how many run in each region on an ordinary day. */
  readonly instances: { readonly full: number; readonly first: number; readonly second: number }
  /** Whether the second region has not even the release of the web service on an ordinary day. */
  readonly bare: boolean
  /** Whether customers go to both regions, and away by themselves from one whose probe fails. */
  readonly spread: boolean
  /** Seconds. */
  readonly probe: { readonly every: number; readonly timeout: number }
  /** Where customers find a region by name; absent where they are led through one address. */
  readonly dns?: LabDns
  /** Absent where the plan has no object storage. */
  readonly objects?: LabObjects
  /** The component that is the cache of each region; absent where the plan has none. */
  readonly cache?: string
  /** Programs of this machine in place of the lab's own parts; absent where there are none. */
  readonly parts?: Parts
}

/** Object storage: an account in each region, of which one takes writes. */
export interface LabObjects {
  readonly components: readonly string[]
  /** Seconds for which a change waits before it is copied to the other region. */
  readonly lag: number
  /** Whether no key of a service deletes what the accounts keep; absent where the plan does not say so of each of them. */
  readonly immutable?: true
}

/** How long a change waits where the plan does not say, in seconds. */
const usualLag = 0.5

/** How names lead customers. */
export interface LabDns {
  /** The component of the plan that is the zone. */
  readonly component: string
  /** For how long an answer may be kept, in whole seconds. */
  readonly ttl: number
  /** Whether the other region is answered by itself once the first one fails its probe. */
  readonly automatic: boolean
  /** Seconds for which the resolver keeps every answer at least; 0 where it does as it is told. */
  readonly floor: number
}

/** For how long answers are kept where the plan does not say, in seconds. */
export const usualTtl = 1

/** One-way delay of the link between the regions, in milliseconds. */
export const linkDelay = 40

/** The lab that `muster lab up` starts: one writing and one reading flow over one store. */
export const defaultSpec: LabSpec = {
  regions: ['east', 'west'],
  stores: ['orders-db'],
  sync: false,
  flows: [
    { id: 'checkout', data: 'writes', store: 'orders-db' },
    { id: 'browse', data: 'reads', store: 'orders-db' },
  ],
  data: 'streamed',
  archived: false,
  instances: { full: 1, first: 1, second: 1 },
  bare: false,
  spread: false,
  probe: { every: 0.5, timeout: 1 },
}

export function specOf(runbook: Runbook): LabSpec {
  // What the traffic manager asks of each region is what the plan's probe from outside asks.
  const { every, timeout } = runbook.probes.find(outside) ?? runbook.probes[0] ?? defaultSpec.probe
  return {
    regions: regionsOf(runbook),
    stores: storesOf(runbook),
    sync: isSync(runbook),
    flows: flowsOf(runbook),
    ...shapeOf(runbook),
    ...lockedFor(runbook, storesOf(runbook)),
    probe: { every, timeout },
    ...namesOf(runbook),
    ...besideDatabases(runbook),
  }
}

function flowsOf({ flows, system = [] }: Runbook): readonly LabFlow[] {
  const objects = idsOf(system, 'object-storage')
  const caches = idsOf(system, 'cache')
  return flows.map(({ id, data, stores: [store], components }) => ({
    id,
    data,
    ...(store === undefined ? {} : { store }),
    ...(store !== undefined && objects.includes(store) ? { objects: true as const } : {}),
    ...(data === 'reads' && components.some((one) => caches.includes(one)) ? { cached: true as const } : {}),
  }))
}

/** One cache a region serves whatever caches the plan has; the first of them is the one that is looked after. */
function besideDatabases({ system = [], stores }: Runbook): Pick<LabSpec, 'objects' | 'cache'> {
  const components = idsOf(system, 'object-storage')
  const [cache] = idsOf(system, 'cache')
  const lag = stores.find(({ component }) => components.includes(component))?.lag?.p50 ?? usualLag
  return {
    ...(components.length === 0 ? {} : { objects: { components, lag, ...lockedFor({ system }, components) } }),
    ...(cache === undefined ? {} : { cache }),
  }
}

/**
 * Components of a type that a machine of the plan looks after. What it leaves to people is no account and no cache here,
 * for there is nowhere that they could move it: an object storage is then one more database.
 */
function idsOf(system: readonly SystemComponent[], type: 'object-storage' | 'cache'): readonly string[] {
  return system.flatMap((one) => (one.type === type && one.operations.length > 0 ? [one.id] : []))
}

/** Components of the runbook that the lab has as object storage or cache. */
export function besidesOf({ system = [] }: Runbook): readonly string[] {
  return [...idsOf(system, 'object-storage'), ...idsOf(system, 'cache')]
}

/** DNS counts in whole seconds, so that a part of one is kept for a whole one. */
function namesOf(runbook: Runbook): Pick<LabSpec, 'dns'> {
  const zone = leadingZone(runbook)
  if (!zone) return {}
  const ttl = Math.ceil(runbook.ttl ?? usualTtl)
  return { dns: { component: zone.id, ttl, automatic: zone.automatic === true, floor: 0 } }
}

/**
 * The two regions of the runbook, the one first that leads on an ordinary day: where nothing moves, the home of what is
 * hurt and another one.
 * @throws Failure `usage` where the plan has only one
 */
export function regionsOf({ from, to, regions, system = [], direction }: Runbook): LabSpec['regions'] {
  const other = from === to ? Object.keys(regions).find((name) => name !== from) : to
  if (other === undefined)
    throw new Failure('usage', `The lab has two regions, and the plan has ${from} alone. Add the other one to it.`)
  const home = system.find(({ keeps }) => keeps)?.active[0] ?? (direction === 'failback' ? other : from)
  return home === other ? [other, from] : [from, other]
}

/** Databases that the scenario touches; where it touches none, all that there are. */
export function storesOf({ stores, system = [] }: Runbook): readonly string[] {
  const objects = idsOf(system, 'object-storage')
  const touched = stores.map(({ component }) => component).filter((one) => !objects.includes(one))
  return touched.length > 0 ? touched : system.filter((one) => keepsRows(one, objects)).map(({ id }) => id)
}

function keepsRows({ keeps, id }: SystemComponent, objects: readonly string[]): boolean {
  return keeps && !objects.includes(id)
}

/** One vault holds the backups of all of them. What a plan does not say is locked can be deleted, as in most vaults. */
function lockedFor({ system = [] }: Pick<Runbook, 'system'>, ids: readonly string[]): { readonly immutable?: true } {
  const isLocked = ids.every((one) => system.some(({ id, backupImmutable }) => id === one && backupImmutable === true))
  return isLocked ? { immutable: true } : {}
}

/** What is to be restored is replicated on an ordinary day all the same. */
function isSync(runbook: Runbook): boolean {
  const { stores, system } = runbook
  if (system === undefined) return stores.some(({ replication }) => replication === 'sync')
  const held = storesOf(runbook)
  return system.some(({ id, replication }) => held.includes(id) && replication === 'sync')
}

function outside({ from, watches }: RunbookProbe): boolean {
  return from === undefined && watches !== 'data' && watches !== 'management'
}

type Shape = Pick<LabSpec, 'data' | 'archived' | 'instances' | 'bare' | 'spread'>

/**
 * How many instances carry everybody where a plan leaves anything to the lab's operations; small, for all of them share
 * one machine. Where it leaves nothing to them, no number can change, and one carries everybody.
 */
const several = 3

/** The shape that the strategies of the plan ask for. What no machine of the plan would start or grow is there in full. */
function shapeOf({ system = [], fault, steps }: Runbook): Shape {
  const objects = idsOf(system, 'object-storage')
  const store = system.find((one) => keepsRows(one, objects))
  const service = system.find(({ type }) => type === 'web-service')
  const can = (verb: string): boolean => service?.operations.includes(verb) === true
  const active = service?.strategy === 'active-active'
  const full = system.some(({ operations }) => operations.length > 0) ? several : 1
  const sized = Math.max(1, Math.round(full * (service?.standbySize ?? 1 / full)))
  const part = { full, first: full, second: full }
  const instances = active
    ? service.variant === 'overprovisioned' || !can('scale')
      ? part
      : { full, first: full - 1, second: full - 1 }
    : service?.strategy === 'warm-standby' && can('scale')
      ? { ...part, second: sized }
      : (service?.strategy === 'cold-standby' || service?.strategy === 'backup-restore') && can('start')
        ? { ...part, second: 0 }
        : part
  const data = dataOf(store)
  return {
    data,
    archived: data === 'shipped' || data === 'restored' || steps.some(needsBackups) || ruined.includes(fault?.as ?? ''),
    instances,
    bare: instances.second === 0 && steps.some(({ id }) => id.startsWith('provision.')),
    spread: active && system.some(({ automatic }) => automatic === true),
  }
}

/** Faults after which nothing but backups is left to be trusted. */
const ruined: readonly string[] = ['dropped', 'altered']

function needsBackups({ work }: Step): boolean {
  return work.kind === 'action' && ['choose-point', 'restore', 'back-up'].includes(String(work.with['operation']))
}

function dataOf(store: SystemComponent | undefined): LabSpec['data'] {
  if (store?.strategy === 'active-active' && store.writesEverywhere) return 'everywhere'
  if (store?.strategy === 'backup-restore' && store.operations.includes('restore')) return 'restored'
  if (store?.strategy === 'cold-standby' && store.operations.includes('start')) return 'shipped'
  return 'streamed'
}

/**
 * Whether a lab built from the one serves a run that asks for the other: a failback has the regions the other way
 * round, and perhaps no probes.
 * @param madeOfAny whether it may be made of other programs
 */
export function serves(built: LabSpec, asked: LabSpec, madeOfAny = false): boolean {
  const essence = ({ regions, stores, sync, flows, data, instances, spread, dns, objects, cache, parts }: LabSpec) =>
    JSON.stringify([
      [...regions].sort(),
      [...stores].sort(),
      ...[sync, flows, data, instances, spread, dns?.component, dns?.ttl, dns?.automatic],
      ...[objects?.components, objects?.immutable, cache, madeOfAny ? undefined : parts],
    ])
  const isAsLocked = !asked.archived || asked.immutable === built.immutable
  return isAsLocked && essence(built) === essence(asked)
}
