import { createServer, connect as open, type AddressInfo, type Socket } from 'node:net'
import { HttpFailure, listen, serve } from './http.ts'

export interface RelaySettings {
  readonly token: string
  /** Milliseconds that every byte is under way, in each direction. */
  readonly delay: number
  /** Where each region's PostgreSQL listens. */
  readonly regions: Readonly<Record<string, { readonly host: string; readonly port: number }>>
}

export interface RelayReady {
  readonly url: string
  /** The near end of the link towards each region. */
  readonly towards: Readonly<Record<string, { readonly host: string; readonly port: number }>>
}

/** Bytes under way in one direction of one connection above which its sender has to wait. */
const mostUnderWay = 8_000_000

/**
 * The wide-area link between the regions: a TCP relay with a delay that can be cut and restored. A cut drops what is
 * under way; while it lasts, connections are closed as soon as they are opened.
 */
export async function relay(settings: RelaySettings): Promise<RelayReady> {
  const sockets = new Set<Socket>()
  let cut = false
  const towards: Record<string, { host: string; port: number }> = {}
  for (const [region, target] of Object.entries(settings.regions)) {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
      if (cut) return void near.resetAndDestroy()
      const far = open({ ...target, allowHalfOpen: true, noDelay: true })
      for (const socket of [near, far]) {
        sockets.add(socket)
        socket.on('close', () => sockets.delete(socket))
      }
      carry(near, far, settings.delay)
      carry(far, near, settings.delay)
    })
    await listen(server, 0, '127.0.0.1')
    towards[region] = { host: '127.0.0.1', port: (server.address() as AddressInfo).port }
  }
  const { url } = await serve('127.0.0.1', 0, [settings.token], ({ method, path }) => {
    const act = `${method} ${path.join('/')}`
    if (act === 'POST cut') {
      cut = true
      for (const socket of sockets) socket.resetAndDestroy()
    } else if (act === 'POST restore') cut = false
    else if (act !== 'GET status') throw new HttpFailure(404, 'usage', `The link has no ${act}.`)
    return { cut, connections: sockets.size, delay: settings.delay }
  })
  return { url, towards }
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
