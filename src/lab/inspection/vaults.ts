import type { VaultSeen } from '#evidence'
import { archiveTimeout } from '../archive/archive.ts'
import { type Backup, backupDirectory, logDirectory } from '../archive/shipper.ts'
import { mostBackups } from '../archive/vault.ts'
import { type VaultClient, whole } from '../archive/vault-client.ts'
import { openedFrom } from '../data/vaults.ts'
import { segmentSize } from '../postgres/template.ts'
import type { Region } from '../region.ts'
import type { Site } from '../site.ts'

/** Reads every backup of every vault that answers, and tries to delete what is kept. */
export async function vaultsSeen(site: Site): Promise<readonly VaultSeen[] | undefined> {
  if (!site.spec.archived) return undefined
  const open = site.regions.filter(({ name }) => !site.lost.has(name))
  return (await Promise.all(open.map((place) => vaultSeen(site, place).catch(() => [])))).flat()
}

async function vaultSeen(site: Site, place: Region): Promise<readonly VaultSeen[]> {
  const [reader, owner, keeper] = (['ship', 'owner', 'keep'] as const).map((token) =>
    openedFrom(site, place, place, token),
  ) as [VaultClient, VaultClient, VaultClient]
  const now = Date.now()
  const entries = (await reader.list(`${backupDirectory}/`)).filter(({ name }) => name.endsWith('.json'))
  const found = await Promise.all(
    entries.map(async ({ name, at }) => {
      const backup = JSON.parse((await whole(await reader.get(name))).toString('utf8')) as Backup
      const digest = await reader.digest(name.replace(/json$/, 'pack')).then(
        ({ digest: read }) => read,
        () => undefined,
      )
      const seen = {
        name: backup.name,
        age: (now - at) / 1000,
        whole: digest === backup.digest,
        gone: digest === undefined,
      }
      return { seen, first: backup.firstSegment }
    }),
  )
  const log = await reader.list(`${logDirectory}/`)
  const segments = log
    .map(({ name }) => name.slice(logDirectory.length + 1))
    .filter((name) => /^[0-9A-F]{24}$/.test(name))
  const newest = log.reduce((latest, { at }) => Math.max(latest, at), 0)
  return [
    {
      region: place.name,
      backups: found.map(({ seen }) => seen).toSorted((a, b) => a.age - b.age),
      keeps: mostBackups,
      logEvery: archiveTimeout,
      ...(newest === 0 ? {} : { logAge: (now - newest) / 1000 }),
      missing: missingIn(
        segments,
        found.map(({ first }) => first),
      ),
      deletion: await deletionBy(owner, reader, keeper),
    },
  ]
}

/** Puts something among what is kept, tries to delete it as the application would, and takes it away as its keeper. */
async function deletionBy(
  owner: VaultClient,
  reader: VaultClient,
  keeper: VaultClient,
): Promise<VaultSeen['deletion']> {
  const name = `kept/trial/${process.pid}-${++trials}`
  await reader.put(name, Buffer.from('kept'))
  await owner.remove(name).catch(() => {})
  const there = (await reader.list(name)).length > 0
  if (there) await keeper.remove(name)
  return there ? 'refused' : 'deleted'
}

let trials = 0

/** Parts that a log of 4 GiB has, before the number of the log goes up by one. */
const partsOfALog = 4096 / segmentSize

/**
 * Parts of the log that are not there, between the first that a backup needs and the last of each timeline. Of the 24
 * digits of a name the first 8 are the timeline, the next 8 the number of the log, the last 8 that of the part in it.
 */
export function missingIn(segments: readonly string[], needed: readonly string[]): readonly string[] {
  const first = needed.toSorted()[0]
  if (first === undefined) return []
  const there = new Set(segments)
  const wanted = new Set([...needed, ...segments.filter((name) => name >= first)])
  const timelines = new Set([...wanted].map((name) => name.slice(0, 8)))
  return [...timelines].flatMap((timeline) => {
    const places = [...wanted].filter((name) => name.startsWith(timeline)).map(placeOf)
    const [from, to] = [Math.min(...places), Math.max(...places)]
    return Array.from({ length: to - from + 1 }, (_, index) => nameOf(timeline, from + index)).filter(
      (name) => !there.has(name),
    )
  })
}

function placeOf(name: string): number {
  return Number.parseInt(name.slice(8, 16), 16) * partsOfALog + Number.parseInt(name.slice(16), 16)
}

function nameOf(timeline: string, place: number): string {
  const digits = (value: number) => value.toString(16).toUpperCase().padStart(8, '0')
  return `${timeline}${digits(Math.floor(place / partsOfALog))}${digits(place % partsOfALog)}`
}
