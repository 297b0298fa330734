import { lookup } from 'node:dns'
import { isIP, type LookupFunction, Socket } from 'node:net'
import { TerminalFailure } from '#diagnostics'
import type { World } from '#execution'

/** Why nothing may connect to an IP address, in a sentence, or undefined where it may. */
export type Refuses = (address: string) => string | undefined

/** The world's rule about addresses, or undefined where it has none. */
export function ruleOf(world: World): Refuses | undefined {
  return world.refuses && ((address) => world.refuses?.(address))
}

/** @throws TerminalFailure where the host is itself an address, and the rule refuses it */
export function refuseAddress(host: string, refuses: Refuses): void {
  const address = host.replace(/^\[(.*)\]$/, '$1')
  const reason = isIP(address) === 0 ? undefined : refuses(address)
  if (reason !== undefined) throw refusal(host, reason)
}

/**
 * Looks names up as the system does, and fails where any of a name's addresses is refused. The connection is made to
 * the very addresses that were asked about, so that a name which changes its mind in between gains nothing.
 */
export function lookupBy(refuses: Refuses): LookupFunction {
  return (host, options, answer) =>
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error) return answer(error, '')
      for (const { address } of found) {
        const reason = refuses(address)
        if (reason !== undefined) return answer(refusal(`${host} (${address})`, reason), '')
      }
      const [first] = found
      if (options.all || !first) return answer(null, found)
      answer(null, first.address, first.family)
    })
}

/** A socket that asks the rule before it connects, whoever tells it where to. */
export function socketBy(refuses: Refuses): Socket {
  const socket = new Socket()
  const connect = socket.connect.bind(socket)
  const guarded = (port: number | string, host?: string): Socket => {
    try {
      // A path is a socket of this machine: as near as the loopback address, and so is judged like it.
      refuseAddress(typeof port === 'string' ? '127.0.0.1' : (host ?? '127.0.0.1'), refuses)
    } catch (error) {
      return socket.destroy(error as Error)
    }
    return typeof port === 'string'
      ? connect(port)
      : connect({ port, host: host ?? '127.0.0.1', lookup: lookupBy(refuses) })
  }
  return Object.assign(socket, { connect: guarded })
}

function refusal(where: string, reason: string): TerminalFailure {
  return new TerminalFailure(`Muster does not connect to ${where}: ${reason}`, { harmless: true })
}
