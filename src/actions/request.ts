import http from 'node:http'
import https from 'node:https'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Json } from '#digest'
import { lookupBy, refuseAddress, type Refuses } from './guard.ts'

/** One HTTP request. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'DELETE'
  readonly url: string
  readonly token?: string
  readonly body?: Json
  readonly signal: AbortSignal
  /** The rule about addresses; every address may be connected to where there is none. */
  readonly refuses?: Refuses | undefined
}

/** What came back, whatever its status. */
export interface Answer {
  readonly status: number
  /** At most 100,000 characters; secrets of the request that it repeats are struck out. */
  readonly body: string
}

const longestAnswer = 100_000
/** Refusals that come before anything is done, whoever gives them. */
const refusedBefore = [400, 401, 403, 404, 405, 409, 410, 412, 413, 415, 422, 428, 429]

/**
 * Sends a request and reads its JSON answer; redirects are refusals. An answer longer than 100,000 characters is cut.
 * @throws RetryableFailure where nobody answers or the answer is 429 or 5xx; TerminalFailure for any other refusal.
 * Harmless where it is certain that nothing was done: it was never sent, only asked, or refused before acting
 */
export async function requested(request: Request): Promise<Json> {
  const answer = await answered(request)
  const { status, body } = answer
  if (status >= 200 && status < 300) return parsed(body)
  throw refusal(request, answer)
}

/** What an answer that is none from 200 to 299 means for a retry. */
export function refusal({ method, url }: Request, { status, body }: Answer): RetryableFailure | TerminalFailure {
  const message = `${new URL(url).host} answered ${status}: ${said(parsed(body), body)}`
  const options = { harmless: method === 'GET' || refusedBefore.includes(status) }
  return status === 429 || status >= 500
    ? new RetryableFailure(message, options)
    : new TerminalFailure(message, options)
}

/**
 * Sends a request and reads the answer, of whatever status; redirects are not followed.
 * @throws RetryableFailure where nobody answers, TerminalFailure where the rule refuses the address
 */
export async function answered(request: Request): Promise<Answer> {
  const { host, hostname } = new URL(request.url)
  if (request.refuses) refuseAddress(hostname, request.refuses)
  const progress = { sent: false }
  try {
    const { status, body } = await exchanged(request, progress)
    return { status, body: struck(body, request) }
  } catch (error) {
    if (error instanceof TerminalFailure) throw error
    const { code, message } = error as { code?: string; message: string }
    throw new RetryableFailure(`${host} does not answer: ${code ?? message}`, {
      cause: error,
      harmless: request.method === 'GET' || !progress.sent,
    })
  }
}

/**
 * Node's own client without a wrapper around it: the first request of a process costs a few milliseconds less, and in
 * a failover the first request is the one that counts.
 */
function exchanged(
  { method, url, token, body, signal, refuses }: Request,
  progress: { sent: boolean },
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const content = body === undefined ? undefined : JSON.stringify(body)
    const secure = url.startsWith('https:')
    const sent = (secure ? https : http).request(url, {
      method,
      signal,
      // A connection that was made without the rule is not taken over.
      ...(refuses ? { lookup: lookupBy(refuses), agent: false } : {}),
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(content === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
      },
    })
    sent.on('error', reject)
    // Until the connection stands not a byte of the request has left.
    sent.on('socket', (socket) => {
      const stands = () => {
        progress.sent = true
      }
      if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', stands)
      else stands()
    })
    sent.on('response', (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        if (text.length < longestAnswer) text += part
      })
      response.on('error', reject)
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text.slice(0, longestAnswer) }))
    })
    sent.end(content)
  })
}

/** Fewer characters are no secret, and would be found in every answer. */
const shortestSecret = 4

/** What a target says is shown and journalled, so that a secret which it repeats would be too. */
function struck(text: string, { url, token }: Request): string {
  const { password } = new URL(url)
  const secrets = [token, password, decodeURIComponent(password)]
  return secrets.reduce<string>(
    (kept, secret) => (secret && secret.length >= shortestSecret ? kept.replaceAll(secret, '[secret]') : kept),
    text,
  )
}

/** A member of a JSON object, or undefined where the value is none or has no such member. */
export function member(value: Json, name: string): Json | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.hasOwn(value, name)
    ? (value as { readonly [key: string]: Json | undefined })[name]
    : undefined
}

function parsed(body: string): Json {
  try {
    return body === '' ? null : (JSON.parse(body) as Json)
  } catch {
    return body
  }
}

function said(value: Json, body: string): string {
  const error = member(value, 'error') ?? member(value, 'reason')
  return typeof error === 'string' ? error : body.slice(0, 300)
}
