import type { Client } from 'pg'
import type { Identity, World } from '#execution'
import { connected, row } from './connection.ts'

/** What a PostgreSQL server is at this moment; a primary that is drained, or set so, takes no writes. */
export type ServerRole = 'primary' | 'read-only primary' | 'standby'

/** Who a PostgreSQL server says that it is. */
export interface ServerSeen {
  readonly role: ServerRole
  readonly identity: Identity & { readonly system: string; readonly database: string }
}

const question = `
  select pg_is_in_recovery() as standby, current_setting('transaction_read_only') as read_only,
         (select system_identifier::text from pg_control_system()) as system, current_database() as database,
         current_setting('muster.environment', true) as environment`

/** Asks a server who it is; nothing is changed. */
export async function seenOn(client: Client): Promise<ServerSeen> {
  const { standby, read_only, system = '', database = '', environment = '' } = await row(client, question)
  return {
    role: standby === 'true' ? 'standby' : read_only === 'off' ? 'primary' : 'read-only primary',
    identity: { system, database, ...(environment === '' ? {} : { environment }) },
  }
}

/**
 * Asks a component's server in a region who it is, over a new connection: an old one may lead to a server that the
 * address no longer means, and does not learn what was set since it was opened.
 * @throws RetryableFailure or TerminalFailure, always harmless
 */
export function lookAt(world: World, component: string, region: string, signal: AbortSignal): Promise<ServerSeen> {
  return connected(world, component, region, signal, seenOn, true)
}

const names = { system: 'system identifier', database: 'database', environment: 'environment' } as const

/** Where a server is another than the one expected: one clause each, with both sides; empty where it is the one. */
export function differences(expected: Identity | undefined, found: ServerSeen['identity']): readonly string[] {
  return (['system', 'database', 'environment'] as const).flatMap((part) => {
    const [wanted, seen] = [expected?.[part], found[part]]
    if (wanted === undefined || wanted === seen) return []
    return [`its ${names[part]} is ${seen ?? 'not set'}, and ${wanted} was expected`]
  })
}
