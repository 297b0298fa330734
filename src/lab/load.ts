import { createWriteStream } from 'node:fs'
import { Agent, request } from 'node:http'
import { type ControlRequest, HttpFailure, messageOf, serve, textOf } from './http.ts'
import { holdBegins } from './hold.ts'
import { monotonic } from './monotonic.ts'

export interface LoadSettings {
  readonly token: string
  /** The traffic manager's address for clients. */
  readonly url: string
  readonly flows: ReadonlyArray<{ readonly id: string; readonly data: 'reads' | 'writes'; readonly store?: string }>
  /** Where the ledger is appended, one JSON line an attempt. */
  readonly ledger: string
}

export interface LoadReady {
  readonly url: string
}

/** One request; instants are seconds on the monotonic clock. */
interface Attempt {
  readonly key: string
  readonly sentAt: number
  answeredAt?: number
  ok?: boolean
  committedAt?: number
}

interface Client {
  readonly flow: string
  readonly name: string
  /** The store that its writes go to; absent for readers. */
  readonly store?: string
  readonly attempts: Attempt[]
  /** Milliseconds from one request to the next, on average; more where the answer takes longer. */
  readonly period: number
  lastError?: string
}

/** A key with its outcome, as short as JSON allows: `[key, acknowledged, committedAt]`. */
export type LedgerEntry = readonly [key: string, acknowledged: boolean, committedAt: number | null]

export interface ServedClient {
  readonly flow: string
  readonly client: string
  /** Seconds of answers without an error, up to the last answer; 0 where the last one was an error. */
  readonly servedFor: number
  readonly lastError?: string
}

/**
 * Clients over all flows that write, and at least so many for each: enough that on a starved machine, where an answer
 * takes long, writes still come often enough for some to be under way on the link at any moment.
 */
const writers = { inAll: 16, aFlow: 4 }
const readersPerFlow = 2
/** Requests per second over all clients, as far as the answers are quick enough. */
const rate = { reads: 80, writes: 280 }
/** Milliseconds. */
const requestTimeout = 1000
const pauseAfterError = 20
const shortestThought = 2
const longestWaitForFlight = 2000

/**
 * The load generator: clients in a closed loop, each with one connection. Every request carries a key
 * of its own, and none is ever sent twice, so that what the survivor holds can be compared with what was acknowledged.
 */
export async function load(settings: LoadSettings): Promise<LoadReady> {
  const clients = clientsOf(settings)
  const ledger = createWriteStream(settings.ledger, { flags: 'a' })
  // The ledger of this process is the truth; its copy on disk is for people, and a full disk must not end the load.
  ledger.on('error', () => {})
  let running = true
  const began = monotonic()
  for (const client of clients)
    void repeat(
      client,
      settings.url,
      () => running,
      (attempt) => {
        ledger.write(`${JSON.stringify({ flow: client.flow, client: client.name, ...attempt })}\n`)
      },
    )
  const { url } = await serve('127.0.0.1', 0, [settings.token], (call) => {
    switch (`${call.method} ${call.path.join('/')}`) {
      case 'GET served':
        return { clients: clients.map(servedOf) }
      case 'GET counts':
        return countsOf(clients, began)
      case 'GET series':
        return { clients: seriesOf(clients, Number(call.query.get('from') ?? 0)) }
      case 'POST ledger':
        return ledgerOf(clients, textOf(call.body, 'store'))
      case 'POST restored':
        return { restored: restored(clients, call) }
      case 'POST stop':
        running = false
        return {}
      default:
        throw new HttpFailure(404, 'usage', `The load generator has no ${call.method} /${call.path.join('/')}.`)
    }
  })
  return { url }
}

function clientsOf({ flows }: LoadSettings): Client[] {
  const writing = flows.filter(({ data }) => data === 'writes').length
  const clientsPer = { reads: readersPerFlow, writes: Math.max(writers.aFlow, Math.floor(writers.inAll / writing)) }
  const total = { reads: (flows.length - writing) * clientsPer.reads, writes: writing * clientsPer.writes }
  return flows.flatMap(({ id, data, store }) =>
    Array.from({ length: clientsPer[data] }, (_, index) => ({
      flow: id,
      name: `${id}-${index + 1}`,
      ...(data === 'writes' && store !== undefined ? { store } : {}),
      attempts: [],
      period: (total[data] / rate[data]) * 1000,
    })),
  )
}

async function repeat(
  client: Client,
  url: string,
  running: () => boolean,
  record: (attempt: Attempt) => void,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let number = 1; running(); number++) {
    const attempt: Attempt = { key: `${client.name}-${number}`, sentAt: monotonic() }
    client.attempts.push(attempt)
    const { error, committedAt } = await send(`${url}/flow/${client.flow}`, attempt.key, client.name, agent)
    attempt.answeredAt = monotonic()
    attempt.ok = error === undefined
    if (committedAt !== undefined) attempt.committedAt = committedAt
    if (error !== undefined) client.lastError = error
    record(attempt)
    // Spread around the period, so that the clients do not march in step.
    const left = client.period * (0.5 + Math.random()) - (attempt.answeredAt - attempt.sentAt) * 1000
    await pause(error === undefined ? Math.max(shortestThought, left) : pauseAfterError)
  }
  agent.destroy()
}

function send(
  url: string,
  key: string,
  client: string,
  agent: Agent,
): Promise<{ error?: string; committedAt?: number }> {
  return new Promise((resolve) => {
    const body = JSON.stringify({ key, client })
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sending = request(url, { method: 'POST', agent, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      response.on('error', (error) => settle({ error: error.message }))
      response.on('end', () => {
        if (response.statusCode !== 200) return settle({ error: `${response.statusCode}: ${text.slice(0, 300)}` })
        const { committedAt } = JSON.parse(text) as { committedAt?: number }
        settle(committedAt === undefined ? {} : { committedAt })
      })
      response.on('close', () => settle({ error: 'the answer broke off' }))
    })
    const timer = setTimeout(() => sending.destroy(new Error('no answer within 1 s')), requestTimeout)
    const settle = (result: { error?: string; committedAt?: number }) => {
      clearTimeout(timer)
      resolve(result)
    }
    sending.on('error', (error) => settle({ error: messageOf(error) }))
    sending.end(body)
  })
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

function servedOf(client: Client): ServedClient {
  const settled = client.attempts.filter(({ ok }) => ok !== undefined)
  const lastFailure = settled.findLastIndex(({ ok }) => ok === false)
  const streak = settled.slice(lastFailure + 1)
  const [first, last] = [streak[0]?.answeredAt ?? 0, streak.at(-1)?.answeredAt ?? 0]
  const said = client.lastError === undefined ? {} : { lastError: client.lastError }
  return { flow: client.flow, client: client.name, servedFor: last - first, ...said }
}

function countsOf(clients: readonly Client[], began: number) {
  const attempts = clients.flatMap((client) => client.attempts)
  const writes = clients.filter(({ store }) => store !== undefined).flatMap((client) => client.attempts)
  const acknowledged = writes.filter(({ ok }) => ok).length
  return { seconds: monotonic() - began, requests: attempts.length, writes: writes.length, acknowledged }
}

function seriesOf(clients: readonly Client[], from: number) {
  return clients.map(({ flow, name, attempts }) => ({
    flow,
    client: name,
    requests: attempts.flatMap(({ sentAt, answeredAt, ok }) =>
      answeredAt !== undefined && answeredAt >= from && ok !== undefined
        ? [{ at: answeredAt, ok, latency: answeredAt - sentAt }]
        : [],
    ),
  }))
}

/** Every write to a store that was sent before the call, once none of them is under way any more. */
async function ledgerOf(clients: readonly Client[], store: string): Promise<{ entries: LedgerEntry[] }> {
  const sent = clients.filter((client) => client.store === store).flatMap(({ attempts }) => attempts)
  const until = performance.now() + longestWaitForFlight
  while (sent.some(({ ok }) => ok === undefined) && performance.now() < until) await pause(10)
  return { entries: sent.map(({ key, ok, committedAt }) => [key, ok === true, committedAt ?? null]) }
}

/** Whether every client of the flows named has held its level since the instant. */
function restored(clients: readonly Client[], { body }: ControlRequest): boolean {
  const { instant, flows } = body
  if (typeof instant !== 'number' || !Array.isArray(flows))
    throw new HttpFailure(400, 'usage', 'The request needs an "instant" and "flows".')
  const now = monotonic()
  return (flows as ReadonlyArray<{ id: string; success: number; hold: number }>).every(({ id, success, hold }) =>
    clients
      .filter(({ flow }) => flow === id)
      .every(({ attempts }) => {
        const answered = attempts.flatMap(({ answeredAt, ok }) =>
          answeredAt !== undefined && answeredAt > instant && ok !== undefined ? [{ at: answeredAt, ok }] : [],
        )
        return holdBegins(answered, instant, success, hold, now) !== undefined
      }),
  )
}
