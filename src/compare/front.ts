import { connect as open, createServer, type Socket } from 'node:net'
import { HttpFailure, listen, monotonic, serve } from '#lab'
import type { Side } from './model.ts'
import { type Connection, connect, type ServerAddress } from './servers.ts'

export interface FrontSettings {
  readonly token: string
  /** Where clients connect. */
  readonly at: { readonly host: string; readonly port: number }
  readonly servers: Readonly<Record<Side, ServerAddress>>
}

export interface FrontReady {
  readonly url: string
}

/** How a server was seen; instants in seconds on the monotonic clock. */
export interface ServerSeen {
  /** Whether it takes writes. */
  readonly writable: boolean
  /** Since when it does, this time. */
  readonly writableSince?: number
  /** When it was first seen out of recovery after it had been in it. */
  readonly ledAt?: number
  readonly standby: boolean
}

const sides = ['east', 'west'] as const
/** Seconds between two looks at a server, and how long one may take. */
const look = { every: 0.05, timeout: 1 }

/**
 * The way to the primary, the same for every system: a TCP proxy that asks each server whether it takes writes, sends
 * new connections to the one that began to last, and cuts those of any other. A server that has left recovery and still
 * refuses writes is not taken for the primary. `POST /fence` and `/route` are for whoever directs it by hand.
 */
export async function front({ token, at, servers }: FrontSettings): Promise<FrontReady> {
  const seen: Record<Side, ServerSeen> = {
    east: { writable: false, standby: false },
    west: { writable: false, standby: false },
  }
  const sockets: Record<Side, Set<Socket>> = { east: new Set(), west: new Set() }
  const fenced = new Set<Side>()
  let routed: Side | undefined
  const target = (): Side | undefined => {
    const able = sides.filter((side) => seen[side].writable && !fenced.has(side))
    if (routed !== undefined && able.includes(routed)) return routed
    return able.toSorted((a, b) => (seen[b].writableSince ?? 0) - (seen[a].writableSince ?? 0))[0]
  }
  const cutOthers = () => {
    const kept = target()
    for (const side of sides) if (side !== kept) for (const socket of sockets[side]) socket.destroy()
  }
  for (const side of sides)
    void watched(servers[side], (state) => {
      seen[side] = after(seen[side], state)
      cutOthers()
    })

  const proxy = createServer({ noDelay: true }, (client) => {
    const side = target()
    if (side === undefined) return void client.destroy()
    const server = open({ host: servers[side].host, port: servers[side].port, noDelay: true })
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        other.destroy()
        sockets[side].delete(one)
      })
      sockets[side].add(one)
    }
  })
  await listen(proxy, at.port, at.host)
  const { url } = await serve('127.0.0.1', 0, [token], ({ method, path, body }) => {
    const act = `${method} ${path.join('/')}`
    if (act === 'GET status') return { seen, fenced: [...fenced], target: target() }
    const side = sides.find((one) => one === body['region'])
    if (side !== undefined && act === 'POST fence') fenced.add(side)
    else if (side !== undefined && act === 'POST route') routed = side
    else throw new HttpFailure(404, 'usage', `The front has no ${act} of that region.`)
    cutOthers()
    return {}
  })
  return { url }
}

interface State {
  readonly standby: boolean
  readonly writable: boolean
}

/** Looks at a server for as long as the process lives, over one connection while that holds. */
async function watched(address: ServerAddress, tell: (state: State | undefined) => void): Promise<never> {
  let connection: Connection | undefined
  for (;;) {
    const began = monotonic()
    try {
      connection ??= await connect(address, look.timeout)
      const [row] = await connection.query(
        `select pg_is_in_recovery() as standby, current_setting('transaction_read_only') = 'off' as writable`,
      )
      tell({ standby: row?.['standby'] === true, writable: row?.['writable'] === true })
    } catch {
      connection?.drop()
      connection = undefined
      tell(undefined)
    }
    const rest = Math.max(0.01, look.every - (monotonic() - began))
    await new Promise((resolve) => setTimeout(resolve, rest * 1000))
  }
}

function after(before: ServerSeen, state: State | undefined): ServerSeen {
  const now = monotonic()
  const ledAt = before.ledAt ?? (before.standby && state?.standby === false ? now : undefined)
  const led = ledAt === undefined ? {} : { ledAt }
  // A server that does not answer is no standby that has begun to lead; what it was stays known.
  if (!state) return { ...led, writable: false, standby: before.standby }
  const { standby, writable } = state
  return { ...led, standby, writable, ...(writable ? { writableSince: before.writableSince ?? now } : {}) }
}
