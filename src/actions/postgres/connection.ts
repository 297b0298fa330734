import { Socket } from 'node:net'
import pg from 'pg'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { World } from '#execution'
import { type Refuses, ruleOf, socketBy } from '../guard.ts'

/** What SQLSTATE classes mean for a retry: wrong credentials or a wrong statement will not mend themselves. */
const terminalClasses = ['28', '42', '3D', '22']

interface Open {
  readonly client: pg.Client
  readonly socket: Socket
}

/** Connections at rest, by address. The next step of a failover finds one open, and none outlives its rest. */
const resting = new Map<string, Open & { readonly timer: NodeJS.Timeout }>()
const restFor = 5000

/**
 * Does work on a component's PostgreSQL in a region, over a connection that was left open or a fresh one.
 * @param fresh a new connection in any case, which replaces the one at rest: what follows then meets the very server
 * that was asked
 * @throws RetryableFailure where the server does not answer or refuses for now; TerminalFailure where it refuses for
 * good. Harmless where it came to no work at all; what the work itself throws of the two is handed on as it is
 */
export async function connected<T>(
  world: World,
  component: string,
  region: string,
  signal: AbortSignal,
  work: (client: pg.Client) => Promise<T>,
  fresh = false,
): Promise<T> {
  const { url } = world.endpoint(component, region)
  let open: Open | undefined
  const abort = (): void => void open?.client.end().catch(() => undefined)
  signal.addEventListener('abort', abort, { once: true })
  try {
    const left = taken(url)
    if (fresh) left?.client.end().catch(() => undefined)
    open = (fresh ? undefined : left) ?? (await opened(url, ruleOf(world)))
    // Whoever stopped the step while it was connecting must not see it act after that.
    if (signal.aborted) throw new RetryableFailure('It was broken off.', { harmless: true })
    const result = await work(open.client)
    if (signal.aborted) await open.client.end()
    else rested(url, open)
    return result
  } catch (error) {
    await open?.client.end().catch(() => undefined)
    if (error instanceof RetryableFailure || error instanceof TerminalFailure) throw error
    // What the work throws besides is no answer of the server.
    if (open !== undefined && error instanceof RangeError) throw error
    const { code, message } = error as { code?: string; message?: string }
    const text = `${component} in ${region}: ${message ?? String(error)}`
    const options = { cause: error, harmless: open === undefined }
    throw terminalClasses.includes((code ?? '').slice(0, 2)) && code?.length === 5
      ? new TerminalFailure(text, options)
      : new RetryableFailure(text, options)
  } finally {
    signal.removeEventListener('abort', abort)
  }
}

async function opened(url: string, refuses: Refuses | undefined): Promise<Open> {
  const socket = refuses ? socketBy(refuses) : new Socket()
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3000,
    query_timeout: 120_000,
    application_name: 'muster',
    stream: () => socket,
  })
  // A connection that breaks at rest is forgotten; one that breaks at work fails its query.
  client.on('error', () => {
    if (resting.get(url)?.client === client) taken(url)
  })
  await client.connect()
  return { client, socket }
}

function taken(url: string): Open | undefined {
  const rest = resting.get(url)
  if (!rest) return undefined
  resting.delete(url)
  clearTimeout(rest.timer)
  rest.socket.ref()
  return rest
}

function rested(url: string, open: Open): void {
  if (resting.has(url)) return void open.client.end().catch(() => undefined)
  const timer = setTimeout(
    () =>
      void taken(url)
        ?.client.end()
        .catch(() => undefined),
    restFor,
  )
  // A program that has nothing else to do does not stay for the sake of a rest.
  timer.unref()
  open.socket.unref()
  resting.set(url, { ...open, timer })
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
