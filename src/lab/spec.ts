import type { Runbook, SystemComponent } from '#runbook'
import { formatDuration } from '#units'

/** One flow as the lab serves it. */
export interface LabFlow {
  readonly id: string
  readonly data: 'reads' | 'writes'
  /** The store that it reads or writes; absent where it has none. */
  readonly store?: string
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
  /** Instances of the web service: how many carry everybody, and how many run in each region on an ordinary day. */
  readonly instances: { readonly full: number; readonly first: number; readonly second: number }
  /** Whether customers go to both regions, and away by themselves from one whose probe fails. */
  readonly spread: boolean
  /** Seconds. */
  readonly probe: { readonly every: number; readonly timeout: number }
}

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
  instances: { full: 3, first: 3, second: 3 },
  spread: false,
  probe: { every: 0.5, timeout: 1 },
}

export function specOf(runbook: Runbook): LabSpec {
  const { every, timeout } = runbook.probes[0] ?? defaultSpec.probe
  return {
    regions: [runbook.from, runbook.to],
    stores: runbook.stores.map(({ component }) => component),
    sync: runbook.stores.some(({ replication }) => replication === 'sync'),
    flows: runbook.flows.map(({ id, data, stores: [store] }) => ({
      id,
      data,
      ...(store === undefined ? {} : { store }),
    })),
    ...shapeOf(runbook),
    probe: { every, timeout },
  }
}

type Shape = Pick<LabSpec, 'data' | 'archived' | 'instances' | 'spread'>

/** How many instances carry everybody; small, for all of them share one machine. */
const full = 3

/** The shape that the strategies of the plan ask for. What no machine of the plan would start or grow is there in full. */
function shapeOf({ system = [], fault }: Runbook): Shape {
  const store = system.find(({ keeps }) => keeps)
  const service = system.find(({ type }) => type === 'web-service')
  const can = (verb: string): boolean => service?.operations.includes(verb) === true
  const active = service?.strategy === 'active-active'
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
    archived: data === 'shipped' || data === 'restored' || fault?.as === 'dropped' || fault?.as === 'altered',
    instances,
    spread: active && system.some(({ automatic }) => automatic === true),
  }
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
 */
export function serves(built: LabSpec, asked: LabSpec): boolean {
  const essence = ({ regions, stores, sync, flows, data, instances, spread }: LabSpec) =>
    JSON.stringify([[...regions].sort(), [...stores].sort(), sync, flows, data, instances, spread])
  return essence(built) === essence(asked)
}

/** Components that the regions' web services stand for: those that a probe or an HTTP or service action names. */
export function servedByWeb(runbook: Runbook): ReadonlySet<string> {
  const acted = runbook.steps.flatMap(({ work, component }) =>
    work.kind === 'action' && /^(http|service)\./.test(work.use) && component !== undefined ? [component] : [],
  )
  const stores = new Set(runbook.stores.map(({ component }) => component))
  return new Set([...runbook.probes.map(({ component }) => component), ...acted].filter((name) => !stores.has(name)))
}

/** What of the runbook the lab does not have, or has otherwise, in sentences. */
export function lackedBy(runbook: Runbook): readonly string[] {
  const built = new Set([
    ...servedByWeb(runbook),
    ...runbook.stores.map(({ component }) => component),
    // What traffic is directed through is the lab's traffic manager.
    ...runbook.steps.flatMap(({ work, component }) =>
      work.kind === 'action' && work.use.startsWith('traffic.') && component !== undefined ? [component] : [],
    ),
  ])
  const used = new Set(runbook.flows.flatMap(({ components }) => components))
  const lacking = [...used].filter((name) => !built.has(name)).sort()
  const absent =
    lacking.length > 0 ? [`The lab has no ${lacking.join(', no ')}: flows that need them were measured without.`] : []
  const others = Object.keys(runbook.regions).filter((region) => region !== runbook.from && region !== runbook.to)
  const regions = others.map((region) => `The lab has two regions; ${region} is not among them.`)
  return [...absent, ...regions, ...runbook.stores.flatMap((store) => differs(store, runbook))]
}

function differs({ component, replication, lag }: Runbook['stores'][number], runbook: Runbook): readonly string[] {
  const sync = runbook.stores.some((store) => store.replication === 'sync')
  const said: string[] = []
  if (replication === 'none')
    said.push(`The plan does not replicate ${component}; the lab does, so its loss here is that of a replicated store.`)
  if (replication === 'async' && sync)
    said.push(`In the lab all stores share one server, so ${component} is replicated synchronously like the others.`)
  if (replication === 'async' && !sync && lag)
    said.push(
      `In the lab ${component} lags by about ${linkDelay}ms, the delay of its link; ` +
        `the plan says ${formatDuration(lag.p50)} as a rule and ${formatDuration(lag.p99)} at worst.`,
    )
  if (!runbook.flows.some(({ data, stores: [first] }) => data === 'writes' && first === component))
    said.push(`In the lab no flow writes to ${component} first, so no write to it is counted.`)
  return said
}
