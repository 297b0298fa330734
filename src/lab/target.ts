import { Failure, TerminalFailure } from '#diagnostics'
import type { Target, TargetStatus } from '#drill'
import type { ConflictsCounted, Inspection, LedgerCount, LeftBehind, Measurements, Pinned } from '#evidence'
import type { Clock, Endpoint } from '#execution'
import type { Runbook } from '#runbook'
import { type Duration, formatDuration, seconds } from '#units'
import { type Connection, connectOrStart, stopSupervisor } from './connection.ts'
import { type SentBy, staleUse } from './dns/stale.ts'
import type { Injected } from './faults/fault.ts'
import type { Happening } from './happenings.ts'
import { type Control, call, HttpFailure } from './http.ts'
import type { Looking } from './inspection/index.ts'
import { type CachedRead, cacheSeen } from './cache/served.ts'
import { lackedBy, servedByWeb } from './lacks.ts'
import { type Held as HeldObjects, reconciledObjects } from './objects/held.ts'
import type { Counts, LedgerEntry, ServedClient } from './load.ts'
import { createManagementWatch } from './management-watch.ts'
import { onServer, type ServerAddress, urlOf } from './postgres/sql.ts'
import { reconciled, type StoredRow } from './reconcile.ts'
import { type Parts, partsFor } from './profile.ts'
import { type LabSpec, specOf } from './spec.ts'
import { labStatus } from './status.ts'
import type { Started } from './supervisor.ts'
import type { TrafficStatus } from './router.ts'
import { writingsOf } from './writings.ts'

/** How a lab is made. */
export interface LabOptions {
  /** The project's `.muster` directory, absolute. */
  readonly home: string
  /** The first of the lab's ports. */
  readonly basePort: number
  readonly clock: Clock
  /** Without contact for so long, the lab stops itself; 15 minutes where it is left out. */
  readonly idleLimit?: Duration
  /** The resolver of a lab that leads by names keeps each answer for so long at least; as it is told where left out. */
  readonly resolverFloor?: Duration
  /** Programs of this machine that stand in for the lab's own parts; none where left out. */
  readonly parts?: Parts
}

/** The limit within which a lab that nobody contacts stops itself. */
export const usualIdleLimit = seconds(15 * 60)
/** Longest answers, in milliseconds, of calls that do little. */
const shortly = 15_000
/** The same of a fault: who deletes objects one by one takes a while. */
const hurting = 60_000
const warmUpPatience = 30
/** Over how many seconds the writes before a fault and those at the end are counted. */
const counted = 3

interface Held extends Started {
  readonly connection: Connection
  readonly run: string
  readonly runbook: Runbook
}

/** The lab as a drill's target: two regions on this machine. Nothing is started before `start`. */
export function createLab(options: LabOptions): Target {
  const { home, basePort, clock, idleLimit = usualIdleLimit, resolverFloor, parts = {} } = options
  let held: Held | undefined
  /** The latest lab that was asked for, so that a stop reaches one that is still starting. */
  let pending: { readonly connection: Connection; readonly run: string } | undefined
  let loadControl: Control | undefined
  let injected: Injected | undefined
  let heartbeat: NodeJS.Timeout | undefined

  const holding = (): Held => {
    if (held) return held
    throw new TerminalFailure('The lab is not running for this run. Start it, or resume the run that it is held by.', {
      harmless: true,
    })
  }
  const load = (): Control => {
    if (loadControl) return loadControl
    throw new Failure('unreachable', 'The lab is not under load, so there is nothing to measure.')
  }
  const beat = (control: Connection) => {
    clearInterval(heartbeat)
    const every = Math.min(60_000, (idleLimit * 1000) / 3)
    heartbeat = setInterval(() => void call(control, 'POST', '/contact', { timeout: shortly }).catch(() => {}), every)
    heartbeat.unref()
  }
  const trafficStatus = (timeout: number) =>
    call<TrafficStatus>(holding().layout.traffic, 'GET', '/status', { timeout })

  const managementState = createManagementWatch(() => clock.monotonic())
  /** What the runbook's probes ask from now on; a way back has none, and those of the way there go on. */
  const watch = async (control: Connection, runbook: Runbook, { spec }: Held['layout']) => {
    const watched = runbook.scenario.loses[0] ?? spec.regions[0]
    const { probes } = runbook
    if (probes.length > 0) await call(control, 'POST', '/watch', { body: { probes, watched }, timeout: shortly })
  }
  const ledgerOf = async (store: string): Promise<readonly LedgerEntry[]> =>
    (await call<{ entries: LedgerEntry[] }>(load(), 'POST', '/ledger', { body: { store }, timeout: shortly })).entries
  const rowsOf = async (store: ServerAddress, component: string): Promise<readonly StoredRow[]> =>
    (await onServer(store, component, (query) => query(everyRow))).map(({ key, amount, sound }) => ({
      key: String(key),
      amount: Number(amount),
      sound: sound === true,
    }))
  const staleSince = async (from: number): Promise<Pick<Measurements, 'stale'>> => {
    const { layout } = holding()
    if (!layout.names) return {}
    const path = `/events?after=${from}`
    const { events } = await call<{ events: Happening[] }>(layout.traffic, 'GET', path, { timeout: shortly })
    const { clients } = await call<{ clients: SentBy[] }>(load(), 'GET', `/sent?from=${from}`, { timeout: shortly })
    const stale = staleUse(events, clients)
    return stale ? { stale } : {}
  }
  const conflicts = async (): Promise<Pick<Measurements, 'conflicts'>> => {
    const { connection: control, layout } = holding()
    if (layout.spec.data !== 'everywhere') return {}
    return await call<{ conflicts: ConflictsCounted[] }>(control, 'GET', '/conflicts', { timeout: shortly })
  }
  const objectsOf = (region: string, component: string): Promise<HeldObjects> =>
    call<HeldObjects>(holding().connection, 'POST', '/objects', { body: { region, component }, timeout: 60_000 })
  const cacheSince = async (from: number, t0: number | undefined): Promise<Pick<Measurements, 'cache'>> => {
    const { cache } = holding().layout.spec
    if (cache === undefined || t0 === undefined) return {}
    const path = `/cached?from=${Math.min(from, t0 - 10)}`
    const { reads } = await call<{ reads: CachedRead[] }>(load(), 'GET', path, { timeout: shortly })
    const seen = cacheSeen(cache, reads, t0, clock.monotonic())
    return seen ? { cache: seen } : {}
  }
  const listedSince = async (from: number, { to }: Runbook): Promise<Pick<Measurements, 'leftBehind'>> => {
    const { connection: control, layout } = holding()
    const { listed } = await call<{ listed: LeftBehind[] }>(control, 'GET', '/listed', { timeout: shortly })
    const survivor = layout.regions[to]?.postgres
    const leftBehind = await Promise.all(
      listed
        .filter(({ at, region }) => at >= from && region !== to)
        .map(async (list) => {
          // What both sides took while they were apart is joined afterwards, and is not left behind then.
          const rows = survivor && (await rowsOf(survivor, list.component).catch(() => undefined))
          if (!rows) return list
          const there = new Set(rows.map(({ key }) => key))
          return { ...list, arrived: list.only.filter((key) => there.has(key)).length }
        }),
    )
    return leftBehind.length === 0 ? {} : { leftBehind }
  }
  const writesAround = async (from: number): Promise<number> =>
    (await call<Counts>(load(), 'GET', `/counts?from=${from}&to=${from + counted}`, { timeout: shortly }))
      .writesPerSecond

  /** Until when nobody but customers asked anything of the lab; not known to whoever takes a drill up. */
  let undisturbed: number | undefined
  /** The start that is under way; a stop waits for it. */
  let beginning: Promise<void> | undefined
  let abandoned = false

  const begin = async (run: string, runbook: Runbook, say: (line: string) => void): Promise<void> => {
    // A lab that was joined is taken as it stands.
    const made = held ? (held.layout.spec.parts ?? {}) : parts
    const body = {
      run,
      spec: { ...flooredBy(specOf(runbook), resolverFloor), ...partsFor(made) },
      ...(held ? { holding: held.run } : {}),
    }
    for (let attempt = 1; ; attempt++) {
      const found = await connectOrStart({ home, basePort, idleLimit })
      if (abandoned) {
        await stopSupervisor(home, found, run)
        throw new Failure('unreachable', 'The lab was stopped while it was being started.')
      }
      pending = { connection: found, run }
      try {
        const started = await call<Started>(found, 'POST', '/start', { body, say })
        held = { ...started, connection: found, run, runbook }
        loadControl = started.load ?? loadControl
        await watch(found, runbook, started.layout)
        return beat(found)
      } catch (error) {
        // A lab for another plan that no run holds: it gives way.
        if (!(error instanceof HttpFailure) || error.status !== 412 || attempt > 1) throw error
        const { claimedBy } = await call<{ claimedBy?: string }>(found, 'GET', '/status', { timeout: shortly })
        if (claimedBy !== undefined) throw error
        await stopSupervisor(home, found)
      }
    }
  }

  return {
    name: 'lab',
    lacks: (runbook) => lackedBy(runbook, resolverFloor),
    parts: () => held?.layout.parts,
    async start(run, runbook, say) {
      abandoned = false
      beginning = begin(run, runbook, say)
      await beginning
    },
    async load(warmUp) {
      const { connection: control } = holding()
      loadControl = await call<Control>(control, 'POST', '/load', { timeout: shortly })
      const until = clock.monotonic() + warmUp + warmUpPatience
      for (;;) {
        const { clients } = await call<{ clients: ServedClient[] }>(loadControl, 'GET', '/served', { timeout: shortly })
        const waiting = clients.find(({ servedFor }) => servedFor < warmUp)
        if (!waiting) {
          undisturbed = clock.monotonic()
          return
        }
        if (clock.monotonic() > until)
          throw new Failure(
            'unreachable',
            `The lab does not serve flow ${waiting.flow} for ${formatDuration(warmUp)} without an error: ` +
              `${waiting.lastError ?? 'it answers too slowly'}.`,
          )
        await clock.sleep(seconds(0.05))
      }
    },
    async inject(key, fault) {
      const body = { key, fault }
      injected = await call<Injected>(holding().connection, 'POST', '/inject', { body, timeout: hurting })
      return injected.t0
    },
    harm: () => injected?.harm,
    async heal(key, fault) {
      await call(holding().connection, 'POST', '/heal', { body: { key, fault }, timeout: shortly })
    },
    async inspect(moment, runbook) {
      const { connection: control, layout } = holding()
      const { probes, scenario, to } = runbook
      const looking: Looking = {
        moment,
        // A way back has none of its own, and those of the way there may be watched no more.
        probes: runbook.direction === 'failover' ? probes : [],
        watched: scenario.loses[0] ?? layout.spec.regions[0],
        survivor: to,
      }
      return await call<Inspection>(control, 'POST', '/inspect', { body: { looking }, timeout: 60_000 })
    },
    async restoredSince(instant, runbook) {
      const flows = runbook.flows.map(({ id, level }) => ({ id, ...level }))
      const body = { instant, flows }
      return (await call<{ restored: boolean }>(load(), 'POST', '/restored', { body, timeout: shortly })).restored
    },
    async reconcile(component, region, except, other): Promise<LedgerCount> {
      const { regions, spec } = holding().layout
      if (spec.objects?.components.includes(component))
        return await reconciledObjects(component, await ledgerOf(component), except, objectsOf, region, other)
      const store = regions[region]?.postgres
      if (!store || !spec.stores.includes(component))
        throw new TerminalFailure(`The lab has no store ${component} in ${region}.`)
      const entries = await ledgerOf(component)
      const rows = await rowsOf(store, component).catch((cause) => {
        throw new Failure('unreachable', `${component} in ${region} cannot be read: ${String(cause)}.`, { cause })
      })
      const apart = other === undefined ? undefined : regions[other]?.postgres
      // What a side that cannot be read may hold is not known to be anywhere.
      const there = apart && (await rowsOf(apart, component).catch(() => []))
      const elsewhere = there && new Set(there.map(({ key }) => key))
      return reconciled(component, entries, rows, new Set(except), elsewhere)
    },
    async measurements(from, t0, ledgers) {
      const { clients } = await call<Pick<Awaited<ReturnType<Target['measurements']>>, 'clients'>>(
        load(),
        'GET',
        `/series?from=${from}`,
        { timeout: shortly },
      )
      const written = await Promise.all(
        [...holding().layout.spec.stores, ...(holding().layout.spec.objects?.components ?? [])].map(async (store) =>
          writingsOf(store, await ledgerOf(store), from),
        ),
      )
      return {
        schemaVersion: 1,
        method: ledgers.length > 0 ? 'ledger' : 'none',
        clock: { source: 'CLOCK_MONOTONIC of the one machine that all processes of the lab run on', skewSeconds: 0 },
        ...(t0 === undefined ? {} : { t0 }),
        clients,
        ledgers,
        writings: written.flat().sort((a, b) => a.from - b.from),
        ...(await call<{ pinned: Pinned[] }>(load(), 'GET', `/pinned?from=${from}`, { timeout: shortly })),
        ...(await conflicts()),
        ...(await staleSince(from)),
        ...(await listedSince(from, holding().runbook)),
        ...(await cacheSince(from, t0)),
        ...(t0 === undefined
          ? {}
          : {
              throughput: {
                before: await writesAround((undisturbed ?? t0) - counted),
                after: await writesAround(clock.monotonic() - counted),
              },
            }),
      }
    },
    endpoint(component, region): Endpoint {
      const { layout, manage, runbook } = holding()
      const at = layout.regions[region]
      const url = layout.spec.stores.includes(component)
        ? at && urlOf(at.postgres, component)
        : layout.spec.objects?.components.includes(component)
          ? at?.objects
          : component === layout.spec.cache
            ? at?.cache
            : servedByWeb(runbook).has(component)
              ? at?.web
              : undefined
      if (url === undefined) throw new TerminalFailure(`The lab has no ${component} in ${region}.`, { harmless: true })
      const path = pathOf(component, region)
      return {
        url,
        manage: { url: `${manage.url}${path}`, token: manage.token },
        ...(layout.spec.stores.includes(component) ? { identity: { database: component } } : {}),
      }
    },
    traffic: () => holding().layout.traffic,
    async facts() {
      const { runbook, layout, manage } = holding()
      const facts: Record<string, boolean | number> = { 'deployment.inProgress': false }
      const known = (id: string, failing: boolean, since: number | undefined) => {
        facts[`probes.${id}.failing`] = failing
        facts[`probes.${id}.failingFor`] = since === undefined ? 0 : Math.max(0, clock.monotonic() - since)
      }
      const managed = runbook.probes.filter(({ watches }) => watches === 'management')
      const [status] = await Promise.all([
        trafficStatus(2000).catch(() => undefined),
        ...managed.map(async (probe) => {
          const component = layout.spec.stores[0] ?? probe.component
          const { failing, failingSince } = await managementState(probe, manage, pathOf(component, runbook.to))
          known(probe.id, failing, failingSince)
        }),
      ])
      // Not probed yet is neither healthy nor failing: unknown, so left out.
      for (const { id, healthy, failingSince } of status?.probes ?? [])
        if (healthy || failingSince !== undefined) known(id, !healthy, failingSince)
      return facts
    },
    async stop() {
      abandoned = true
      const last = held ?? pending
      if (last) await stopSupervisor(home, last.connection, last.run)
      await beginning?.catch(() => {})
      clearInterval(heartbeat)
      held = pending = loadControl = undefined
    },
    status: (): Promise<TargetStatus> => labStatus(home),
  }
}

/** The spec with a resolver that keeps answers longer than they say. */
function flooredBy(spec: LabSpec, floor: Duration | undefined): LabSpec {
  return spec.dns && floor !== undefined ? { ...spec, dns: { ...spec.dns, floor } } : spec
}

const everyRow = 'select key, amount, sum = order_sum(key, amount) as sound from orders'

/** Where a region's management of a component is. */
function pathOf(component: string, region: string): string {
  return `/regions/${encodeURIComponent(region)}/components/${encodeURIComponent(component)}`
}
