import { Failure } from '#diagnostics'

/** A problem detail of RFC 9457. `type` is left out, which the RFC reads as `about:blank`: the status says it all. */
export interface ProblemDetail {
  readonly title: string
  readonly status: 403 | 404 | 405 | 500 | 503
  /** Sentences for a person: what was wrong and what to do. */
  readonly detail: string
}

const titles: Readonly<Record<ProblemDetail['status'], string>> = {
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

/** A response in `application/problem+json`. */
export function trouble(
  status: ProblemDetail['status'],
  detail: string,
  headers: Record<string, string> = {},
): Response {
  const body: ProblemDetail = { title: titles[status], status, detail }
  return new Response(`${JSON.stringify(body)}\n`, {
    status,
    headers: { 'Content-Type': 'application/problem+json', ...headers },
  })
}

/** What went wrong while answering. A failure's message is for people and is shown; anything else is our own fault. */
export function troubleOf(error: unknown): Response {
  if (!(error instanceof Failure)) return trouble(500, 'The request could not be answered. This is a bug in Muster.')
  return trouble(error.kind === 'unreachable' || error.kind === 'busy' ? 503 : 500, error.message)
}
