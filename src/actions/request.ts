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

const longestAnswer = 100_000

/**
 * Sends a request and reads its JSON answer; redirects are not followed.
 * @throws RetryableFailure where nobody answers or the answer is 429 or 5xx; TerminalFailure for any other refusal
 */
export async function requested(request: Request): Promise<Json> {
  let response: Response
  let body: string
  try {
    response = await fetch(request.url, {
      method: request.method,
      redirect: 'error',
      signal: request.signal,
      headers: {
        ...(request.token === undefined ? {} : { authorization: `Bearer ${request.token}` }),
        ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
    })
    body = (await response.text()).slice(0, longestAnswer)
  } catch (error) {
    throw new RetryableFailure(`${new URL(request.url).host} does not answer: ${reason(error)}`, { cause: error })
  }
  if (response.ok) return parsed(body)
  const message = `${new URL(request.url).host} answered ${response.status}: ${said(parsed(body), body)}`
  throw response.status === 429 || response.status >= 500 ? new RetryableFailure(message) : new TerminalFailure(message)
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

function reason(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  const code = (cause as { code?: unknown }).code
  return typeof code === 'string' ? code : cause instanceof Error ? cause.message : String(cause)
}
