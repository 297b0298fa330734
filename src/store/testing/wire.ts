import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** What becomes of the connection that sends a word. */
export type Break =
  /** It is cut, and the word never arrives. */
  | 'before'
  /** The word arrives and is answered, and the connection is cut before the answer comes back. */
  | 'after'
  /** The word arrives, and nothing comes back any more. */
  | 'silence'

/** A wire to a server of this host, which can be made to break. */
export interface Wire {
  readonly port: number
  /**
   * Breaks the next connection that sends the word, once.
   * @param first what happens just before
   */
  breakAt(word: string, how: Break, first?: () => Promise<void>): void
  /** How often it has broken. */
  broken(): number
  close(): Promise<void>
}

export async function openWire(to: number): Promise<Wire> {
  let next: { word: string; how: Break; first: () => Promise<void> } | undefined
  let broken = 0
  const open = new Set<Socket>()
  const server = createServer((near) => {
    const far = connect(to, '127.0.0.1')
    const cut = (): void => {
      near.destroy()
      far.destroy()
    }
    let mute: Break | undefined
    for (const socket of [near, far]) {
      open.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        open.delete(socket)
        if (mute !== 'silence') cut()
      })
    }
    near.on('data', (bytes) => {
      const hit = next
      if (!hit || !bytes.toString('latin1').includes(hit.word)) return void far.write(bytes)
      next = undefined
      broken += 1
      mute = hit.how
      void hit.first().then(() => (hit.how === 'before' ? cut() : far.write(bytes)))
    })
    far.on('data', (bytes) => {
      if (mute === undefined) near.write(bytes)
      else if (mute === 'after') cut()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    breakAt(word, how, first = async () => undefined) {
      next = { word, how, first }
    },
    broken: () => broken,
    async close() {
      for (const socket of open) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
