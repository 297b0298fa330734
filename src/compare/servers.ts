import { Socket } from 'node:net'
import pg from 'pg'

/** A server, as somebody on the machine reaches it. */
export interface ServerAddress {
  /** Or the folder of its socket. */
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password?: string
  /** `postgres` where it is left out. */
  readonly database?: string
}

/** One connection that is there for a while; a broken one rejects what is asked over it. */
export interface Connection {
  query(text: string, values?: readonly unknown[]): Promise<readonly pg.QueryResultRow[]>
  /** At once, without a word to the server. */
  drop(): void
}

/**
 * Connects to a server.
 * @param patience seconds for the connection, and for each question
 */
export async function connect(address: ServerAddress, patience: number): Promise<Connection> {
  const limit = patience * 1000
  const socket = new Socket()
  const client = new pg.Client({
    database: 'postgres',
    ...address,
    stream: () => socket,
    connectionTimeoutMillis: limit,
    query_timeout: limit,
    application_name: 'muster-compare',
  })
  // A connection that breaks rejects the query under way; without a listener it would end the process too.
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    socket.destroy()
    throw error
  }
  return {
    query: async (text, values = []) => (await client.query(text, [...values])).rows,
    drop: () => void socket.destroy(),
  }
}

/** Asks once, over a connection of its own. */
export async function asked(
  address: ServerAddress,
  text: string,
  values: readonly unknown[] = [],
  patience = 10,
): Promise<readonly pg.QueryResultRow[]> {
  const connection = await connect(address, patience)
  try {
    return await connection.query(text, values)
  } finally {
    connection.drop()
  }
}
