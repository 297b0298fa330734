import { Failure } from '#diagnostics'
import type { Address } from './addresses.ts'
import { vaultAt } from './archive/vault-client.ts'
import { messageOf } from './http.ts'
import { monotonic } from './monotonic.ts'
import { type BlobsSpoiled, type OpenedAccount, spoiled } from './objects/thief.ts'
import { onServer, type ServerAddress } from './postgres/sql.ts'

export interface ThiefSettings {
  readonly how: 'dropped' | 'altered'
  /** Servers that the stolen credentials may open; one that does not run, or is a standby, is passed over. */
  readonly servers: readonly ServerAddress[]
  readonly stores: readonly string[]
  /** Storage accounts with their key, and what of them is ruined; one that takes no writes is passed over. */
  readonly accounts: readonly OpenedAccount[]
  /** Vaults with the owner's token. */
  readonly vaults: ReadonlyArray<{ readonly at: Address; readonly token: string }>
}

export interface ThiefReady {
  /** The fault, in seconds on the monotonic clock: just before the first statement. */
  readonly t0: number
  /** Rows or objects that are wrong now; tables or objects that are gone. */
  readonly hit: number
  /** Backups that are gone, and those, and kept versions, that what was stolen could not delete. */
  readonly deleted: number
  readonly kept: number
}

/** Milliseconds. */
const patience = 5000

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
 * @throws Failure `unreachable` where no server lets it in, or there is nothing to ruin
 */
export async function thief({ how, servers, stores, accounts, vaults }: ThiefSettings): Promise<ThiefReady> {
  const t0 = monotonic()
  const refusals: string[] = []
  let hit = 0
  for (const server of servers)
    for (const store of stores) {
      try {
        hit += await onServer(server, store, how === 'dropped' ? drop : alter, patience)
      } catch (error) {
        refusals.push(`${store} at ${server.host}:${server.port}: ${messageOf(error)}`)
      }
    }
  const blobs: BlobsSpoiled[] = []
  for (const account of accounts) {
    try {
      blobs.push(await spoiled(account, how))
    } catch (error) {
      refusals.push(`the account at ${account.at.host}:${account.at.port}: ${messageOf(error)}`)
    }
  }
  hit += blobs.reduce((sum, one) => sum + one.hit, 0)
  if (hit === 0)
    throw new Failure('unreachable', `Nothing could be ${how} with the owner's credentials: ${refusals.join('; ')}.`)
  const found = await Promise.all(vaults.map(emptied))
  return {
    t0,
    hit,
    deleted: found.reduce((sum, { deleted }) => sum + deleted, 0),
    kept: [...found, ...blobs].reduce((sum, { kept }) => sum + kept, 0),
  }
}

type Query = (text: string) => Promise<ReadonlyArray<Record<string, unknown>>>

async function drop(query: Query): Promise<number> {
  await query('drop table orders')
  return 1
}

async function alter(query: Query): Promise<number> {
  return Number((await query(altered))[0]?.['hit'] ?? 0)
}

/** Deletes what the token may delete. A vault that does not answer keeps what it has. */
async function emptied({ at, token }: ThiefSettings['vaults'][number]): Promise<{ deleted: number; kept: number }> {
  const vault = vaultAt(at, token)
  const objects = await vault.list('').catch(() => [])
  const gone = await Promise.allSettled(objects.map(({ name }) => vault.remove(name)))
  const deleted = gone.filter(({ status }) => status === 'fulfilled').length
  return { deleted, kept: objects.length - deleted }
}
