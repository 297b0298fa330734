import { Failure } from '#diagnostics'
import type { Harm } from '#drill'
import { emptied, type OpenedVault } from './archive/thief.ts'
import { HttpFailure, messageOf } from './http.ts'
import { monotonic } from './monotonic.ts'
import { type OpenedAccount, spoiled } from './objects/thief.ts'
import { onServer, type ServerAddress } from './postgres/sql.ts'

export interface ThiefSettings {
  readonly how: 'dropped' | 'altered'
  /** Servers that the stolen credentials may open; one that does not run, or is a standby, is passed over. */
  readonly servers: ReadonlyArray<ServerAddress & { readonly region: string }>
  readonly stores: readonly string[]
  /** Storage accounts with their key, and what of them is ruined; one that takes no writes is passed over. */
  readonly accounts: ReadonlyArray<OpenedAccount & { readonly region: string; readonly component: string }>
  /** Vaults with the owner's token. */
  readonly vaults: readonly OpenedVault[]
}

export interface ThiefReady {
  /** The fault, in seconds on the monotonic clock: just before the first statement. */
  readonly t0: number
  /** What came of it: at stores, then accounts, then vaults, each in order of regions. */
  readonly harm: readonly Harm[]
}

/** Milliseconds until a server has let somebody in. */
const patience = 10_000

/**
 * Rows that look as before and are not: a tenth of those that are older than a second, so that nobody meets the wrong
 * ones at once.
 */
const altered = `
  with wrong as (
    update orders set amount = amount + 1
    where at < clock_timestamp() - interval '1 second' and abs(hashtext(key)) % 10 = 0
    returning 1
  )
  select count(*)::int as hit from wrong`

/**
 * Somebody who has stolen what the application's owner has: logs in as the owner, drops or alters what customers wrote,
 * and deletes every backup that can be deleted. A process of its own, by SQL and HTTP alone.
 * @throws Failure `unreachable` where nothing could be ruined, and where an attack did not come to its end: what it did
 * there is known to nobody, so that nothing could be judged
 */
export async function thief({ how, servers, stores, accounts, vaults }: ThiefSettings): Promise<ThiefReady> {
  const t0 = monotonic()
  const ruined: Harm[] = []
  for (const server of servers) for (const store of stores) ruined.push(await ruinedIn(server, store, how))
  for (const account of accounts) ruined.push(...(await ruinedAt(account, how)))
  if (ruined.every(({ hit }) => hit === 0)) {
    const why = ruined.map((one) => `${one.component} in ${one.region}: ${one.why ?? 'there is nothing'}`)
    throw new Failure('unreachable', `Nothing could be ${how} with the owner's credentials: ${why.join('; ')}.`)
  }
  const emptying = await Promise.allSettled(vaults.map(emptied))
  const failed = emptying.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  return { t0, harm: [...ruined, ...emptying.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))] }
}

async function ruinedIn(
  { region, ...server }: ThiefSettings['servers'][number],
  component: string,
  how: ThiefSettings['how'],
): Promise<Harm> {
  const what = how === 'dropped' ? 'tables' : 'rows'
  const harm = { region, what, component, refused: 0 } as const
  try {
    return { ...harm, hit: await onServer(server, component, how === 'dropped' ? drop : alter, patience) }
  } catch (error) {
    const why = shut[String((error as { code?: unknown }).code)]
    if (why !== undefined) return { ...harm, hit: 0, why }
    throw unended(`${component} in ${region}`, error)
  }
}

/** By the code of what PostgreSQL or the system says: why nothing of a store could be touched. */
const shut: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'no server runs there',
  '25006': 'it takes no writes of its own',
  '28000': 'it lets nobody in',
  '28P01': 'it refuses the password',
  '3D000': 'there is no such database',
  '42501': 'the owner may not write there',
  '42P01': 'its table is gone already',
}

async function ruinedAt(
  { region, component, ...account }: ThiefSettings['accounts'][number],
  how: ThiefSettings['how'],
): Promise<readonly Harm[]> {
  try {
    const { hit, deleted, kept } = await spoiled(account, how)
    return [
      { region, what: 'objects', component, hit, refused: 0 },
      { region, what: 'versions', component, hit: deleted, refused: kept },
    ]
  } catch (error) {
    if (!(error instanceof HttpFailure && error.status === 403)) throw unended(`${component} in ${region}`, error)
    return [{ region, what: 'objects', component, hit: 0, refused: 0, why: 'it takes no writes of its own' }]
  }
}

function unended(what: string, cause: unknown): Failure {
  const message = `The attack on ${what} did not come to its end, and nobody knows what it did: ${messageOf(cause)}.`
  return new Failure('unreachable', message, { cause })
}

type Query = (text: string) => Promise<ReadonlyArray<Record<string, unknown>>>

async function drop(query: Query): Promise<number> {
  await query('drop table orders')
  return 1
}

async function alter(query: Query): Promise<number> {
  return Number((await query(altered))[0]?.['hit'] ?? 0)
}
