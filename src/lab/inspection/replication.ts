import type { ReplicationSeen } from '#evidence'
import { logDirectory } from '../archive/shipper.ts'
import { openedFrom, otherOf } from '../data/vaults.ts'
import { monotonic } from '../monotonic.ts'
import { onServer } from '../postgres/sql.ts'
import { signal } from '../processes.ts'
import type { Region } from '../region.ts'
import type { Site } from '../site.ts'
import { pause } from './ask.ts'

/** What copying is held and let go with, and how far it is behind. */
interface Copying {
  readonly unit: ReplicationSeen['unit']
  /** The alarm is on above it. */
  readonly limit: number
  /** @returns undefined where it cannot be read */
  behind(): Promise<number | undefined>
  hold(): Promise<void>
  release(): Promise<void>
}

/** Seconds: how long an alarm is waited for, and how often it is looked. */
const patience = { usual: 2, alarm: 4, clear: 8, look: 0.05 }

/**
 * Reads the delay of copying, holds copying until the alarm for it comes, lets it go and waits until the alarm ends.
 * @returns undefined where nothing copies to a place that could be held
 */
export async function replicationSeen(site: Site): Promise<ReplicationSeen | undefined> {
  const copying = copyingOf(site)
  if (!copying) return undefined
  const { unit, limit, behind } = copying
  const found = { unit, limit }
  const until = async (holds: (amount: number) => boolean, within: number) => {
    const began = monotonic()
    for (;;) {
      const amount = await behind()
      const after = monotonic() - began
      if (amount !== undefined && holds(amount)) return { amount, after }
      if (after > within) return { amount }
      await pause(patience.look)
    }
  }
  const usual = await until((amount) => amount <= limit, patience.usual)
  if (usual.amount === undefined || usual.after === undefined)
    return { ...found, ...(usual.amount === undefined ? {} : { usual: usual.amount }) }
  let held: Awaited<ReturnType<typeof until>>
  try {
    await copying.hold()
    held = await until((amount) => amount > limit, patience.alarm)
  } finally {
    await copying.release()
  }
  const cleared = await until((amount) => amount <= limit, patience.clear)
  return {
    ...found,
    usual: usual.amount,
    ...(held.amount === undefined ? {} : { held: held.amount }),
    ...(held.after === undefined ? {} : { alarmAfter: held.after }),
    ...(cleared.amount === undefined ? {} : { released: cleared.amount }),
    ...(cleared.after === undefined ? {} : { clearAfter: cleared.after }),
  }
}

function copyingOf(site: Site): Copying | undefined {
  const [primary, second] = site.regions as readonly [Region, Region]
  switch (site.spec.data) {
    case 'streamed':
      return second.server.runs() ? streamed(primary, second) : undefined
    case 'shipped':
    case 'restored':
      return shipped(site, primary)
    // Each side is held by the other's transactions; there is no one place to hold.
    case 'everywhere':
      return undefined
  }
}

/** A standby whose replay is paused: it goes on receiving, so that nothing more would be lost meanwhile. */
function streamed(primary: Region, { server }: Region): Copying {
  const standby = server.cluster.address
  const tell = (text: string) => onServer(standby, 'postgres', (query) => query(text), 2000)
  return {
    unit: 'seconds',
    limit: 0.5,
    behind: async () => {
      const [row] = await tell(`select exists(select from pg_stat_wal_receiver where status = 'streaming') as streams,
        case when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
          else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end::float8 as seconds`).catch(
        () => [],
      )
      return row?.['streams'] === true && typeof row['seconds'] === 'number' ? row['seconds'] : undefined
    },
    async hold() {
      await tell('select pg_wal_replay_pause()')
      // So that there is something to replay even where nobody writes.
      await onServer(primary.server.cluster.address, 'postgres', (query) =>
        query(`select pg_logical_emit_message(false, 'muster', 'held')`),
      )
    },
    release: async () => void (await tell('select pg_wal_replay_resume()')),
  }
}

/** A log that is shipped: what the server has archived and the vault has not. */
function shipped(site: Site, primary: Region): Copying {
  const { address } = primary.server.cluster
  const vault = openedFrom(site, primary, otherOf(site, primary))
  return {
    unit: 'segments',
    limit: 0,
    behind: async () => {
      try {
        const [row] = await onServer(address, 'postgres', (query) =>
          query(`select last_archived_wal as name from pg_stat_archiver`),
        )
        const there = (await vault.list(`${logDirectory}/`)).map(({ name }) => name.slice(logDirectory.length + 1))
        const last = typeof row?.['name'] === 'string' ? row['name'] : ''
        return there.includes(last) || last === '' ? 0 : 1
      } catch {
        return undefined
      }
    },
    async hold() {
      const shipper = primary.archive.shipper()
      if (shipper) signal(shipper, 'SIGSTOP')
      await onServer(address, 'postgres', async (query) => {
        await query(`select pg_logical_emit_message(false, 'muster', 'held')`)
        await query('select pg_switch_wal()')
      })
    },
    async release() {
      const shipper = primary.archive.shipper()
      if (shipper) signal(shipper, 'SIGCONT')
      await Promise.resolve()
    },
  }
}
