import { setTimeout as pause } from 'node:timers/promises'
import { HttpFailure, monotonic, serve } from '#lab'
import type { Attempt } from './figures.ts'
import type { Side } from './model.ts'
import { type Connection, connect, type ServerAddress } from './servers.ts'

export interface WritersSettings {
  readonly token: string
  /** The way that leads to the primary. */
  readonly front: ServerAddress
  /** Each server by itself, and the address by which it knows itself. */
  readonly servers: Readonly<Record<Side, ServerAddress>>
}

export interface WritersReady {
  readonly url: string
}

/** How one client fares at the moment. */
export interface Fares {
  readonly client: string
  readonly pinned: boolean
  /** Seconds of successes without an error, up to the last. */
  readonly streak: number
  readonly by?: Side
  readonly error?: string
}

/** Clients that are led to the primary; one more goes to each server, whatever that is. */
const clients = 8
/** Seconds. `period` is from one write to the next; more where the answer takes longer. */
const habits = { patience: 1, period: 0.025, pinnedPeriod: 0.05, afterError: 0.05 }

interface Client {
  readonly name: string
  readonly at: ServerAddress
  readonly pinned: boolean
  readonly period: number
  readonly attempts: Attempt[]
  error?: string
}

/**
 * Clients that write one row after the other, each over one connection, and remember what was acknowledged and where.
 * Every key is sent once. Whoever sends `POST /stop` gets what was tried once nothing is under way any more.
 */
export async function writers({ token, front, servers }: WritersSettings): Promise<WritersReady> {
  const sideOf = new Map(Object.entries(servers).map(([side, { host, port }]) => [`${host}:${port}`, side as Side]))
  const all: readonly Client[] = [
    ...Array.from({ length: clients }, (_, index) => made(`client-${index + 1}`, front, habits.period, false)),
    ...(['east', 'west'] as const).map((side) => made(`pinned-${side}`, servers[side], habits.pinnedPeriod, true)),
  ]
  let running = true
  const work = all.map((client) => writing(client, sideOf, () => running))
  const { url } = await serve('127.0.0.1', 0, [token], async ({ method, path }) => {
    switch (`${method} ${path.join('/')}`) {
      case 'GET fares':
        return { clients: all.map(faresOf) }
      case 'POST stop':
        running = false
        await Promise.all(work)
        return { attempts: all.flatMap(({ attempts }) => attempts) }
      default:
        throw new HttpFailure(404, 'usage', `The writers have no ${method} /${path.join('/')}.`)
    }
  })
  return { url }
}

function made(name: string, at: ServerAddress, period: number, pinned: boolean): Client {
  return { name, at, period, pinned, attempts: [] }
}

async function writing(client: Client, sideOf: ReadonlyMap<string, Side>, running: () => boolean): Promise<void> {
  let connection: Connection | undefined
  for (let number = 1; running(); number++) {
    const key = `${client.name}/${number}`
    const sentAt = monotonic()
    let by: Side | undefined
    try {
      connection ??= await connect(client.at, habits.patience)
      const [row] = await connection.query(
        `insert into writes (key) values ($1) returning host(inet_server_addr()) || ':' || inet_server_port() as by`,
        [key],
      )
      by = sideOf.get(String(row?.['by']))
    } catch (error) {
      connection?.drop()
      connection = undefined
      client.error = error instanceof Error ? error.message : String(error)
    }
    const answeredAt = monotonic()
    const { name, pinned } = client
    client.attempts.push({ client: name, key, sentAt, answeredAt, pinned, ...(by === undefined ? {} : { by }) })
    // Spread around the period, so that the clients do not march in step.
    const rest = by === undefined ? habits.afterError : client.period * (0.5 + Math.random()) - (answeredAt - sentAt)
    await pause(Math.max(0.002, rest) * 1000)
  }
  connection?.drop()
}

function faresOf({ name, pinned, attempts, error }: Client): Fares {
  const failed = attempts.findLastIndex(({ by }) => by === undefined)
  const streak = attempts.slice(failed + 1)
  const last = attempts.findLast(({ by }) => by !== undefined)
  return {
    client: name,
    pinned,
    streak: (streak.at(-1)?.answeredAt ?? 0) - (streak[0]?.answeredAt ?? 0),
    ...(last?.by === undefined ? {} : { by: last.by }),
    ...(error === undefined ? {} : { error }),
  }
}
