import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '../postgres.ts'
import { type Server, serverIn } from './cluster.ts'
import { estatePlan } from './plan.ts'

/** Systems that Muster has not started and does not own: two regions, what directs customers, and who manages them. */
export interface Estate {
  /** Path of the plan that describes them. */
  readonly plan: string
  /** What the plan's references read. */
  readonly secrets: Readonly<Record<string, string>>
  /** Asks the database of a region. */
  ask(region: Region, sql: string): Promise<ReadonlyArray<Record<string, unknown>>>
  /** Where customers are sent now. */
  routed(): Promise<string | undefined>
  /** The standby no longer hears of what is written. */
  cutReplication(region: Region): Promise<void>
  /** All of a region dies at once. */
  lose(region: Region): Promise<void>
  /** The region answers its managers again, with nothing running. */
  giveBack(region: Region): void
  /** What directs customers refuses to keep them away from a region, or does so again. */
  turnFencing(): void
  /** The next answer to an order to do that gets lost, though it is carried out. */
  loseAnswer(path: string): void
  /** What of the copies that stand apart is there: processes and files, in words. */
  copies(): readonly string[]
  /** Orders that managers have got, `REGION/COMPONENT VERB` or `copies VERB`. */
  readonly orders: readonly string[]
  remove(): Promise<void>
}

export type Region = 'east' | 'west'

const token = 'sEcret4manage'

export async function openEstate(): Promise<Estate> {
  const home = mkdtempSync(join(tmpdir(), 'muster-own-'))
  chmodSync(home, 0o755)
  const [eastDb, westDb, copyDb, eastApi, westApi, copyApi, door] = (await Promise.all(
    Array.from({ length: 7 }, () => freePort()),
  )) as [number, number, number, number, number, number, number]
  const databases: Readonly<Record<Region, Server>> = {
    east: serverIn(home, 'east', eastDb),
    west: serverIn(home, 'west', westDb),
  }
  const copy = serverIn(home, 'copy', copyDb)
  const services: Readonly<Record<Region | 'copy', Service>> = {
    east: serviceAt(eastApi, databases.east.url, databases.west.url),
    west: serviceAt(westApi, databases.west.url, databases.east.url),
    copy: serviceAt(copyApi, copy.url),
  }
  const away = new Set<Region>()
  const orders: string[] = []
  const done = new Map<string, unknown>()
  const unheard = new Set<string>()

  await databases.east.start()
  await asked(databases.east.url, 'create table orders (id bigserial primary key, at timestamptz default now())')
  await asked(databases.east.url, 'create table markers (run text, sequence int, primary key (run, sequence))')
  await databases.west.copyOf(databases.east, true)
  await Promise.all([services.east.start(), services.west.start()])
  const router = spawned(['router.ts', String(door), token, `east=${eastApi}`, `west=${westApi}`])
  await answers(door, '/health')

  /** What a manager does, by path below its own. */
  async function order(path: string, body: Record<string, string>): Promise<unknown> {
    const [where = '', component = '', ...verb] = path.split('/').slice(1)
    const act = verb.join('/')
    if (where === 'copies') {
      if (component === 'set-up') {
        await copy.copyOf(databases.east, false)
        await services.copy.start()
      } else {
        await services.copy.kill()
        await copy.remove()
      }
      return { done: component }
    }
    const region = where as Region
    if (component === 'orders-db' && act === 'rebuild') {
      await databases[region].copyOf(databases[body['source'] as Region], true)
      return { bytes: 1 }
    }
    if (component === 'orders-api' && (act === 'start' || act === 'operations/mend')) await services[region].start()
    else if (component === 'orders-api' && act === 'operations/fail') await services[region].kill()
    else if (!act.startsWith('operations/')) throw new Error(`Nobody here does ${path}.`)
    return { done: act }
  }

  const manager = createServer((request, response) => {
    const answer = (status: number, body: unknown): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    const path = request.url ?? ''
    const region = path.split('/')[1] as Region
    if (request.headers.authorization !== `Bearer ${token}`) return answer(401, { error: 'no' })
    if (away.has(region)) return void request.socket.destroy()
    if (request.method === 'GET') return answer(200, { state: services[region]?.isRunning() ? 'running' : 'stopped' })
    textOf(request)
      .then(async (text) => {
        const body = JSON.parse(text) as Record<string, string>
        const key = `${path} ${body['key']}`
        if (!done.has(key)) {
          orders.push(path.slice(1))
          done.set(key, await order(path, body))
        }
        if (unheard.delete(path.slice(1))) request.socket.destroy()
        else answer(200, done.get(key))
      })
      .catch((error: Error) => answer(500, { error: error.message }))
  })
  const management = await listening(manager)

  const secrets = {
    OWN_EAST: databases.east.url,
    OWN_WEST: databases.west.url,
    OWN_COPY: copy.url,
    OWN_TOKEN: token,
  }
  const plan = join(home, 'own.muster.yaml')
  writeFileSync(plan, estatePlan({ door, management, eastApi, westApi, copyApi }))

  return {
    plan,
    secrets,
    orders,
    ask: (region, sql) => asked(databases[region].url, sql),
    async routed() {
      const answer = await fetch(`http://127.0.0.1:${door}/manage/status`, {
        headers: { authorization: `Bearer ${token}` },
      })
      return ((await answer.json()) as { routed?: string }).routed
    },
    async cutReplication(region) {
      await asked(databases[region].url, `alter system set primary_conninfo = 'host=127.0.0.1 port=1'`)
      await asked(databases[region].url, 'select pg_reload_conf()')
      const other = databases[region === 'east' ? 'west' : 'east']
      while (Number((await asked(other.url, 'select count(*) as n from pg_stat_replication'))[0]?.['n']) > 0)
        await delay(20)
    },
    async lose(region) {
      away.add(region)
      await Promise.all([services[region].kill(), databases[region].kill()])
    },
    giveBack: (region) => void away.delete(region),
    turnFencing: () => void router.kill('SIGUSR2'),
    loseAnswer: (path) => void unheard.add(path),
    copies: () => [
      ...(copy.isRunning() ? ['database'] : []),
      ...(services.copy.isRunning() ? ['service'] : []),
      ...(existsSync(copy.data) ? ['files'] : []),
    ],
    async remove() {
      manager.closeAllConnections()
      manager.close()
      router.kill('SIGKILL')
      await Promise.all(Object.values(services).map((service) => service.kill()))
      await Promise.all([databases.east, databases.west, copy].map((server) => server.remove()))
      rmSync(home, { recursive: true, force: true })
    },
  }
}

interface Service {
  start(): Promise<void>
  kill(): Promise<void>
  isRunning(): boolean
}

function serviceAt(port: number, ...urls: readonly string[]): Service {
  let child: ChildProcess | undefined
  const isRunning = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null
  return {
    isRunning,
    async start() {
      if (isRunning()) return
      child = spawned(['service.ts', String(port), ...urls])
      await answers(port, '/')
    },
    async kill() {
      const running = child
      if (!running || !isRunning()) return
      const ended = once(running, 'exit')
      running.kill('SIGKILL')
      await ended
    },
  }
}

function spawned([script = '', ...words]: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...words], { stdio: 'inherit' })
  process.on('exit', () => child.kill('SIGKILL'))
  return child
}

async function answers(port: number, path: string): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt++) {
    const answered = await fetch(`http://127.0.0.1:${port}${path}`).then(
      () => true,
      () => false,
    )
    if (answered) return
    await delay(25)
  }
  throw new Error(`Nothing answers on ${port}.`)
}

async function asked(url: string, sql: string): Promise<ReadonlyArray<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request) text += String(part)
  return text
}

async function listening(server: HttpServer): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
