import { join } from 'node:path'
import { conflictsAt, totalOf } from '../../data/conflicts.ts'
import { leveled, suspend } from '../../data/everywhere.ts'
import { newestWhole } from '../../data/backups.ts'
import { rebuilt } from '../../data/rebuild.ts'
import { otherOf, shipFrom } from '../../data/vaults.ts'
import { HttpFailure } from '../../http.ts'
import { logDirectory } from '../../archive/shipper.ts'
import { isPrimary } from '../../postgres/access.ts'
import { replayedAll } from '../../postgres/replay.ts'
import { onServer } from '../../postgres/sql.ts'
import type { Region } from '../../region.ts'
import type { Site } from '../../site.ts'
import type { Operation } from '../operation.ts'
import { shippedUpToNow } from './point.ts'

type Answer = Readonly<Record<string, string | number | boolean>>

/** Servers that were made from another, and for which stores: one server holds all, so their steps share one rebuild. */
const rebuilds = new WeakMap<Region, { readonly of: string; readonly stores: Set<string>; readonly made: Answer }>()

/** The shipped copy is started and replays what has arrived; then it can be promoted. */
export const start: Operation = async ({ site, region }) => {
  const { server, archive } = region
  if (!server.runs()) {
    if (site.spec.data !== 'shipped')
      throw new HttpFailure(
        409,
        'refused',
        `PostgreSQL in ${region.name} has data of before; started as it is, it could be a second primary. Rebuild it.`,
      )
    await server.start({ recovery: { log: join(archive.directory, logDirectory) } })
    await shipFrom(site, region)
  }
  if (await isPrimary(server.cluster.address)) return { runs: true, primary: true }
  const { lsn, at } = await replayedAll(server.cluster.address)
  return { runs: true, primary: false, replayedTo: lsn, ...(at === undefined ? {} : { lastCommit: at }) }
}

/** A store that takes writes everywhere does without the other side; or, where that one can be reached, takes it up. */
export const takeWrites: Operation = async ({ site, region, component }) => {
  const other = otherOf(site, region)
  const { stores } = site.spec
  if (!site.lost.has(other.name) && other.server.runs() && site.link.carries())
    return await protectedAgain(site, region, component)
  if (!region.server.runs())
    throw new HttpFailure(409, 'unreachable', `PostgreSQL in ${region.name} does not run, so it takes no writes.`)
  // Only told to wait no more: should the other side come back with its data, both get what they lack.
  await suspend({ from: other, into: region, stores })
  return { writes: await isPrimary(region.server.cluster.address), waitsFor: 'nobody' }
}

/** Nothing would be lost by a switch to that region. @throws HttpFailure 409 where something would */
export const ready: Operation = async ({ site, region, component }) => {
  const source = otherOf(site, region)
  const { stores, data } = site.spec
  switch (data) {
    case 'streamed': {
      const [row] = await onServer(source.server.cluster.address, 'postgres', (query) =>
        query('select count(*)::integer as standbys from pg_stat_replication where application_name = $1', [
          region.name,
        ]),
      )
      if (row?.standbys !== 1)
        throw new HttpFailure(409, 'unreachable', `PostgreSQL in ${region.name} does not stream.`)
      return await leveledTo(site, source)
    }
    case 'everywhere':
      for (const [from, into] of [
        [source, region],
        [region, source],
      ] as const)
        await leveled({ from, into, stores })
      return { level: true, conflicts: totalOf(await conflictsAt(region, component)) }
    case 'shipped':
    case 'restored': {
      await shippedUpToNow(source)
      const { backup, place, lastAt } = await newestWhole(site, region)
      return { backup: backup.name, vault: place.name, ageSeconds: Math.max(0, (Date.now() - lastAt) / 1000) }
    }
  }
}

/** Waits until the other region has everything that was written in this one. */
export async function leveledTo(site: Site, region: Region): Promise<Answer> {
  const other = otherOf(site, region)
  const { stores, data } = site.spec
  switch (data) {
    case 'streamed': {
      const { address } = region.server.cluster
      const [now] = await onServer(address, 'postgres', (query) =>
        query('select pg_current_wal_flush_lsn()::text as lsn'),
      )
      await onServer(other.server.cluster.address, 'postgres', async (query) => {
        for (const until = performance.now() + 30_000; ; ) {
          const [row] = await query('select pg_last_wal_replay_lsn() >= $1::pg_lsn as level', [now?.lsn])
          if (row?.level === true) return
          if (performance.now() > until)
            throw new HttpFailure(503, 'unreachable', `PostgreSQL in ${other.name} does not catch up within 30 s.`)
          await new Promise((resolve) => setTimeout(resolve, 25))
        }
      })
      return { level: true, upTo: String(now?.lsn) }
    }
    case 'everywhere':
      await leveled({ from: region, into: other, stores })
      return { level: true }
    case 'shipped':
    case 'restored': {
      await shipFrom(site, region)
      await shippedUpToNow(region)
      // A last backup, from which it is quicker to restore than from an old one and all the log since.
      const { name } = data === 'restored' ? await region.archive.backUp() : { name: '' }
      if (name !== '') await shippedUpToNow(region)
      return { level: true, ...(name === '' ? {} : { backup: name }) }
    }
  }
}

/** The region becomes the copy that it is on an ordinary day. */
export const reProtect: Operation = ({ site, region, component }) => protectedAgain(site, region, component)

async function protectedAgain(site: Site, region: Region, component: string): Promise<Answer> {
  const source = otherOf(site, region)
  const of = JSON.stringify(source.server.processes())
  const known = rebuilds.get(region)
  const stands = site.spec.data === 'shipped' || site.spec.data === 'restored' || region.server.runs()
  if (known?.of === of && stands && !known.stores.has(component)) {
    known.stores.add(component)
    return known.made
  }
  const { seconds, bytes, method } = await rebuilt(site, region, source)
  const made: Answer = {
    source: source.name,
    bytes,
    seconds,
    ...(method === undefined ? {} : { method }),
    ...(site.spec.data === 'everywhere' ? { conflicts: totalOf(await conflictsAt(region, component)) } : {}),
  }
  rebuilds.set(region, { of, stores: new Set([component]), made })
  return made
}

/** A copy that is no server on an ordinary day is none again; the rest stays as it is. */
export const standBy: Operation = async ({ site, region }) => {
  if (site.spec.data === 'shipped' && region.server.runs() && !(await isPrimary(region.server.cluster.address)))
    await region.server.stop()
  return { runs: region.server.runs() }
}

/** One server of one size holds the stores of a region. */
export const scale: Operation = async ({ region }) => ({ runs: region.server.runs(), size: 'the same in both regions' })
