import { connect as open, type Socket } from 'node:net'
import type { Address } from './addresses.ts'

/** The instances that customers' connections lead to. */
export interface Backends {
  /** Replaces the instances of a region; connections to others of it are left to end by themselves. */
  set(region: string, instances: readonly Address[]): void
  count(region: string): number
  /** Connections of a region's customers. */
  connections(region: string): number
  /** Leads a client to an instance of one of the regions, or cuts it off where none takes it. */
  lead(client: Socket, regions: () => readonly string[]): void
  /** Cuts the customers of those regions off. */
  cut(where: (region: string) => boolean): void
}

interface Backend {
  readonly region: string
  readonly address: Address
  connections: number
  /** Milliseconds on the clock of this process until which it is passed over, as it has refused somebody. */
  restsUntil: number
}

/** A client that is led to an instance, or is about to be. */
interface Led {
  readonly region: string
  /** The instance's end. */
  readonly far: Socket
  isCut: boolean
}

/** Milliseconds for which an instance is passed over that did not take a connection, where another is left. */
const rest = 1000

/**
 * Each new connection goes to the instance that has the fewest, and to the next one where that does not take it.
 * @param patience milliseconds within which an instance must take a connection
 */
export function createBackends(patience: number): Backends {
  let backends: readonly Backend[] = []
  const customers = new Map<Socket, Led>()
  let turn = 0

  /** The one with the fewest connections, by turns among equals. */
  const choose = (regions: readonly string[], refused: ReadonlySet<Backend>): Backend | undefined => {
    const now = performance.now()
    const open = backends.filter((one) => regions.includes(one.region) && !refused.has(one))
    const rested = open.filter(({ restsUntil }) => restsUntil <= now)
    const candidates = rested.length > 0 ? rested : open
    const fewest = Math.min(...candidates.map(({ connections }) => connections))
    const equal = candidates.filter(({ connections }) => connections === fewest)
    return equal[turn++ % equal.length]
  }

  // A reset instead of a proper end: the client learns at once, and no port lingers in TIME_WAIT.
  const lead: Backends['lead'] = (client, regions) => {
    const refused = new Set<Backend>()
    client.on('error', () => client.destroy())
    const attempt = () => {
      if (client.destroyed) return
      const chosen = choose(regions(), refused)
      if (!chosen) return void client.resetAndDestroy()
      const far = open({ ...chosen.address, noDelay: true })
      const timer = setTimeout(() => far.destroy(new Error('it does not take the connection')), patience)
      let taken = false
      const leave = () => far.destroy()
      chosen.connections++
      const led: Led = { region: chosen.region, far, isCut: false }
      customers.set(client, led)
      client.once('close', leave)
      far.once('connect', () => {
        clearTimeout(timer)
        taken = true
        client.pipe(far).pipe(client)
      })
      far.on('error', () => {
        if (taken) client.resetAndDestroy()
      })
      far.once('close', () => {
        clearTimeout(timer)
        chosen.connections--
        customers.delete(client)
        client.off('close', leave)
        if (taken || led.isCut || client.destroyed) return void client.destroy()
        chosen.restsUntil = performance.now() + rest
        refused.add(chosen)
        attempt()
      })
    }
    attempt()
  }

  return {
    set(region, instances) {
      const known = (address: Address) =>
        backends.find((one) => one.address.host === address.host && one.address.port === address.port)
      const now = instances.map((address) => known(address) ?? { region, address, connections: 0, restsUntil: 0 })
      // One that listens where another did is not passed over for what that one refused.
      for (const one of now) one.restsUntil = 0
      backends = [...backends.filter((one) => one.region !== region), ...now]
    },
    count: (region) => backends.filter((one) => one.region === region).length,
    connections: (region) => [...customers.values()].filter((one) => one.region === region).length,
    lead,
    cut(where) {
      for (const [client, led] of [...customers]) {
        if (!where(led.region)) continue
        led.isCut = true
        client.resetAndDestroy()
        // A client that is leaving by itself may not be reset before it has gone, and the instance may never let it go.
        led.far.destroy()
      }
    },
  }
}
