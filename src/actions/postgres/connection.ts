import pg from 'pg'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { World } from '#execution'

/** What SQLSTATE classes mean for a retry: wrong credentials or a wrong statement will not mend themselves. */
const terminalClasses = ['28', '42', '3D', '22']

/** Connections at rest, by address. The next step of a failover finds one open, and none outlives its rest. */
const resting = new Map<string, { readonly client: pg.Client; readonly timer: NodeJS.Timeout }>()
const restFor = 5000

/**
 * Does work on a component's PostgreSQL in a region, over a connection that was left open or a fresh one.
 * @throws RetryableFailure where the server does not answer or refuses for now; TerminalFailure where it refuses for good
 */
export async function connected<T>(
  world: World,
  component: string,
  region: string,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const { url } = world.endpoint(component, region)
  let client: pg.Client | undefined
  const abort = (): void => void client?.end().catch(() => undefined)
  signal.addEventListener('abort', abort, { once: true })
  try {
    client = taken(url) ?? (await opened(url))
    // Whoever stopped the step while it was connecting must not see it act after that.
    if (signal.aborted) throw new RetryableFailure('It was broken off.')
    const result = await work(client)
    if (signal.aborted) await client.end()
    else rested(url, client)
    return result
  } catch (error) {
    await client?.end().catch(() => undefined)
    if (error instanceof RetryableFailure || error instanceof TerminalFailure) throw error
    const { code, message } = error as { code?: string; message?: string }
    const text = `${component} in ${region}: ${message ?? String(error)}`
    throw terminalClasses.includes((code ?? '').slice(0, 2)) && code?.length === 5
      ? new TerminalFailure(text, { cause: error })
      : new RetryableFailure(text, { cause: error })
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

async function opened(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3000,
    query_timeout: 120_000,
    application_name: 'muster',
  })
  // A connection that breaks at rest is forgotten; one that breaks at work fails its query.
  client.on('error', () => {
    if (resting.get(url)?.client === client) taken(url)
  })
  await client.connect()
  return client
}

function taken(url: string): pg.Client | undefined {
  const rest = resting.get(url)
  if (!rest) return undefined
  resting.delete(url)
  clearTimeout(rest.timer)
  return rest.client
}

function rested(url: string, client: pg.Client): void {
  if (resting.has(url)) return void client.end().catch(() => undefined)
  const timer = setTimeout(
    () =>
      void taken(url)
        ?.end()
        .catch(() => undefined),
    restFor,
  )
  resting.set(url, { client, timer })
}

/** The first row of a query, as texts by column; an empty text for null. Select nothing but numbers, texts and booleans. */
export async function row(
  client: pg.Client,
  sql: string,
  values: readonly string[] = [],
): Promise<Readonly<Record<string, string>>> {
  const result = await client.query<Record<string, string | number | boolean | null>>(sql, [...values])
  return Object.fromEntries(Object.entries(result.rows[0] ?? {}).map(([name, value]) => [name, String(value ?? '')]))
}
