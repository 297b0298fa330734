import type { Address } from '#lab'
import type { Side } from './model.ts'

/** The near end of a line, and where it leads. */
export interface Relayed {
  readonly near: Address
  readonly to: Address
}

/** Where everything of a run listens. What lies at 127.0.0.1 is a near end of a line; the places have addresses of their own. */
export interface Addresses {
  /** Each server as clients and the front reach it, without a line between. */
  readonly servers: Readonly<Record<Side, Address>>
  /** Where clients are led to the primary. */
  readonly front: Address
  /** A third place: what keeps the quorum, the monitor, or the witness. */
  readonly third: {
    readonly server: Address
    readonly etcd: Address
    readonly etcdPeer: Address
    readonly witness: Address
    readonly held: Address
  }
  /** Patroni's own interface, and the health that Muster's agent tells. */
  readonly health: Readonly<Record<Side, Address>>
  /**
   * The line of east leads to it from anywhere, and from it to the third place; the line of west does the same. What
   * would be opened from east towards west has no way of its own, and none of the systems opens that while it is cut off.
   */
  readonly lines: {
    readonly east: Lines
    readonly west: Lines
  }
  readonly all: readonly Address[]
}

interface Lines extends Readonly<Record<string, Relayed>> {
  /** The server itself, from elsewhere: at the same port, for pg_auto_failover knows a server by one. */
  readonly server: Relayed
  readonly health: Relayed
  readonly etcd: Relayed
  readonly monitor: Relayed
  readonly witness: Relayed
  readonly held: Relayed
}

/** Beyond those of the lab itself, so that both can be up. */
const first = 40

/** @param basePort the first port of the lab */
export function addressesFrom(basePort: number): Addresses {
  const at = (host: string, offset: number): Address => ({ host, port: basePort + first + offset })
  const [east, west, third, near] = ['127.0.1.1', '127.0.2.1', '127.0.3.1', '127.0.0.1']
  const servers = { east: at(east, 1), west: at(west, 2) }
  const health = { east: at(east, 3), west: at(west, 4) }
  const kept = {
    server: at(third, 5),
    etcd: at(third, 6),
    etcdPeer: at(third, 7),
    witness: at(third, 8),
    held: at(third, 9),
  }
  const line = (side: Side, offset: number): Lines => ({
    server: { near: { host: near, port: servers[side].port }, to: servers[side] },
    health: { near: { host: near, port: health[side].port }, to: health[side] },
    etcd: { near: at(near, offset), to: kept.etcd },
    monitor: { near: at(near, offset + 1), to: kept.server },
    witness: { near: at(near, offset + 2), to: kept.witness },
    held: { near: at(near, offset + 3), to: kept.held },
  })
  const lines = { east: line('east', 11), west: line('west', 15) }
  const front = at(near, 10)
  const ends = [lines.east, lines.west].flatMap((one) => Object.values(one).map((relayed) => relayed.near))
  return {
    servers,
    front,
    third: kept,
    health,
    lines,
    all: [...Object.values(servers), ...Object.values(health), ...Object.values(kept), front, ...ends],
  }
}
