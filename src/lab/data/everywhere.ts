import { Failure } from '#diagnostics'
import type { Address } from '../addresses.ts'
import { onServer, type ServerAddress } from '../postgres/sql.ts'
import type { Region } from '../region.ts'
import { slotOf } from '../server.ts'
import { countedIn, remember } from './conflicts.ts'

// Two-way logical replication: each region sends what its own customers wrote, and takes what the other's did.

/** From where to where rows of the stores are copied. */
export interface Way {
  readonly from: Region
  readonly into: Region
  readonly stores: readonly string[]
}

/** Milliseconds. */
const lookEvery = 50
const patience = 30_000

/** Lets others subscribe to the orders of every store. Rows are only ever added, so nothing else is sent. */
export async function publish({ server }: Region, stores: readonly string[]): Promise<void> {
  for (const store of stores)
    await onServer(server.cluster.address, store, (query) =>
      query(`create publication orders for table orders with (publish = 'insert')`),
    )
}

/**
 * Begins to copy, with what is there already or from now on, and never what came from here.
 * @param address the near end of the line towards the sending region
 * @throws Failure `unreachable` where the other side does not answer
 */
export async function subscribe(way: Way, address: Address, copy: boolean): Promise<void> {
  const { user, password } = way.from.server.cluster.address
  for (const store of way.stores) {
    const connection =
      `host=${address.host} port=${address.port} user=${user} password=${password} ` +
      `dbname='${store}' application_name=${way.into.name}`
    await onServer(way.into.server.cluster.address, store, (query) =>
      query(
        `create subscription ${subscriptionOf(way)} connection ${literal(connection)} publication orders ` +
          `with (origin = none, copy_data = ${copy}, slot_name = ${slotFor(way, store)})`,
      ),
    )
  }
}

/** Stops copying without asking the other side; it may be gone. It goes on after `resume`. */
export async function suspend(way: Way): Promise<void> {
  await forSubscriptions(way, 'disable')
}

export async function resume(way: Way): Promise<void> {
  await forSubscriptions(way, 'enable')
}

/**
 * Forgets that anything was ever copied that way: the subscription, and the slot that waits at the other end.
 * @param address the server that took it; what is reached by the region's address where left out
 */
export async function forget(way: Way, address: ServerAddress = way.into.server.cluster.address): Promise<void> {
  for (const store of way.stores) {
    await onServer(address, store, async (query) => {
      for (const act of ['disable', 'set (slot_name = none)']) await query(alter(way, act)).catch(ifNone)
      // The server forgets them with the subscription.
      const conflicts = await countedIn(query)
      await query(`drop subscription if exists ${subscriptionOf(way)}`)
      remember(way.into, store, conflicts)
    }).catch(ifGone(way.into))
    await onServer(way.from.server.cluster.address, 'postgres', (query) => dropSlot(query, slotFor(way, store))).catch(
      ifGone(way.from),
    )
  }
}

/** Waits until everything that was written so far has arrived. @throws Failure `unreachable` after 30 s */
export async function leveled(way: Way): Promise<void> {
  const until = performance.now() + patience
  for (const store of way.stores) {
    const slot = slotFor(way, store)
    await ready(way, store, until)
    await onServer(way.from.server.cluster.address, 'postgres', async (query) => {
      const [now] = await query('select pg_current_wal_flush_lsn()::text as lsn')
      for (;;) {
        const [row] = await query(
          'select confirmed_flush_lsn >= $2::pg_lsn as level from pg_replication_slots where slot_name = $1',
          [slot, now?.lsn],
        )
        if (row?.level === true) return
        await waitOrGiveUp(until, `${store} in ${way.into.name} does not catch up with ${way.from.name}`)
      }
    })
  }
}

/** Waits until the first copy of the table is complete. */
async function ready(way: Way, store: string, until: number): Promise<void> {
  await onServer(way.into.server.cluster.address, store, async (query) => {
    for (;;) {
      const [row] = await query(
        `select count(*) filter (where srsubstate <> 'r')::integer as missing, count(*)::integer as tables
         from pg_subscription_rel join pg_subscription on oid = srsubid where subname = $1`,
        [subscriptionOf(way)],
      )
      if (row?.tables > 0 && row?.missing === 0) return
      await waitOrGiveUp(until, `${store} in ${way.into.name} does not get the rows of ${way.from.name}`)
    }
  })
}

/** Whether something is copied that way, even if it is suspended or the line is cut. */
export async function isSubscribed(way: Way): Promise<boolean> {
  const [store = ''] = way.stores
  const rows = await onServer(way.into.server.cluster.address, store, (query) =>
    query('select 1 from pg_subscription where subname = $1', [subscriptionOf(way)]),
  )
  return rows.length > 0
}

async function forSubscriptions(way: Way, act: string): Promise<void> {
  for (const store of way.stores)
    await onServer(way.into.server.cluster.address, store, (query) => query(alter(way, act)).catch(ifNone))
}

const alter = (way: Way, act: string) => `alter subscription ${subscriptionOf(way)} ${act}`

function subscriptionOf({ from }: Way): string {
  return `from_${slotOf(from.name)}`
}

/** Slots are the whole server's, so the store is part of the name. */
function slotFor({ into }: Way, store: string): string {
  return `${slotOf(store)}_to_${slotOf(into.name)}`.toLowerCase().slice(0, 63)
}

async function dropSlot(query: (text: string, values: unknown[]) => Promise<unknown>, slot: string): Promise<void> {
  const mine = 'from pg_replication_slots where slot_name = $1'
  await query(`select pg_terminate_backend(active_pid) ${mine} and active`, [slot])
  for (const until = performance.now() + 5000; ; ) {
    const dropped = await query(`select pg_drop_replication_slot(slot_name) ${mine}`, [slot]).then(
      () => true,
      () => false,
    )
    if (dropped) return
    await waitOrGiveUp(until, `The replication slot ${slot} is still in use`)
  }
}

async function waitOrGiveUp(until: number, what: string): Promise<void> {
  if (performance.now() > until) throw new Failure('unreachable', `${what} in time.`)
  await new Promise((resolve) => setTimeout(resolve, lookEvery))
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}

function ifNone(error: { code?: string }): [] {
  // There is no such subscription.
  if (error.code !== '42704') throw error
  return []
}

/** A server that does not run has nothing to forget: it is made anew before it runs again. */
function ifGone({ server }: Region): (error: unknown) => void {
  return (error) => {
    if (server.runs()) throw error
  }
}
