import { timingSafeEqual } from 'node:crypto'
import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Server as NetServer } from 'node:net'
import { Failure, type FailureKind } from '#diagnostics'

/** A control server and the bearer token that opens it. */
export interface Control {
  readonly url: string
  readonly token: string
}

/** What a handler is given. `body` is the JSON of the request, or an empty object. */
export interface ControlRequest {
  readonly method: string
  /** Decoded parts of the path. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
  readonly body: Readonly<Record<string, unknown>>
  readonly token: string
}

/** A refusal with the HTTP status that says which kind. */
export class HttpFailure extends Failure {
  readonly status: number
  constructor(status: number, kind: FailureKind, message: string) {
    super(kind, message)
    this.status = status
  }
}

/** Answers a request with a value to send as JSON; `say` turns the answer into lines, sent as they come. */
export type Handler = (request: ControlRequest, say: (line: string) => void) => unknown

const largestBody = 4_000_000

/**
 * Serves JSON to whoever has one of the tokens. A handler that calls `say` is answered as NDJSON: `{"say"}` lines and
 * one last `{"done"}` or `{"failure"}`. Port 0 lets the system choose.
 */
export async function serve(
  host: string,
  port: number,
  tokens: readonly string[],
  handler: Handler,
): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => void answer(request, response, tokens, handler))
  await listen(server, port, host)
  return { server, url: `http://${host}:${(server.address() as AddressInfo).port}` }
}

/** Listens, or rejects with the system's error. */
export function listen(server: NetServer, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  tokens: readonly string[],
  handler: Handler,
): Promise<void> {
  let streaming = false
  const say = (line: string) => {
    if (!streaming) response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    streaming = true
    response.write(`${JSON.stringify({ say: line })}\n`)
  }
  try {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1] ?? ''
    if (!tokens.some((known) => same(known, token)))
      throw new HttpFailure(401, 'refused', 'The control address needs its bearer token.')
    const url = new URL(request.url ?? '/', 'http://lab')
    const path = url.pathname.split('/').filter(Boolean).map(decodeURIComponent)
    const body = await bodyOf(request)
    const result = await handler({ method: request.method ?? 'GET', path, query: url.searchParams, body, token }, say)
    if (streaming) response.end(`${JSON.stringify({ done: result ?? {} })}\n`)
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(result ?? {}))
  } catch (error) {
    const failure = { kind: error instanceof Failure ? error.kind : 'unreachable', message: messageOf(error) }
    if (streaming) response.end(`${JSON.stringify({ failure })}\n`)
    else
      response
        .writeHead(error instanceof HttpFailure ? error.status : 500, { 'content-type': 'application/json' })
        .end(JSON.stringify({ error: failure.message, kind: failure.kind }))
  }
}

function same(known: string, given: string): boolean {
  const [a, b] = [Buffer.from(known), Buffer.from(given)]
  return a.length === b.length && timingSafeEqual(a, b)
}

async function bodyOf(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > largestBody) throw new HttpFailure(413, 'usage', 'The request is too large.')
    chunks.push(chunk)
  }
  if (length === 0) return {}
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'))
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  } catch {
    // Said below, as for a value that is no object.
  }
  throw new HttpFailure(400, 'usage', 'The request is not a JSON object.')
}

/** A text member of a request's body. @throws HttpFailure 400 where it is missing */
export function textOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const value = body[name]
  if (typeof value === 'string' && value !== '') return value
  throw new HttpFailure(400, 'usage', `The request needs a text "${name}".`)
}

/** An integer member of a request's body. @throws HttpFailure 400 where it is missing */
export function integerOf(body: Readonly<Record<string, unknown>>, name: string): number {
  const value = body[name]
  if (Number.isInteger(value)) return value as number
  throw new HttpFailure(400, 'usage', `The request needs a whole number "${name}".`)
}

export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0])
  return error instanceof Error ? error.message || error.name : String(error)
}

/**
 * Calls a control server.
 * @param timeout milliseconds, from the start to the whole answer; none where it is left out
 * @throws Failure of the kind that the server named, `unreachable` where it cannot be reached
 */
export function call<T>(
  control: Control,
  method: 'GET' | 'POST',
  path: string,
  options: { body?: unknown; timeout?: number; say?: (line: string) => void } = {},
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const body = options.body === undefined ? '' : JSON.stringify(options.body)
    const headers = {
      authorization: `Bearer ${control.token}`,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
    }
    const request = httpRequest(`${control.url}${path}`, { method, headers, agent: false }, (response) => {
      let text = ''
      const streams = response.headers['content-type'] === 'application/x-ndjson'
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        for (let end = text.indexOf('\n'); streams && end >= 0; end = text.indexOf('\n')) {
          const line = JSON.parse(text.slice(0, end)) as StreamLine
          text = text.slice(end + 1)
          if (line.say !== undefined) options.say?.(line.say)
          else if (line.failure) reject(new Failure(line.failure.kind, line.failure.message))
          else resolve(line.done as T)
        }
      })
      response.on('error', (error) => reject(unreached(control, error)))
      response.on('close', () => {
        clearTimeout(timer)
        if (streams || !response.complete) return reject(unreached(control, new Error('the answer broke off')))
        const value = JSON.parse(text) as T & { error?: string; kind?: FailureKind }
        if ((response.statusCode ?? 500) < 400) resolve(value)
        else reject(new HttpFailure(response.statusCode ?? 500, value.kind ?? 'unreachable', value.error ?? text))
      })
    })
    const timer = options.timeout
      ? setTimeout(() => request.destroy(new Error(`no answer within ${options.timeout} ms`)), options.timeout)
      : undefined
    request.on('error', (error) => {
      clearTimeout(timer)
      reject(unreached(control, error))
    })
    request.end(body)
  })
}

interface StreamLine {
  readonly say?: string
  readonly done?: unknown
  readonly failure?: { readonly kind: FailureKind; readonly message: string }
}

function unreached(control: Control, cause: Error): Failure {
  return new Failure('unreachable', `The lab does not answer at ${control.url}: ${messageOf(cause)}.`, { cause })
}
