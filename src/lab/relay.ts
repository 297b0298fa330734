import { type AddressInfo, connect as open, createServer, type Socket } from 'node:net'
import type { Address } from './addresses.ts'
import { listen } from './http.ts'

export interface RelaySettings {
  /** Milliseconds that every byte is under way, in each direction. */
  readonly delay: number
  /** Where each service of each region listens. */
  readonly regions: Readonly<Record<string, Readonly<Record<string, Address>>>>
  /** Where the near ends listen, as an earlier link's did; where the system lets them when left out. */
  readonly at?: RelayReady['towards']
  /** The address of the near ends; loopback when left out. */
  readonly host?: string
}

export interface RelayReady {
  /** The near end of the link towards each service of each region. */
  readonly towards: Readonly<Record<string, Readonly<Record<string, Address>>>>
}

/** Bytes under way in one direction of one connection above which its sender has to wait. */
const mostUnderWay = 8_000_000

/**
 * The wide-area link between the regions: a TCP relay with a delay. It is cut by killing this process, which loses what
 * is under way at that very moment, however busy the machine is; a request to cut would be served after the bytes that
 * are due. It is restored by starting another.
 */
export async function relay(settings: RelaySettings): Promise<RelayReady> {
  const { host = '127.0.0.1' } = settings
  const towards: Record<string, Record<string, Address>> = {}
  for (const [region, services] of Object.entries(settings.regions)) {
    towards[region] = {}
    for (const [service, target] of Object.entries(services)) {
      const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
        const far = open({ ...target, allowHalfOpen: true, noDelay: true })
        carry(near, far, settings.delay)
        carry(far, near, settings.delay)
      })
      await listen(server, settings.at?.[region]?.[service]?.port ?? 0, host)
      towards[region][service] = { host, port: (server.address() as AddressInfo).port }
    }
  }
  return { towards }
}

/** Hands on what one socket sends to the other, each chunk after the delay and in order. */
function carry(from: Socket, to: Socket, delay: number): void {
  let underWay = 0
  const later = (act: () => void) => setTimeout(() => to.destroyed || act(), delay)
  from.on('data', (chunk: Buffer) => {
    underWay += chunk.length
    if (underWay > mostUnderWay) from.pause()
    later(() => {
      underWay -= chunk.length
      if (underWay <= mostUnderWay / 2) from.resume()
      to.write(chunk)
    })
  })
  from.on('end', () => later(() => to.end()))
  // What was sent before the break is still under way, so the other end learns of it only after the delay.
  from.on('error', () => later(() => to.destroy()))
  from.on('close', () => later(() => to.end()))
}
