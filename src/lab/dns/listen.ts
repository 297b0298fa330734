import { type DnsServer, createServer, type Packet } from 'dns2'
import type { Address } from '../addresses.ts'
import { answerTo, outcome } from './message.ts'

/** Answers a message, or nothing to what must not be answered. */
export type Answering = (request: Packet) => Packet | undefined | Promise<Packet | undefined>

/**
 * Answers over UDP and TCP at one address. What is no message at all is dropped, as it has no number to answer to; what
 * cannot be read beyond that is answered as malformed.
 * @throws the system's error where it cannot listen there
 */
export async function listenDns({ host, port }: Address, answering: Answering): Promise<DnsServer> {
  const reply = async (request: Packet, send: (answer: Packet) => Promise<unknown>) => {
    const answer = await Promise.resolve(request)
      .then(answering)
      .catch((error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
        return answerTo(request, outcome.SERVFAIL)
      })
    // Whoever has gone meanwhile gets none.
    if (answer) await send(answer)
  }
  const server = createServer({
    udp: true,
    tcp: true,
    handle: (request, send) => void reply(request, async (answer) => send(answer)).catch(() => {}),
  })
  server.on('requestError', () => {})
  const failed = new Promise<never>((_, reject) => {
    server.on('error', (error) => reject(error))
  })
  const at = { port, address: host }
  await Promise.race([server.listen({ udp: at, tcp: at }), failed])
  failed.catch(() => {})
  return server
}
