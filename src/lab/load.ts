import { createWriteStream } from 'node:fs'
import { Agent } from 'node:http'
import type { Attempt, Client } from './attempts.ts'
import type { CachedRead } from './cache/served.ts'
import { demand, objectDemand } from './capacity.ts'
import { lookupBy } from './dns/lookup.ts'
import type { Names } from './dns/names.ts'
import type { SentBy } from './dns/stale.ts'
import { type Held, heldSince } from './hold.ts'
import { type ControlRequest, HttpFailure, serve, textOf } from './http.ts'
import { monotonic } from './monotonic.ts'
import { pinnedTo, type PinnedClient, pinnedWrites } from './pinned.ts'
import { send } from './sending.ts'
import type { LabFlow } from './spec.ts'

export interface LoadSettings {
  readonly token: string
  /** Where clients begin: an address, or a name. */
  readonly url: string
  /** Where they find a region by name. */
  readonly names?: Names
  readonly flows: readonly LabFlow[]
  /** The service of each region, to which one client goes past the entry; nobody does where this is left out. */
  readonly services?: Readonly<Record<string, string>>
  /** Where the ledger is appended, one JSON line an attempt. */
  readonly ledger: string
}

export interface LoadReady {
  readonly url: string
}

/** A key with its outcome, as short as JSON allows: `[key, acknowledged, committedAt, region, amount]`. */
export type LedgerEntry = readonly [
  key: string,
  acknowledged: boolean,
  committedAt: number | null,
  region: string | null,
  amount: number,
]

/** What the clients were served within a window. */
export interface Counts {
  /** Of the window. */
  readonly seconds: number
  readonly requests: number
  readonly writes: number
  readonly acknowledged: number
  /** Acknowledged writes a second. */
  readonly writesPerSecond: number
}

/** The longest time of a client without a success, in seconds. */
export interface Gap {
  readonly flow: string
  readonly client: string
  readonly seconds: number
}

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
/** As with the writers, so that each client asks about as often as any other. */
const readers = { inAll: 4, aFlow: 2 }
const largestAmount = 100_000
/** Milliseconds after the first error; each further one in a row adds as much, up to the client's usual pace. */
const pauseAfterError = 20
const shortestThought = 2
const longestWaitForFlight = 2000

/**
 * The load generator: clients in a closed loop, each with one connection. Every request carries a key
 * of its own, and none is ever sent twice, so that what the survivor holds can be compared with what was acknowledged.
 * Clients that are pinned to a region are no customers: what they are served counts nowhere, what they were promised does.
 */
export async function load(settings: LoadSettings): Promise<LoadReady> {
  const clients = clientsOf(settings)
  const pinned = pinnedTo(settings.flows, settings.services)
  const ledger = createWriteStream(settings.ledger, { flags: 'a' })
  // The ledger of this process is the truth; its copy on disk is for people, and a full disk must not end the load.
  ledger.on('error', () => {})
  let running = true
  const began = monotonic()
  for (const client of [...clients, ...pinned])
    void repeat(
      client,
      settings,
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
        return countsOf(clients, numberIn(call, 'from') ?? began, numberIn(call, 'to') ?? monotonic())
      case 'GET gaps':
        return { clients: gapsOf(clients, numberIn(call, 'from') ?? began, numberIn(call, 'to') ?? monotonic()) }
      case 'GET sent':
        return { clients: sentBy(clients, numberIn(call, 'from') ?? began) }
      case 'GET cached':
        return { reads: cachedReads(clients, numberIn(call, 'from') ?? began) }
      case 'GET series':
        return { clients: seriesOf(clients, numberIn(call, 'from') ?? 0) }
      case 'POST ledger':
        return ledgerOf([...clients, ...pinned], textOf(call.body, 'store'))
      case 'GET pinned':
        return { pinned: pinnedWrites(pinned, numberIn(call, 'from') ?? began) }
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
  const rows = flows.filter(({ objects }) => objects !== true)
  const writing = rows.filter(({ data }) => data === 'writes').length
  const reading = flows.filter(({ data }) => data === 'reads').length
  const putting = flows.filter(({ data, objects }) => data === 'writes' && objects).length
  const clientsPer = {
    reads: Math.max(readers.aFlow, Math.floor(readers.inAll / reading)),
    writes: Math.max(writers.aFlow, Math.floor(writers.inAll / writing)),
  }
  const total = { reads: reading * clientsPer.reads, writes: writing * clientsPer.writes }
  const periods = {
    reads: total.reads / demand.reads,
    writes: total.writes / demand.writes,
    puts: (putting * writers.aFlow) / objectDemand,
  }
  return flows.flatMap(({ id, data, store, objects }) =>
    Array.from({ length: objects && data === 'writes' ? writers.aFlow : clientsPer[data] }, (_, index) => ({
      flow: id,
      name: `${id}-${index + 1}`,
      ...(data === 'writes' && store !== undefined ? { store } : {}),
      attempts: [],
      period: periods[objects && data === 'writes' ? 'puts' : data] * 1000,
    })),
  )
}

async function repeat(
  client: Client & Partial<Pick<PinnedClient, 'service'>>,
  { url, names }: LoadSettings,
  running: () => boolean,
  record: (attempt: Attempt) => void,
): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  // A connection stays where it leads; only a new one is looked up.
  const lookup = names && client.service === undefined ? lookupBy(names.resolver) : undefined
  let errors = 0
  for (let number = 1; running(); number++) {
    const amount = 1 + Math.floor(Math.random() * largestAmount)
    const attempt: Attempt = { key: `${client.name}-${number}`, amount, sentAt: monotonic() }
    client.attempts.push(attempt)
    const order = JSON.stringify({ key: attempt.key, client: client.name, amount })
    const sent = await send(`${client.service ?? url}/flow/${client.flow}`, order, agent, lookup)
    const { error, committedAt, region, hit, address } = sent
    attempt.answeredAt = monotonic()
    const led = address && names?.regions[address.host]
    if (address && led !== undefined) attempt.sentTo = { region: led, at: address.at }
    attempt.ok = error === undefined
    if (committedAt !== undefined) attempt.committedAt = committedAt
    if (region !== undefined) attempt.region = region
    if (hit !== undefined) attempt.hit = hit
    if (error !== undefined) client.lastError = error
    record(attempt)
    // Spread around the period, so that the clients do not march in step.
    const left = client.period * (0.5 + Math.random()) - (attempt.answeredAt - attempt.sentAt) * 1000
    // Whoever is pinned asks at his own pace, for he is mostly refused.
    errors = error === undefined || client.service !== undefined ? 0 : errors + 1
    // An outage must not load the machine more than service does.
    await pause(errors === 0 ? Math.max(shortestThought, left) : Math.min(errors * pauseAfterError, client.period))
  }
  agent.destroy()
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

/** What was asked and answered within a window of the monotonic clock. */
function countsOf(clients: readonly Client[], from: number, to: number): Counts {
  const within = ({ sentAt, answeredAt = sentAt }: Attempt) => answeredAt >= from && answeredAt <= to
  const attempts = (some: readonly Client[]) => some.flatMap((client) => client.attempts.filter(within))
  const writes = attempts(clients.filter(({ store }) => store !== undefined))
  const acknowledged = writes.filter(({ ok }) => ok).length
  const seconds = to - from
  return {
    seconds,
    requests: attempts(clients).length,
    writes: writes.length,
    acknowledged,
    writesPerSecond: seconds > 0 ? acknowledged / seconds : 0,
  }
}

function gapsOf(clients: readonly Client[], from: number, to: number): readonly Gap[] {
  return clients.map(({ flow, name, attempts }) => {
    const successes = attempts.flatMap(({ ok, answeredAt }) =>
      ok && answeredAt !== undefined && answeredAt >= from && answeredAt <= to ? [answeredAt] : [],
    )
    const gaps = [...successes, to].map((at, index) => at - (successes[index - 1] ?? from))
    return { flow, client: name, seconds: gaps.reduce((longest, gap) => Math.max(longest, gap), 0) }
  })
}

function numberIn({ query }: ControlRequest, name: string): number | undefined {
  const text = query.get(name)
  if (text === null) return undefined
  if (text !== '' && Number.isFinite(Number(text))) return Number(text)
  throw new HttpFailure(400, 'usage', `"${name}" is not a number of seconds.`)
}

/** What was read and asked a cache first. */
function cachedReads(clients: readonly Client[], from: number): readonly CachedRead[] {
  return clients.flatMap(({ attempts }) =>
    attempts.flatMap(({ sentAt, answeredAt, ok, hit, region }) =>
      ok && hit !== undefined && region !== undefined && answeredAt !== undefined && answeredAt >= from
        ? [{ at: answeredAt, hit, latency: answeredAt - sentAt, region }]
        : [],
    ),
  )
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

/** Where each client sent what it sent since then. */
function sentBy(clients: readonly Client[], from: number): readonly SentBy[] {
  return clients.map(({ name, attempts }) => ({
    client: name,
    sent: attempts.flatMap(({ sentTo, ok }) =>
      sentTo !== undefined && sentTo.at >= from && ok !== undefined ? [{ at: sentTo.at, to: sentTo.region, ok }] : [],
    ),
  }))
}

/** Every write to a store that was sent before the call, once none of them is under way any more. */
async function ledgerOf(clients: readonly Client[], store: string): Promise<{ entries: LedgerEntry[] }> {
  const sent = clients.filter((client) => client.store === store).flatMap(({ attempts }) => attempts)
  const until = performance.now() + longestWaitForFlight
  while (sent.some(({ ok }) => ok === undefined) && performance.now() < until) await pause(10)
  return {
    entries: sent.map(({ key, ok, committedAt, region, amount }) => [
      key,
      ok === true,
      committedAt ?? null,
      region ?? null,
      amount,
    ]),
  }
}

/** Whether every client of the flows named has held its level since the instant. */
function restored(clients: readonly Client[], { body }: ControlRequest): boolean {
  const { instant, flows } = body
  if (typeof instant !== 'number' || !Array.isArray(flows))
    throw new HttpFailure(400, 'usage', 'The request needs an "instant" and "flows".')
  return heldSince(seriesOf(clients, instant), instant, flows as readonly Held[])
}
