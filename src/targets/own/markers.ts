import { answered, connected, lookAt, member, refusal, requested, row, ruleOf, trafficSeen } from '#actions'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { World } from '#execution'
import { isPostgres } from '../identities.ts'
import type { Heartbeat } from './measuring.ts'

/** Ways to the markers of one store in one run. */
export interface Markers {
  /**
   * Writes one where the workload writes, and resolves once it is acknowledged.
   * @throws RetryableFailure, TerminalFailure where it was not, or is not known to have been
   */
  write(sequence: number, signal: AbortSignal): Promise<void>
  /** The numbers of those that are there in a region. @throws as `write` */
  read(region: string, signal: AbortSignal): Promise<ReadonlySet<number>>
  /**
   * Removes the run's markers where they are written now.
   * @returns the host that keeps them, for it has no way to remove them; undefined where they are gone
   * @throws as `write`
   */
  forget(signal: AbortSignal): Promise<string | undefined>
}

const ddl =
  'create table muster_heartbeat (run text not null, sequence bigint not null, at timestamptz not null default now(), primary key (run, sequence))'

/** @param regions those in which the store is, in order of the target */
export function markersOf(
  world: World,
  store: string,
  regions: readonly string[],
  { write: to, read: from, token, mayCreate }: Heartbeat,
  run: string,
): Markers {
  const web = { ...(token === undefined ? {} : { token }), refuses: ruleOf(world) }
  /** The database where markers are written; undefined where they go to an HTTP address. */
  async function writing(signal: AbortSignal): Promise<World & { readonly region: string }> {
    if (to !== undefined) return { ...at(to), region: 'its address for markers' }
    const region = await serving(world, store, regions, signal)
    const { url } = world.endpoint(store, region)
    if (!isPostgres(url))
      throw new TerminalFailure(
        `${store} is no PostgreSQL, so that an HTTP address for its markers has to be named: heartbeats.${store}.write.`,
      )
    return { ...at(url), region }
  }
  const at = (url: string): World => ({ ...world, endpoint: () => ({ url }) })

  return {
    async write(sequence, signal) {
      if (to !== undefined && !isPostgres(to)) {
        await requested({ method: 'POST', url: to, body: { run, sequence }, signal, ...web })
        return
      }
      const there = await writing(signal)
      const insert = (): Promise<unknown> =>
        connected(there, store, there.region, signal, (client) =>
          client.query('insert into muster_heartbeat (run, sequence) values ($1, $2)', [run, sequence]),
        )
      try {
        await insert()
      } catch (error) {
        if (!isMissing(error)) throw error
        if (!mayCreate)
          throw new TerminalFailure(
            `${store} has no table for markers. Create it, and let the user of this address insert, select and delete there, or write mayCreate: true under heartbeats.${store}:\n  ${ddl};`,
            { cause: error },
          )
        await connected(there, store, there.region, signal, (client) =>
          client.query(ddl.replace('create table', 'create table if not exists')),
        )
        await insert()
      }
    },
    async read(region, signal) {
      const url = from[region] ?? world.endpoint(store, region).url
      if (!isPostgres(url)) {
        if (from[region] === undefined)
          throw new TerminalFailure(
            `Where the markers of ${store} are read back in ${region} is not said: heartbeats.${store}.read.${region}.`,
          )
        return readOverHttp(url, run, web, signal)
      }
      const { all = '' } = await connected(
        at(url),
        store,
        region,
        signal,
        (client) =>
          row(client, `select string_agg(sequence::text, ',') as all from muster_heartbeat where run = $1`, [run]),
        true,
      )
      return new Set(all === '' ? [] : all.split(',').map(Number))
    },
    async forget(signal) {
      if (to !== undefined && !isPostgres(to)) return deletedOverHttp(to, run, web, signal)
      const there = await writing(signal)
      await connected(there, store, there.region, signal, (client) =>
        client.query('delete from muster_heartbeat where run = $1', [run]),
      )
      return undefined
    },
  }
}

/**
 * The region in which the workload writes: the one that traffic goes to; where nothing directs traffic, the only one
 * whose server takes writes.
 */
async function serving(world: World, store: string, regions: readonly string[], signal: AbortSignal): Promise<string> {
  if (hasTraffic(world)) {
    const { routed } = await trafficSeen(world, signal)
    if (routed === undefined) throw new RetryableFailure('Traffic is held, so that nothing is written.')
    return routed
  }
  const seen = await Promise.all(
    regions.map(async (region) => {
      const role = await lookAt(world, store, region, signal).then(
        (server) => server.role,
        () => undefined,
      )
      return role === 'primary' ? [region] : []
    }),
  )
  const [only, other] = seen.flat()
  if (only === undefined) throw new RetryableFailure(`No server of ${store} takes writes.`)
  if (other !== undefined)
    throw new RetryableFailure(
      `${store} takes writes in ${only} and in ${other}, so where the workload writes is not known.`,
    )
  return only
}

function hasTraffic(world: World): boolean {
  try {
    world.traffic()
    return true
  } catch (error) {
    if (error instanceof TerminalFailure) return false
    throw error
  }
}

function isMissing(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: string } }
  return cause?.code === '42P01'
}

type Web = Pick<Parameters<typeof requested>[0], 'token' | 'refuses'>

/** Answers of a service that knows no such request: nothing there, not with this method, not made yet. */
const without = [404, 405, 501]

/** Asks once for a run's markers to be removed. @returns the host that does no such thing */
async function deletedOverHttp(url: string, run: string, web: Web, signal: AbortSignal): Promise<string | undefined> {
  const address = new URL(url)
  address.searchParams.set('run', run)
  const request = { method: 'DELETE', url: address.href, signal, ...web } as const
  const answer = await answered(request)
  if (without.includes(answer.status)) return address.host
  if (answer.status < 200 || answer.status >= 300) throw refusal(request, answer)
  return undefined
}

/** Asks for them in parts, for an answer is read up to a certain length only. */
async function readOverHttp(url: string, run: string, web: Web, signal: AbortSignal): Promise<ReadonlySet<number>> {
  const found = new Set<number>()
  for (let after = 0; ; ) {
    const address = new URL(url)
    address.searchParams.set('run', run)
    address.searchParams.set('after', String(after))
    const answer = member(await requested({ method: 'GET', url: address.href, signal, ...web }), 'markers')
    if (!Array.isArray(answer) || !answer.every((one) => typeof one === 'number'))
      throw new TerminalFailure(`${address.host} does not answer with {"markers": [numbers]}.`, { harmless: true })
    const fresh = (answer as readonly number[]).filter((one) => one > after)
    for (const one of fresh) found.add(one)
    if (fresh.length === 0) return found
    after = Math.max(...fresh)
  }
}
