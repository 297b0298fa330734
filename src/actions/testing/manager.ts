import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Json } from '#digest'

/** One request as a manager has got it. */
export interface Got {
  readonly method: string
  readonly path: string
  readonly token: string | undefined
  readonly body: unknown
}

/** What it answers: status and body. */
export type Answer = readonly [status: number, body: Json]

/** A server that answers requests in turn as it is told and keeps what it was asked; the last answer stays. */
export async function manager(
  ...answers: readonly Answer[]
): Promise<{ readonly url: string; readonly got: readonly Got[]; close(): void }> {
  const got: Got[] = []
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => {
      text += part.toString()
    })
    request.on('end', () => {
      const [status, body] = answers[Math.min(got.length, answers.length - 1)] ?? [200, null]
      got.push({
        method: request.method ?? '',
        path: request.url ?? '',
        token: request.headers.authorization,
        body: text === '' ? undefined : JSON.parse(text),
      })
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    got,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
