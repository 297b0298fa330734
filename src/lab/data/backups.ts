import { chmod, chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { Failure } from '#diagnostics'
import { unpack } from '../archive/pack.ts'
import { type Backup, backupDirectory, logDirectory } from '../archive/shipper.ts'
import { type VaultClient, whole } from '../archive/vault-client.ts'
import type { Owner } from '../files.ts'
import { HttpFailure, messageOf } from '../http.ts'
import type { Cluster } from '../postgres/cluster.ts'
import type { Region } from '../region.ts'
import { type Around, openedFrom } from './vaults.ts'

/** A backup that is whole, with the log from it on. */
export interface Restorable {
  readonly backup: Backup
  /** The region whose vault holds it. */
  readonly place: Region
  /** Segments of the log that are there, in order. */
  readonly segments: readonly string[]
  /** When the last of them came, in milliseconds since 1970. */
  readonly lastAt: number
  /** Objects of the vault that were looked at. */
  readonly objects: number
}

/**
 * The newest backup that a region can reach and that is whole: read in full and found as it was when it was made, with
 * the log that it needs.
 * @param before an LSN; backups that were not over by then are left out
 * @throws HttpFailure 409 where there is none, with what is wrong with those that are there
 */
export async function newestWhole(around: Around, region: Region, before?: string): Promise<Restorable> {
  const wrong: string[] = []
  const found = await Promise.all(
    around.regions
      .filter(({ name }) => !around.lost.has(name))
      .map(async (place) => {
        const vault = openedFrom(around, region, place)
        try {
          return (await backupsIn(vault)).map((backup) => ({ backup, place, vault }))
        } catch (error) {
          wrong.push(`The vault in ${place.name} cannot be read: ${messageOf(error)}`)
          return []
        }
      }),
  )
  const all = found.flat().sort((a, b) => b.backup.endedAt - a.backup.endedAt)
  for (const { backup, place, vault } of all) {
    if (before !== undefined && positionOf(backup.stopLsn) >= positionOf(before)) {
      wrong.push(`${backup.name} was not over before the trouble.`)
      continue
    }
    const objects = await vault.list(`${logDirectory}/`)
    const segments = objects
      .map(({ name }) => name.slice(logDirectory.length + 1))
      .filter((name) => name.includes('.') || name >= backup.firstSegment)
    const { digest } = await vault.digest(`${backupDirectory}/${backup.name}.pack`)
    if (digest !== backup.digest) wrong.push(`${backup.name} is not as it was when it was made.`)
    else if (!segments.includes(backup.firstSegment) || !segments.includes(backup.lastSegment))
      wrong.push(`${backup.name} lacks log that it needs.`)
    else {
      const lastAt = objects.reduce((last, { at }) => Math.max(last, at), backup.endedAt)
      return { backup, place, segments, lastAt, objects: objects.length + 2 * all.length }
    }
  }
  throw new HttpFailure(
    409,
    'unreachable',
    `No backup that ${region.name} can reach can be restored. ${wrong.length > 0 ? wrong.join(' ') : 'There is none.'}`,
  )
}

async function backupsIn(vault: VaultClient): Promise<readonly Backup[]> {
  const entries = (await vault.list(`${backupDirectory}/`)).filter(({ name }) => name.endsWith('.json'))
  return await Promise.all(
    entries.map(async ({ name }) => JSON.parse((await whole(await vault.get(name))).toString('utf8')) as Backup),
  )
}

/** Brings a backup into an empty data directory. */
export function unpacked(
  around: Around,
  region: Region,
  { backup, place }: Pick<Restorable, 'backup' | 'place'>,
): (cluster: Cluster) => Promise<number> {
  return async ({ data, owner }) => {
    const packed = await openedFrom(around, region, place).get(`${backupDirectory}/${backup.name}.pack`)
    const files = await pipeline(packed, createGunzip(), (tree: AsyncIterable<Buffer>) => unpack(tree, data, owner))
    if (files === 0) throw new Failure('unreachable', `The backup ${backup.name} holds no file.`)
    return files
  }
}

/**
 * A directory with the log that PostgreSQL of a region can read: its own vault's, or a copy of what lies in the other's,
 * complete once it is `fetched`.
 */
export function logFor(
  around: Around,
  region: Region,
  point: Pick<Restorable, 'place' | 'segments'>,
): { readonly log: string; readonly fetched: Promise<void> } {
  if (point.place === region) return { log: join(region.archive.directory, logDirectory), fetched: Promise.resolve() }
  const log = `${region.server.cluster.data}.inbox`
  const fetched = fetch(openedFrom(around, region, point.place), point.segments, log, region.server.cluster.owner)
  // Whoever waits for it is told; until then nobody listens.
  fetched.catch(() => {})
  return { log, fetched }
}

async function fetch(
  vault: VaultClient,
  segments: readonly string[],
  inbox: string,
  owner: Owner | undefined,
): Promise<void> {
  await rm(inbox, { recursive: true, force: true })
  await mkdir(inbox, { recursive: true })
  await chmod(inbox, 0o700)
  await own(inbox, owner)
  const left = [...segments]
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let name = left.shift(); name !== undefined; name = left.shift()) {
        await writeFile(join(inbox, name), await whole(await vault.get(`${logDirectory}/${name}`)), { mode: 0o600 })
        await own(join(inbox, name), owner)
      }
    }),
  )
}

async function own(path: string, owner: Owner | undefined): Promise<void> {
  if (owner) await chown(path, owner.uid, owner.gid)
}

/** A place in the log as a number: `16/B374D848`. */
export function positionOf(lsn: string): bigint {
  const [high = '0', low = '0'] = lsn.split('/')
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`)
}
