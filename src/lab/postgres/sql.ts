import pg from 'pg'

/** A PostgreSQL server and the lab's superuser on it. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
}

/** Milliseconds that one statement may take: an operation that hangs could not be tried again. */
const longestStatement = 90_000

/** Runs statements on one connection and closes it. */
export async function onServer<T>(
  address: ServerAddress,
  database: string,
  work: (query: (text: string, values?: readonly unknown[]) => Promise<pg.QueryResultRow[]>) => Promise<T>,
  timeoutMilliseconds = 10_000,
): Promise<T> {
  const client = new pg.Client({
    ...address,
    database,
    connectionTimeoutMillis: timeoutMilliseconds,
    statement_timeout: longestStatement,
    query_timeout: longestStatement + 5000,
    application_name: 'muster-lab',
  })
  // A connection that breaks rejects the statement under way; without a listener it would end the process too.
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(async (text, values = []) => (await client.query(text, [...values])).rows)
  } finally {
    await client.end().catch(() => {})
  }
}

/** The address for clients, as an URL; the password is letters and digits. */
export function urlOf({ host, port, user, password }: ServerAddress, database: string): string {
  return `postgres://${user}:${password}@${host}:${port}/${database}`
}

/** A name as SQL writes it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
