import { randomBytes } from 'node:crypto'
import { call, type Control, monotonic } from '#lab'
import { type Attempt, figuresOf } from './figures.ts'
import type { FrontReady, ServerSeen } from './front.ts'
import type { Combination, CompareRecord, Side } from './model.ts'
import { asked } from './servers.ts'
import { delay, method, paces } from './settings.ts'
import { openSite, type Site } from './site.ts'
import type { Armed, System } from './systems/system.ts'
import type { Tools } from './programs.ts'
import type { Fares, WritersReady } from './writers.ts'

/** What one run is given. */
export interface Running {
  readonly combination: Combination
  readonly system: System
  readonly tools: Tools
  readonly basePort: number
  readonly signal: AbortSignal
}

/** Seconds. */
const watch = { warmUp: 3, served: 3, longest: 150 }

/**
 * One run: the system is started on both sides, clients write, the fault comes at a moment drawn from the system's own
 * turn, and it is watched until every client is served by the other side. Nothing of it is left, whatever comes of it.
 * @throws Failure `unreachable` where the system cannot be started, with the ends of its logs
 */
export async function run({ combination, system, tools, basePort, signal }: Running): Promise<CompareRecord> {
  const began = monotonic()
  const pace = paces[combination.settings]
  const over = new AbortController()
  const stopped = AbortSignal.any([signal, over.signal])
  let armed: Armed | undefined
  const site = await openSite(basePort, tools, signal)
  try {
    const token = randomBytes(24).toString('hex')
    const servers = { east: clientOf(site, 'east'), west: clientOf(site, 'west') }
    const front = await site.role<FrontReady>('own', 'front', { token, at: site.addresses.front, servers })
    const beginning = { site, settings: combination.settings, pace, front: { ...front, token } }
    const versions = await system.start(beginning)
    for (const statement of tables(site.password)) await asked(site.superuser('east'), statement)
    const clients = { token, front: { ...servers.east, ...site.addresses.front }, servers }
    const writers: Control = { ...(await site.role<WritersReady>('own', 'writers', clients)), token }
    await served(site, writers, 'east', watch.warmUp, 60)
    armed = await system.arm?.(beginning, stopped)
    const clientsBegan = monotonic()
    await site.until('the moment that was drawn', 120, drawn(pace.loop))

    const t0 = combination.fault === 'kill' ? site.kill('east') : site.silence()
    const at = new Date().toISOString()
    // What does not come to an end is a result too.
    await served(site, writers, 'west', watch.served, watch.longest, t0).catch((error: unknown) => {
      if (signal.aborted) throw error
    })
    const until = monotonic()
    const { seen } = await call<{ seen: Record<Side, ServerSeen> }>(beginning.front, 'GET', '/status', {
      timeout: 5000,
    })
    const { attempts } = await call<{ attempts: Attempt[] }>(writers, 'POST', '/stop', { timeout: 30_000 })
    const ledAt = seen.west.ledAt
    const survivor = lastSide(attempts)
    const rows = await asked(site.superuser(survivor), 'select key from writes', [], 30)
    return {
      ...combination,
      ...figuresOf({
        attempts,
        t0,
        until,
        held: new Set(rows.map(({ key }) => String(key))),
        began: clientsBegan,
        ...(ledAt === undefined ? {} : { ledAt }),
      }),
      method,
      at,
      pace,
      delay,
      versions,
      took: Math.ceil(monotonic() - began),
    }
  } finally {
    over.abort()
    await armed?.ended
    await site.end()
  }
}

function clientOf({ addresses, password }: Site, side: Side) {
  return { ...addresses.servers[side], user: 'client', password }
}

function tables(password: string): readonly string[] {
  return [
    'create table writes (key text primary key)',
    `create role client login password '${password}'`,
    'grant insert on writes to client',
  ]
}

/** Waits until every client that is led has been served by a side for so long, without an error since. */
async function served(
  site: Site,
  writers: Control,
  by: Side,
  seconds: number,
  limit: number,
  since = monotonic(),
): Promise<void> {
  await site.until(`service by ${by}`, limit, async () => {
    const { clients } = await call<{ clients: Fares[] }>(writers, 'GET', `/fares`, { timeout: 5000 })
    const led = clients.filter(({ pinned }) => !pinned)
    return monotonic() - since > seconds && led.every((one) => one.by === by && one.streak >= seconds)
  })
}

/** A moment within two turns of what looks and renews, so that faults meet the system at any time of its turn. */
function drawn(loop: number): () => Promise<boolean> {
  const at = monotonic() + 1 + Math.random() * 2 * loop
  return () => Promise.resolve(monotonic() >= at)
}

/** Where the last write was taken that went to the primary. */
function lastSide(attempts: readonly Attempt[]): Side {
  const led = attempts.filter(({ by, pinned }) => by !== undefined && !pinned)
  return (
    led.reduce<Attempt | undefined>((last, one) => (last && last.answeredAt > one.answeredAt ? last : one), undefined)
      ?.by ?? 'east'
  )
}
