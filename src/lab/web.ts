import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Address } from './addresses.ts'
import { queue } from './capacity.ts'
import { cacheAt, type CacheClient } from './cache/client.ts'
import { createGate } from './gate.ts'
import { listen, messageOf } from './http.ts'
import { monotonic } from './monotonic.ts'
import { documentFor } from './objects/documents.ts'
import { readRelease, type ReleaseContent, type Unpacked } from './release.ts'
import type { LabFlow } from './spec.ts'
import { openObjects, type ObjectStore } from './web-objects.ts'
import { openStore, place, type Store } from './web-store.ts'

export interface WebSettings {
  readonly region: string
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** The file in which the app's `{user, password}` stand. */
  readonly credentials: string
  /** The file in which the storage account's key stands; absent where there is none. */
  readonly objectCredentials?: string
  readonly release: Unpacked
  readonly state: WebState
}

export interface WebReady {
  readonly port: number
}

/** How an instance is to behave; it is told the whole of it each time. */
export interface WebState {
  /** PostgreSQL that it uses: of its own region, or over the line. */
  readonly database: Address
  /** The region in which that is; its own where this is left out. */
  readonly databaseIn?: string
  /** Flows that only read are turned away, so that the rest is served. */
  readonly sheds: boolean
  /** Customers are turned away. */
  readonly isolated: boolean
  /** The entry keeps customers away from the region, so writes of whoever comes past it are refused. */
  readonly fenced: boolean
  /** It ends: clients are sent to other instances with the next answer. */
  readonly leaves: boolean
  /** The storage account that it uses, and under which name the objects of each component lie there. */
  readonly objects?: { readonly account: Address; readonly containers: Readonly<Record<string, string>> }
  /** The cache that it uses. */
  readonly cache?: Address
}

/** What a supervisor tells an instance over its channel; `obeyed` comes back with the same number. */
export interface WebOrder {
  readonly order: number
  readonly state: WebState
}

/** Milliseconds for which a health answer may be given again. */
const healthAge = 50
/** Requests on one connection, after which a client connects anew and so finds the instance that has most to spare. */
const requestsPerConnection = 40
/** Milliseconds that a leaving instance gives its clients. */
const farewell = 1500

type Answer = readonly [status: number, body: object, headers?: Readonly<Record<string, string>>]

/**
 * One instance of a region's web service: serves every flow from one region's PostgreSQL, as many requests a second as
 * its release says, and turns away what is more. `GET /health` is 200 only while every store accepts writes, `GET /sound`
 * only while rows are what was written, and `GET /alive` always.
 * @throws Failure where the region has no release, or another
 */
export async function web(settings: WebSettings): Promise<WebReady> {
  const { region, credentials, objectCredentials = '' } = settings
  const release = await readRelease(settings.release)
  let { state } = settings
  const open = () =>
    release.stores.map((name) => {
      const writing = release.flows.filter(({ data, store }) => data === 'writes' && store === name)
      const flows = writing.map(({ id }) => id)
      return openStore(name, flows, { region, database: state.database, credentials })
    })
  const openAccount = () =>
    (release.objects ?? []).flatMap((name) => {
      const { account, containers } = state.objects ?? {}
      const container = containers?.[name]
      if (!account || container === undefined) return []
      return [openObjects(name, { region, account, container, credentials: objectCredentials })]
    })
  const parts: Parts = { stores: open(), objects: openAccount(), cache: state.cache && cacheAt(state.cache) }
  const all = () => [...parts.stores, ...parts.objects]
  const serve = customersOf(region, release)
  const health = freshFor(healthAge, () => firstOf(all(), (store) => store.ails(), { healthy: true }))
  const sound = freshFor(healthAge, () => firstOf(all(), (store) => store.unsound(), { sound: true }))
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const path = `${request.method} ${request.url}`
    if (path === 'GET /alive') return [200, { alive: true }]
    if (path === 'GET /health') return state.isolated ? isolated : await health()
    if (path === 'GET /sound') return await sound()
    if (path === 'POST /verify') return await verified(all())
    if (path === 'POST /warm') return await serve.warm(request, parts)
    return await serve.customer(request, path, parts, () => state)
  }
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const [status, body, headers] = await answer(request).catch((error): Answer => [503, { error: messageOf(error) }])
    const goodbye = state.leaves ? { connection: 'close' } : {}
    response.writeHead(status, { 'content-type': 'application/json', ...headers, ...goodbye }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => void respond(request, response))
  server.keepAliveTimeout = 60_000
  server.maxRequestsPerSocket = requestsPerConnection
  const connections = () => new Promise<number>((resolve) => server.getConnections((_, count) => resolve(count)))
  process.on('message', ({ order, state: next }: WebOrder) => {
    const elsewhere = next.database.host !== state.database.host || next.database.port !== state.database.port
    const moved = JSON.stringify(next.objects) !== JSON.stringify(state.objects)
    state = next
    if (elsewhere) {
      for (const store of parts.stores) store.close()
      parts.stores = open()
    }
    if (moved) {
      for (const store of parts.objects) store.close()
      parts.objects = openAccount()
    }
    const until = performance.now() + (state.leaves ? farewell : 0)
    const obeyed = async () => {
      while (performance.now() < until && (await connections()) > 0) await pause(20)
      process.send?.({ obeyed: order })
    }
    void obeyed()
  })
  await listen(server, settings.port, settings.host)
  return { port: (server.address() as AddressInfo).port }
}

const recent = 'select key from orders where flow = $1 order by at desc limit 10'
const fenced: Answer = [503, { error: 'This region is fenced: it takes no writes.' }]
const isolated: Answer = [503, { error: 'The service is kept apart in this region.' }]
const tooBusy: Answer = [503, { error: 'This instance is too busy.' }, { 'retry-after': '1', connection: 'close' }]
const shed: Answer = [503, { error: 'Only flows that write are served for now.' }, { 'retry-after': '1' }]
const gone: Answer = [503, { error: 'The client has gone.' }]

/** What an instance works with; each is replaced where the instance is told to use another. */
interface Parts {
  stores: readonly Store[]
  objects: readonly ObjectStore[]
  readonly cache: CacheClient | undefined
}

/** A read that was made to fill the cache; its latency in seconds, within the service. */
export interface WarmedRead {
  readonly hit: boolean
  readonly latency: number
}

/** Seconds for which a cache keeps what is read. */
const cachedFor = 30

/** What customers ask for, and what fills the cache before they come. */
function customersOf(region: string, { flows, perSecond }: ReleaseContent) {
  const gate = createGate({ perSecond, ...queue })
  const customer = async (
    request: IncomingMessage,
    path: string,
    parts: Parts,
    told: () => WebState,
  ): Promise<Answer> => {
    const flow = flows.find(({ id }) => path === `POST /flow/${id}`)
    if (!flow) return [404, { error: `There is no ${path} here.` }]
    const order = await orderOf(request)
    const state = told()
    if (state.isolated) return isolated
    if (state.sheds && flow.data === 'reads') return shed
    if (state.fenced && flow.data === 'writes') return fenced
    const wait = gate(monotonic())
    if (wait === undefined) return tooBusy
    if (wait > 0) await pause(wait * 1000)
    // Who no longer waits for the answer must not be served in the place of those who do.
    if (request.socket.destroyed) return gone
    const { key } = order
    if (flow.data === 'reads') {
      if (flow.cached && parts.cache) return [200, { key, region, ...(await cached(flow, documentFor(key), parts)) }]
      const found = await readFrom(flow, documentFor(key), parts)
      return [200, { key, region, ...(found ? { rows: found.rows } : {}) }]
    }
    const committedAt = await written(flow, order, parts)
    // Nothing is promised once the region is fenced: what was under way may be there, and counts as not acknowledged.
    if (told().fenced) return fenced
    return [200, { key, region: state.databaseIn ?? region, ...(committedAt === undefined ? {} : { committedAt }) }]
  }
  /** @returns when it was committed; undefined where the flow has no store */
  const written = async (flow: LabFlow, { key, client, amount }: Order, parts: Parts): Promise<number | undefined> => {
    const account = parts.objects.find(({ name }) => name === flow.store)
    if (account) return await account.put({ key, client, amount })
    const store = parts.stores.find(({ name }) => name === flow.store)
    if (!store) return undefined
    await store.query({ name: 'place', text: place, values: [key, flow.id, client, region, amount] })
    // One statement is one transaction: its answer is the commit's.
    return monotonic()
  }
  const warm = async (request: IncomingMessage, parts: Parts): Promise<Answer> => {
    const { documents } = (await bodyOf(request)) as { documents?: readonly number[] }
    const reading = flows.filter(({ cached: kept }) => kept)
    const wanted = reading.flatMap((flow) => (documents ?? []).map((document) => ({ flow, document })))
    const reads: WarmedRead[] = []
    for (const { flow, document } of wanted) {
      const began = monotonic()
      const { hit } = await cached(flow, document, parts)
      reads.push({ hit, latency: monotonic() - began })
    }
    return [200, { reads }]
  }
  return { customer, warm }
}

/** From the cache, or else from the store and into the cache. A cache that is away costs time and nothing else. */
async function cached(flow: LabFlow, document: number, parts: Parts): Promise<{ readonly hit: boolean }> {
  const key = `${flow.id}/${document}`
  if (await parts.cache?.get(key).catch(() => undefined)) return { hit: true }
  const found = await readFrom(flow, document, parts)
  if (found) await parts.cache?.set(key, found.content, cachedFor).catch(() => {})
  return { hit: false }
}

/** What a flow reads: a document, or the newest rows. @returns undefined where it reads nothing */
async function readFrom(
  flow: LabFlow,
  document: number,
  { stores, objects }: Parts,
): Promise<{ readonly rows: number; readonly content: Buffer } | undefined> {
  const account = objects.find(({ name }) => name === flow.store)
  if (account) return { rows: 1, content: await account.read(document) }
  const store = stores.find(({ name }) => name === flow.store)
  if (!store) return undefined
  const rows = await store.query({ name: 'recent', text: recent, values: [flow.id] })
  return { rows: rows.length, content: Buffer.from(JSON.stringify(rows)) }
}

type Part = Pick<Store, 'name' | 'verify' | 'ails' | 'unsound'>

/** The first thing that is wrong with any store, or that nothing is. */
async function firstOf(
  stores: readonly Part[],
  ask: (store: Part) => Promise<string | undefined>,
  fine: object,
): Promise<Answer> {
  for (const store of stores) {
    const reason = await ask(store)
    if (reason !== undefined) return [503, { reason }]
  }
  return [200, fine]
}

/** Writes to every store, reads it back and rolls back, so that nothing of it remains. */
async function verified(stores: readonly Part[]): Promise<Answer> {
  for (const store of stores) {
    const { name } = store
    const failure = await store.verify().then(() => undefined, messageOf)
    if (failure !== undefined) return [503, { store: name, reason: `${name} cannot be written: ${failure}` }]
  }
  return [200, { verified: stores.map(({ name }) => name) }]
}

/** Shares one answer among all who ask within its age, and among those who ask while it is being made. */
function freshFor(milliseconds: number, make: () => Promise<Answer>): () => Promise<Answer> {
  let made: Promise<Answer> | undefined
  return () => {
    if (made) return made
    made = make()
    const forget = () => setTimeout(() => (made = undefined), milliseconds)
    made.then(forget, forget)
    return made
  }
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  return JSON.parse(text) as Record<string, unknown>
}

/** What a customer sends. */
interface Order {
  readonly key: string
  readonly client: string
  readonly amount: number
}

async function orderOf(request: IncomingMessage): Promise<Order> {
  const { key, client, amount } = await bodyOf(request)
  return { key: String(key), client: String(client), amount: Number.isInteger(amount) ? (amount as number) : 0 }
}
