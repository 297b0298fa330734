import pg from 'pg'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { World } from '#execution'

/** What SQLSTATE classes mean for a retry: wrong credentials or a wrong statement will not mend themselves. */
const terminalClasses = ['28', '42', '3D', '22']

/**
 * Connects to a component's PostgreSQL in a region, does the work and disconnects.
 * @throws RetryableFailure where the server does not answer or refuses for now; TerminalFailure where it refuses for good
 */
export async function connected<T>(
  world: World,
  component: string,
  region: string,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({
    connectionString: world.endpoint(component, region).url,
    connectionTimeoutMillis: 3000,
    query_timeout: 120_000,
    application_name: 'muster',
  })
  // A connection that breaks while idle reports itself here; the next query fails and tells.
  client.on('error', () => undefined)
  const abort = (): void => void client.end().catch(() => undefined)
  signal.addEventListener('abort', abort, { once: true })
  try {
    await client.connect()
    return await work(client)
  } catch (error) {
    if (error instanceof RetryableFailure || error instanceof TerminalFailure) throw error
    const { code, message } = error as { code?: string; message?: string }
    const text = `${component} in ${region}: ${message ?? String(error)}`
    throw terminalClasses.includes((code ?? '').slice(0, 2)) && code?.length === 5
      ? new TerminalFailure(text, { cause: error })
      : new RetryableFailure(text, { cause: error })
  } finally {
    signal.removeEventListener('abort', abort)
    await client.end().catch(() => undefined)
  }
}

/** The first row of a query as texts by column; every column null-safe as an empty text. */
export async function row(client: pg.Client, sql: string, values: readonly unknown[] = []): Promise<Readonly<Record<string, string>>> {
  const result = await client.query<Record<string, unknown>>(sql, [...values])
  return Object.fromEntries(Object.entries(result.rows[0] ?? {}).map(([name, value]) => [name, value === null ? '' : String(value)]))
}
