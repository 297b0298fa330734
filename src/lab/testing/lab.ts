import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Target } from '#drill'
import { type Clock, systemClock } from '#execution'
import type { Fault, Runbook, RunbookFlow, RunbookStore, SystemComponent } from '#runbook'
import { type Share, seconds } from '#units'
import { onServer } from '../postgres/sql.ts'
import { call } from '../http.ts'
import { createLab } from '../target.ts'

/** What the tests of the lab share: a runbook without a plan, a home of its own, and acts done by hand. */

const flow = (id: string, data: 'reads' | 'writes'): RunbookFlow => ({
  id,
  does: id,
  tier: 1,
  data,
  objectives: {},
  level: { success: 0.95 as Share, hold: seconds(1) },
  restoredBy: ['route'],
  stores: ['orders-db'],
  components: ['storefront', 'orders-db', 'key-vault'],
})

export function runbookOf(replication: RunbookStore['replication'], change: Partial<Runbook> = {}): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'lab-test', owner: 'nobody', digest: 'sha256:0' },
    scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
    direction: 'failover',
    mode: 'forced',
    from: 'east',
    to: 'west',
    regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
    flows: [flow('checkout', 'writes'), flow('account', 'writes'), flow('browse', 'reads')],
    stores: [{ component: 'orders-db', replication }],
    probes: [{ id: 'storefront', component: 'storefront', every: seconds(0.2), timeout: seconds(1) }],
    decision: 'automatic',
    people: [],
    steps: [],
    deviations: [],
    gaps: [],
    ...change,
  }
}

/** The store of those runbooks as their plan has it. */
export function store(change: Partial<SystemComponent> = {}): SystemComponent {
  return {
    id: 'orders-db',
    type: 'postgres',
    active: ['east'],
    standby: ['west'],
    keeps: true,
    writesEverywhere: false,
    replication: 'async',
    operations: [],
    needs: [],
    ...change,
  }
}

/** The loss of the first region, with its line. */
export const eastLost: Fault = { as: 'cut-off', regions: ['east'], components: [], between: [] }

export const clock: Clock = systemClock

/** Seven ports in a row that nobody uses, from a start that differs from process to process. */
export async function freeBase(): Promise<number> {
  const hosts = ['127.0.0.1', '127.0.1.1', '127.0.2.1']
  for (let base = 20_000 + (process.pid % 1000) * 10; ; base += 10) {
    const ports = hosts.flatMap((host) => [0, 1, 2, 3, 4, 5, 6].map((offset) => isFree(host, base + offset)))
    if ((await Promise.all(ports)).every(Boolean)) return base
  }
}

/** A home below the system's temporary directory, and labs in it. */
export async function laboratory() {
  const basePort = await freeBase()
  const parent = mkdtempSync(join(tmpdir(), 'muster-lab-test-'))
  chmodSync(parent, 0o755)
  const home = join(parent, '.muster')
  return {
    home,
    basePort,
    lab: (idleLimit = 900): Target => createLab({ home, basePort, clock, idleLimit: seconds(idleLimit) }),
    remove: () => rmSync(parent, { recursive: true, force: true }),
  }
}

export async function traffic(lab: Target, verb: string, body: object): Promise<unknown> {
  return call(lab.traffic(), 'POST', `/${verb}`, { body: { run: 'run-1', epoch: 1, ...body } })
}

export async function manage(
  lab: Target,
  component: string,
  region: string,
  act = '',
  body?: object,
): Promise<unknown> {
  const { manage: control } = lab.endpoint(component, region)
  if (!control) throw new Error(`${component} in ${region} cannot be managed.`)
  return body ? call(control, 'POST', act, { body }) : call(control, 'GET', act)
}

export async function sql(lab: Target, region: string, text: string): Promise<ReadonlyArray<Record<string, unknown>>> {
  const { hostname, port, username, password } = new URL(lab.endpoint('orders-db', region).url)
  const address = { host: hostname, port: Number(port), user: username, password }
  return onServer(address, 'orders-db', (query) => query(text))
}

/** Waits for something that the lab will do by itself. */
export async function eventually(what: string, holds: () => Promise<boolean>, within = 30): Promise<void> {
  for (const until = clock.monotonic() + within; !(await holds()); await clock.sleep(seconds(0.05)))
    if (clock.monotonic() > until) throw new Error(`Not within ${within} s: ${what}.`)
}

/** Fails over by hand: fence, promote, route, and wait until the flows are restored. */
export async function failOver(lab: Target, runbook: Runbook, since: number): Promise<void> {
  await traffic(lab, 'fence', { key: 'fence', region: runbook.from })
  await sql(lab, runbook.to, 'select pg_promote()')
  await traffic(lab, 'route', { key: 'route', region: runbook.to })
  await eventually('the flows are restored', () => lab.restoredSince(since, runbook))
}

export async function isFree(host: string, port: number): Promise<boolean> {
  const server = createServer()
  const free = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false)).listen(port, host, () => resolve(true))
  })
  await new Promise((resolve) => server.close(resolve))
  return free
}

/** System V shared memory made by those processes, as Linux lists it; none elsewhere. */
export function sharedMemory(pids: readonly number[]): string[] {
  if (!existsSync('/proc/sysvipc/shm')) return []
  const lines = readFileSync('/proc/sysvipc/shm', 'utf8').trim().split('\n').slice(1)
  return lines
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , , , pid]) => pids.includes(Number(pid)))
    .map(([, id = '']) => id)
}
