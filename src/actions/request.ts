import http from 'node:http'
import https from 'node:https'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Json } from '#digest'

/** One HTTP request with a JSON answer. */
export interface Request {
  readonly method: 'GET' | 'POST'
  readonly url: string
  readonly token?: string
  readonly body?: Json
  readonly signal: AbortSignal
}

interface Answer {
  readonly status: number
  readonly body: string
}

const longestAnswer = 100_000

/**
 * Sends a request and reads its JSON answer; redirects are refusals. An answer longer than 100,000 bytes is cut.
 * @throws RetryableFailure where nobody answers or the answer is 429 or 5xx; TerminalFailure for any other refusal
 */
export async function requested(request: Request): Promise<Json> {
  const { host } = new URL(request.url)
  let answer: Answer
  try {
    answer = await exchanged(request)
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    throw new RetryableFailure(`${host} does not answer: ${code ?? message}`, { cause: error })
  }
  const value = parsed(answer.body)
  if (answer.status >= 200 && answer.status < 300) return value
  const message = `${host} answered ${answer.status}: ${said(value, answer.body)}`
  throw answer.status === 429 || answer.status >= 500 ? new RetryableFailure(message) : new TerminalFailure(message)
}

/**
 * Node's own client without a wrapper around it: the first request of a process costs a few milliseconds less, and in
 * a failover the first request is the one that counts.
 */
function exchanged({ method, url, token, body, signal }: Request): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const content = body === undefined ? undefined : JSON.stringify(body)
    const secure = url.startsWith('https:')
    const sent = (secure ? https : http).request(url, {
      method,
      signal,
      headers: {
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(content === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(content) }),
      },
    })
    sent.on('error', reject)
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
