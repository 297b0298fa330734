import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import type { CopySeen } from '#evidence'
import { logDirectory } from '../archive/shipper.ts'
import { openedFrom, otherOf } from '../data/vaults.ts'
import { onServer, type ServerAddress } from '../postgres/sql.ts'
import type { Region } from '../region.ts'
import type { Site } from '../site.ts'
import { insist } from './ask.ts'

/** Seconds: what was asked for longer ago is written or given up, for a statement of the services takes less. */
const settledFor = 1
/** Seconds that a copy may take to come up to that. */
const patience = 5
/** How many parts of the log are compared, the newest. */
const most = 3

/** Compares what lies in both regions: rows where both run a server, parts of the log where one is shipped. */
export async function copiesSeen(site: Site): Promise<readonly CopySeen[] | undefined> {
  const running = site.regions.filter(({ server }) => server.runs())
  const [first] = running
  if (running.length === 2) return await Promise.all(site.spec.stores.map((store) => rowsOf(running, store)))
  if (first && site.spec.archived) return await logOf(site, first)
  return undefined
}

async function rowsOf(regions: readonly Region[], store: string): Promise<CopySeen> {
  const until = new Date(Date.now() - settledFor * 1000)
  const [sides] = await insist(
    async () =>
      [await Promise.all(regions.map(({ server }) => digestOf(server.cluster.address, store, until)))] as const,
    ([all]) => all.every((side) => side !== undefined && side.digest === all[0]?.digest),
    patience,
  )
  const digests = regions.flatMap(({ name }, index) => {
    const side = sides[index]
    return side ? [[name, side.digest] as const] : []
  })
  return { what: store, digests: Object.fromEntries(digests), size: Math.max(...sides.map((side) => side?.rows ?? 0)) }
}

async function digestOf(address: ServerAddress, store: string, until: Date) {
  const text = `select count(*) as rows,
      coalesce(sum(hashtextextended(concat_ws(':', key, flow, client, region, amount, sum), 0)::numeric), 0)::text as hash
    from orders where at < $1`
  return await onServer(address, store, (query) => query(text, [until]), 2000).then(
    ([row]) => ({ rows: Number(row?.['rows']), digest: `${row?.['rows']} rows, ${row?.['hash']}` }),
    () => undefined,
  )
}

/** What the server still has of its log, beside what the vault of the other region has of it. */
async function logOf(site: Site, region: Region): Promise<readonly CopySeen[]> {
  const place = otherOf(site, region)
  const vault = openedFrom(site, region, place)
  const shipped = (await vault.list(`${logDirectory}/`)).map(({ name }) => name.slice(logDirectory.length + 1))
  const segments = shipped.filter((name) => /^[0-9A-F]{24}$/.test(name)).slice(-most)
  return await Promise.all(
    segments.map(async (name): Promise<CopySeen> => {
      const [here, there] = await Promise.all([
        fileDigest(join(region.server.cluster.data, 'pg_wal', name)),
        vault.digest(`${logDirectory}/${name}`),
      ])
      return { what: name, digests: { [region.name]: here, [place.name]: there.digest }, size: there.bytes }
    }),
  )
}

async function fileDigest(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk)
  return hash.digest('hex')
}
