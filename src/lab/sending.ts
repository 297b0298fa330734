import { type Agent, request } from 'node:http'
import type { LookupFunction, Socket } from 'node:net'
import { messageOf } from './http.ts'
import { monotonic } from './monotonic.ts'

/** What a request of a client came to. */
export interface Sent {
  readonly error?: string
  readonly committedAt?: number
  readonly region?: string
  readonly hit?: boolean
  /** Where its connection led, or was to lead; absent where no address was found. */
  readonly address?: { readonly host: string; readonly at: number }
}

/** Milliseconds. */
const requestTimeout = 1000

/** Sends one request. What comes after the patience is over is not heard: it counts as not acknowledged. */
export function send(url: string, body: string, agent: Agent, lookup?: LookupFunction): Promise<Sent> {
  return new Promise((resolve) => {
    let address: Sent['address']
    let connection: Socket | undefined
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const options = { method: 'POST', agent, headers, ...(lookup ? { lookup } : {}) }
    const sending = request(url, options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('error', (error) => settle({ error: error.message }))
      response.on('end', () => {
        if (response.statusCode !== 200) {
          // Who was led by name and is refused looks the name up again, as pools do that drop what has failed.
          if (lookup) connection?.destroy()
          return settle({ error: `${response.statusCode}: ${text.slice(0, 300)}` })
        }
        settle(answerIn(text))
      })
      response.on('close', () => settle({ error: 'the answer broke off' }))
    })
    const timer = setTimeout(() => sending.destroy(new Error('no answer within 1 s')), requestTimeout)
    const settle = (result: Sent) => {
      clearTimeout(timer)
      resolve(address === undefined ? result : { ...result, address })
    }
    if (lookup)
      sending.on('socket', (socket) => {
        connection = socket
        reached(socket, (host) => (address = { host, at: monotonic() }))
      })
    sending.on('error', (error) => settle({ error: messageOf(error) }))
    sending.end(body)
  })
}

/** Tells where a connection leads, or is to lead. */
function reached(socket: Socket, tell: (host: string) => void): void {
  if (socket.connecting) socket.on('connectionAttempt', tell)
  else if (socket.remoteAddress !== undefined) tell(socket.remoteAddress)
}

function answerIn(text: string): Sent {
  const { committedAt, region, hit } = JSON.parse(text) as Sent
  return {
    ...(committedAt === undefined ? {} : { committedAt }),
    ...(region === undefined ? {} : { region }),
    ...(hit === undefined ? {} : { hit }),
  }
}
