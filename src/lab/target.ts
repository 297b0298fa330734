import { Failure, TerminalFailure } from '#diagnostics'
import type { Target, TargetStatus } from '#drill'
import type { LedgerCount } from '#evidence'
import type { Clock, Endpoint } from '#execution'
import type { Runbook } from '#runbook'
import { type Duration, formatDuration, seconds } from '#units'
import { type Connection, connectOrStart, stopSupervisor } from './connection.ts'
import { type Control, call, HttpFailure } from './http.ts'
import type { LedgerEntry, ServedClient } from './load.ts'
import { onServer, urlOf } from './postgres/sql.ts'
import { reconciled } from './reconcile.ts'
import { lackedBy, servedByWeb, specOf } from './spec.ts'
import { labStatus } from './status.ts'
import type { Started } from './supervisor.ts'
import type { TrafficStatus } from './traffic.ts'

/** How a lab is made. */
export interface LabOptions {
  /** The project's `.muster` directory, absolute. */
  readonly home: string
  /** The first of the lab's five ports. */
  readonly basePort: number
  readonly clock: Clock
  /** Without contact for so long, the lab stops itself; 15 minutes where it is left out. */
  readonly idleLimit?: Duration
}

/** The limit within which a lab that nobody contacts stops itself. */
export const usualIdleLimit = seconds(15 * 60)
/** Longest answers, in milliseconds, of calls that do little. */
const shortly = 15_000
const warmUpPatience = 30

interface Held extends Started {
  readonly connection: Connection
  readonly run: string
  readonly runbook: Runbook
}

/** The lab as a drill's target: two regions on this machine. Nothing is started before `start`. */
export function createLab({ home, basePort, clock, idleLimit = usualIdleLimit }: LabOptions): Target {
  let held: Held | undefined
  /** The latest lab that was asked for, so that a stop reaches one that is still starting. */
  let pending: { readonly connection: Connection; readonly run: string } | undefined
  let loadControl: Control | undefined
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

  /** The start that is under way; a stop waits for it. */
  let beginning: Promise<void> | undefined
  let abandoned = false

  const begin = async (run: string, runbook: Runbook, say: (line: string) => void): Promise<void> => {
    const body = { run, spec: specOf(runbook), ...(held ? { holding: held.run } : {}) }
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
    lacks: lackedBy,
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
        if (!waiting) return
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
      return (await call<{ t0: number }>(holding().connection, 'POST', '/inject', { body, timeout: shortly })).t0
    },
    async heal(key, fault) {
      await call(holding().connection, 'POST', '/heal', { body: { key, fault }, timeout: shortly })
    },
    async restoredSince(instant, runbook) {
      const flows = runbook.flows.map(({ id, level }) => ({ id, ...level }))
      const body = { instant, flows }
      return (await call<{ restored: boolean }>(load(), 'POST', '/restored', { body, timeout: shortly })).restored
    },
    async reconcile(component, region, except): Promise<LedgerCount> {
      const store = holding().layout.regions[region]?.postgres
      if (!store || !holding().layout.spec.stores.includes(component))
        throw new TerminalFailure(`The lab has no store ${component} in ${region}.`)
      const { entries } = await call<{ entries: LedgerEntry[] }>(load(), 'POST', '/ledger', {
        body: { store: component },
        timeout: shortly,
      })
      const rows = await onServer(store, component, (query) => query('select key from orders')).catch((cause) => {
        throw new Failure('unreachable', `${component} in ${region} cannot be read: ${String(cause)}.`, { cause })
      })
      return reconciled(
        component,
        entries,
        rows.map(({ key }) => String(key)),
        new Set(except),
      )
    },
    async measurements(from, t0, ledgers) {
      const { clients } = await call<Pick<Awaited<ReturnType<Target['measurements']>>, 'clients'>>(
        load(),
        'GET',
        `/series?from=${from}`,
        { timeout: shortly },
      )
      return {
        schemaVersion: 1,
        method: ledgers.length > 0 ? 'ledger' : 'none',
        clock: { source: 'CLOCK_MONOTONIC of the one machine that all processes of the lab run on', skewSeconds: 0 },
        ...(t0 === undefined ? {} : { t0 }),
        clients,
        ledgers,
      }
    },
    endpoint(component, region): Endpoint {
      const { layout, manage, runbook } = holding()
      const at = layout.regions[region]
      const url = layout.spec.stores.includes(component)
        ? at && urlOf(at.postgres, component)
        : servedByWeb(runbook).has(component)
          ? at?.web
          : undefined
      if (url === undefined) throw new TerminalFailure(`The lab has no ${component} in ${region}.`, { harmless: true })
      const path = `/regions/${encodeURIComponent(region)}/components/${encodeURIComponent(component)}`
      return {
        url,
        manage: { url: `${manage.url}${path}`, token: manage.token },
        ...(layout.spec.stores.includes(component) ? { identity: { database: component } } : {}),
      }
    },
    traffic: () => holding().layout.traffic,
    async facts() {
      const { runbook } = holding()
      const facts: Record<string, boolean | number> = { 'deployment.inProgress': false }
      const status = await trafficStatus(2000).catch(() => undefined)
      const watched = status?.endpoints.find(({ region }) => region === runbook.from)
      // Not probed yet is neither healthy nor failing: unknown, so left out.
      if (!watched || (!watched.healthy && watched.failingSince === undefined)) return facts
      for (const { id } of runbook.probes) {
        facts[`probes.${id}.failing`] = !watched.healthy
        facts[`probes.${id}.failingFor`] =
          watched.failingSince === undefined ? 0 : Math.max(0, clock.monotonic() - watched.failingSince)
      }
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
