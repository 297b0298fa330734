import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Failure } from '#diagnostics'
import type { Fault, RunbookProbe } from '#runbook'
import { createEnvironmentHolder, type Holder } from './holder.ts'
import { type Control, type ControlRequest, HttpFailure, serve, textOf } from './http.ts'
import { labDirectory, makePlaces, type Places } from './places.ts'
import { removeNetworks } from './network/namespaces.ts'
import { removeCluster } from './postgres/cluster.ts'
import { identityOf, type ProcessIdentity } from './processes.ts'
import { readRegistry, type Registry, writeRegistry } from './registry.ts'
import { createRoster } from './roster.ts'
import type { LabSpec } from './spec.ts'
import type { Looking } from './inspection/index.ts'
import type { Layout } from './layout.ts'

export interface SupervisorSettings {
  readonly home: string
  readonly basePort: number
  /** The one that the registry was made with. */
  readonly token: string
  /** Milliseconds without a request after which the lab stops itself. */
  readonly idleLimit: number
}

/** What `POST /start` answers: all that a run needs to know. */
export interface Started {
  readonly layout: Layout
  /** Where regions are managed; its token does not open the rest. */
  readonly manage: Control
  /** The load generator, if it runs already. */
  readonly load?: Control
}

/**
 * The lab's first process: starts every other, and ends them all when it is told, when nobody has asked it anything for
 * the idle limit, when it is ended by a signal, or when it fails itself. It outlives whoever started it.
 */
export async function supervisor(settings: SupervisorSettings): Promise<Control> {
  const { home, token } = settings
  const self = identityOf(process.pid) as ProcessIdentity
  if (readRegistry(home)?.token !== token) throw new Failure('busy', 'Another lab was started here at the same moment.')
  const manageToken = randomBytes(24).toString('hex')
  const places = await makePlaces(home)
  let registry: Registry = {
    version: 1,
    supervisor: self,
    token,
    since: new Date().toISOString(),
    processes: [],
    data: places.data,
    ...(places.owner ? { owner: places.owner } : {}),
  }
  const register = (change: Partial<Registry>) => {
    registry = { ...registry, ...change }
    if (!ending) writeRegistry(home, registry)
  }
  const roster = createRoster(join(places.lab, 'logs'), (processes) => register({ processes }))

  let ending: Promise<void> | undefined
  const end = (): Promise<void> => {
    ending ??= roster
      .end()
      // What is being started meets dead ends now; its files must not appear after they were removed.
      .then(() => Promise.race([holder.settled(), new Promise((resolve) => setTimeout(resolve, 10_000))]))
      .then(() => roster.end())
      .then(() => removeAll(places, registry))
    return ending
  }
  const endAndExit = (code: number) => void end().finally(() => process.exit(code))
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => endAndExit(0))
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
      endAndExit(1)
    })

  const contact = watchContact(settings.idleLimit, () => endAndExit(0))

  const holder: Holder = createEnvironmentHolder({
    ...settings,
    places,
    roster,
    found: (postgres, parts) => register({ postgres, ...(parts ? { parts } : {}) }),
    networked: (networks) => register({ networks }),
    claimed: (run) => register({ ...(run === undefined ? {} : { claimedBy: run }), since: new Date().toISOString() }),
    failed: end,
  })
  const handle = async (request: ControlRequest, say: (line: string) => void): Promise<unknown> => {
    const { path, body } = request
    if (path[0] === 'regions') return await manage(holder, request)
    if (request.token !== token) throw new HttpFailure(403, 'refused', 'This token opens the regions only.')
    switch (`${request.method} ${path.join('/')}`) {
      case 'GET status':
        return { since: registry.since, ...(registry.claimedBy === undefined ? {} : { claimedBy: registry.claimedBy }) }
      case 'POST contact':
        return {}
      case 'POST start': {
        const asked = { spec: body.spec as LabSpec, run: optional(body.run), holding: optional(body.holding) }
        const started = await holder.start(asked, registry.since, say).catch((error) => {
          // What would not start is cleaned up by now, so there is nothing left to supervise.
          if (ending) setTimeout(() => endAndExit(1), 100)
          throw error
        })
        return { ...started, manage: { url, token: manageToken } }
      }
      case 'POST objects':
        return await holder.environment().objectsIn(textOf(body, 'region'), textOf(body, 'component'))
      case 'GET conflicts':
        return { conflicts: await holder.environment().conflicts() }
      case 'GET listed':
        return { listed: holder.environment().listed() }
      case 'POST load':
        return await holder.environment().load()
      case 'POST watch':
        return await holder.environment().watch(probesIn(body), textOf(body, 'watched'))
      case 'POST inject':
        return await holder.environment().inject(textOf(body, 'key'), faultIn(body))
      case 'POST inspect':
        // Of our own target, which speaks no other version.
        return await holder.environment().inspect(body['looking'] as Looking)
      case 'POST heal':
        return await holder.environment().heal(textOf(body, 'key'), faultIn(body))
      case 'POST stop':
        if (optional(body.run) !== undefined && registry.claimedBy !== undefined && body.run !== registry.claimedBy)
          throw new HttpFailure(409, 'busy', `The lab is held by run ${registry.claimedBy}.`)
        await end()
        setTimeout(() => process.exit(0), 50)
        return {}
      default:
        throw new HttpFailure(404, 'usage', `The lab has no ${request.method} /${path.join('/')}.`)
    }
  }
  const { url } = await serve('127.0.0.1', 0, [token, manageToken], (request, say) =>
    contact(() => handle(request, say)),
  )
  register({ url })
  return { url, token }
}

/** Calls `over` once no request has come, or been under way, for the limit. @returns a wrapper for each request */
function watchContact(limit: number, over: () => void): <T>(work: () => Promise<T>) => Promise<T> {
  let underWay = 0
  let idle = setTimeout(over, limit)
  return async (work) => {
    clearTimeout(idle)
    underWay++
    try {
      return await work()
    } finally {
      underWay--
      clearTimeout(idle)
      if (underWay === 0) idle = setTimeout(over, limit)
    }
  }
}

/** `/regions/REGION/components/COMPONENT[/start|/rebuild|/operations/VERB]` */
async function manage(holder: Holder, { method, path, body }: ControlRequest): Promise<unknown> {
  const [, region, components, component, act = '', verb] = path
  if (region !== undefined && components === 'components' && component !== undefined) {
    const environment = holder.environment()
    switch (`${method} ${act}`) {
      case 'GET ':
        return { state: environment.stateOf(region, component) }
      case 'POST start':
        await environment.startService(region, component, textOf(body, 'key'))
        return { state: environment.stateOf(region, component) }
      case 'POST operations':
        if (verb === undefined) break
        return await environment.operate(
          verb,
          { region, component, from: textOf(body, 'from'), to: textOf(body, 'to') },
          textOf(body, 'key'),
        )
      case 'POST rebuild':
        return await environment.rebuild(region, component, textOf(body, 'source'), textOf(body, 'key'))
    }
  }
  throw new HttpFailure(404, 'usage', `The lab has no ${method} /${path.join('/')}.`)
}

function optional(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** Of our own target, which speaks no other version; what it names is looked up by whoever does it. */
function faultIn({ fault }: ControlRequest['body']): Fault {
  if (typeof fault === 'object' && fault !== null && 'as' in fault) return fault as Fault
  throw new HttpFailure(400, 'usage', 'The request needs a "fault".')
}

function probesIn({ probes }: ControlRequest['body']): readonly RunbookProbe[] {
  if (Array.isArray(probes)) return probes as readonly RunbookProbe[]
  throw new HttpFailure(400, 'usage', 'The request needs a list of "probes".')
}

/** Removes every file of the lab but the cache; the registry goes last, for as long as it is there nobody starts anew. */
async function removeAll(places: Places, { postgres, networks }: Pick<Registry, 'postgres' | 'networks'>) {
  if (networks) await removeNetworks(networks)
  for (const region of await readdir(places.data).catch(() => []))
    await removeCluster(postgres, join(places.data, region), places.owner)
  if (dirname(places.data) !== places.lab) await rm(dirname(places.data), { recursive: true, force: true })
  await rm(places.data, { recursive: true, force: true })
  await rm(labDirectory(dirname(places.lab)), { recursive: true, force: true })
}
