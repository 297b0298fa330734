import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Json } from '#digest'
import type { Target } from '#drill'
import { type ActionContext, type Arguments, type Endpoint, systemClock, type World } from '#execution'
import { createLab } from '#lab'
import type { Runbook } from '#runbook'
import { type Share, seconds } from '#units'
import { registry } from '../index.ts'

/** What the tests of the actions share: two regions with PostgreSQL and what directs traffic, and acts on them. */

export const runbook: Runbook = {
  schemaVersion: 1,
  plan: { name: 'actions-test', owner: 'nobody', digest: 'sha256:0' },
  scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
  direction: 'failover',
  mode: 'forced',
  from: 'east',
  to: 'west',
  regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
  flows: [
    {
      id: 'checkout',
      does: 'checkout',
      tier: 1,
      data: 'writes',
      objectives: {},
      level: { success: 0.95 as Share, hold: seconds(1) },
      restoredBy: [],
      stores: ['orders-db'],
      components: ['orders-db'],
    },
  ],
  stores: [{ component: 'orders-db', replication: 'async' }],
  probes: [{ id: 'storefront', component: 'storefront', every: seconds(0.2), timeout: seconds(1) }],
  decision: 'automatic',
  people: [],
  steps: [],
  deviations: [],
  gaps: [],
}

/**
 * A lab with a home of its own; it is not started.
 * @param offset another one for each lab of a process, 0 or 5
 */
export function laboratory(offset = 0): { readonly lab: Target; remove(): Promise<void> } {
  const parent = mkdtempSync(join(tmpdir(), 'muster-actions-test-'))
  chmodSync(parent, 0o755)
  const basePort = 26_000 + (process.pid % 200) * 10 + offset
  const lab = createLab({ home: join(parent, '.muster'), basePort, clock: systemClock })
  return {
    lab,
    async remove() {
      await lab.stop()
      rmSync(parent, { recursive: true, force: true })
    },
  }
}

let keys = 0

/** What an action is given. Every context has a key of its own. */
export function contextOf(world: World, given: Partial<ActionContext> = {}): ActionContext {
  keys += 1
  return {
    run: 'run-1',
    runbook,
    step: 'a-step',
    key: `key-${keys}`,
    epoch: 1,
    world,
    clock: systemClock,
    signal: AbortSignal.timeout(60_000),
    say: () => undefined,
    ...given,
  }
}

/** Does what a step with the action would do, arguments checked. */
export async function act(
  world: World,
  use: string,
  args: Arguments,
  given: Partial<ActionContext> = {},
): Promise<Json> {
  const action = registry.get(use)
  const wrong = action ? action.accepts(args) : `No action ${use}.`
  if (!action || wrong !== undefined) throw new Error(wrong)
  return action.run(args, contextOf(world, given))
}

/** Looks whether an action has happened. */
export async function look(world: World, use: string, args: Arguments): Promise<string | undefined> {
  return registry.get(use)?.probe?.(args, contextOf(world))
}

/** Statements on a region's server, each on its own, over one connection that is closed. */
export async function sql(world: World, region: string, ...texts: readonly string[]): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: world.endpoint('orders-db', region).url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    let rows: readonly unknown[] = []
    for (const text of texts) rows = (await client.query(text)).rows
    return rows
  } finally {
    await client.end()
  }
}

/** A world with another thing said of its endpoints. */
export function changed(world: World, change: (endpoint: Endpoint, region: string) => Endpoint): World {
  return { ...world, endpoint: (component, region) => change(world.endpoint(component, region), region) }
}

/** A world in which one region's server is gone: nobody listens there. */
export function without(world: World, gone: string): World {
  return changed(world, (endpoint, region) =>
    region === gone ? { ...endpoint, url: 'postgres://127.0.0.1:9/orders-db' } : endpoint,
  )
}

/** A world with a bug that shows when a region is reached. */
export function broken(world: World, there: string): World {
  return changed(world, (endpoint, region) => {
    if (region === there) throw new RangeError('This is a bug in Muster.')
    return endpoint
  })
}

/** How an action failed. @throws what it failed with, where that is no failure of an action */
export async function failure(work: Promise<unknown>): Promise<RetryableFailure | TerminalFailure> {
  const error = await work.then(
    () => new Error('It succeeded.'),
    (reason: unknown) => reason,
  )
  if (error instanceof RetryableFailure || error instanceof TerminalFailure) return error
  throw error
}

export async function takesWrites(world: World, region: string): Promise<boolean> {
  const [row] = await sql(world, region, `select current_setting('transaction_read_only') = 'off' as open`)
  return (row as { open: boolean }).open
}
