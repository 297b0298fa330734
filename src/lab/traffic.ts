import { createServer } from 'node:net'
import type { Address } from './addresses.ts'
import { createBackends } from './backends.ts'
import { createHappenings } from './happenings.ts'
import { type ControlRequest, HttpFailure, integerOf, listen, serve, textOf } from './http.ts'
import { probe, type ProbeState } from './probe.ts'
import { createRouting } from './routing.ts'
import { createWatches, type Watched, type WatchState } from './watches.ts'

export interface TrafficSettings {
  /** Opens what the actions of a run may do. */
  readonly token: string
  /** Opens what the lab itself may do: `/instances` and `/probes`. */
  readonly ownToken: string
  /** Where clients connect. */
  readonly host: string
  readonly port: number
  /** The address of each region's web service, which is probed. */
  readonly regions: Readonly<Record<string, Address>>
  /** Where the instances of each region listen. */
  readonly instances: Readonly<Record<string, readonly Address[]>>
  /** Where traffic goes at first: several where it is spread. */
  readonly routes: readonly string[]
  /** Whether customers leave a region by themselves once its probe has failed twice. */
  readonly automatic: boolean
  /** Seconds. */
  readonly probe: { readonly every: number; readonly timeout: number }
}

export interface TrafficReady {
  readonly url: string
}

/** What `GET /status` answers. */
export interface TrafficStatus {
  /** Where traffic goes, the first of them where there are several; null while it is held. */
  readonly routed: string | null
  readonly held: boolean
  readonly fenced: readonly string[]
  /** The highest epoch seen, by run. */
  readonly epochs: Readonly<Record<string, number>>
  readonly endpoints: readonly ProbeState[]
  /** Which part of new connections each region gets, 0 to 1: by its instances. */
  readonly shares: Readonly<Record<string, number>>
  readonly instances: Readonly<Record<string, number>>
  readonly connections: Readonly<Record<string, number>>
  /** The probes of the runbook. */
  readonly probes: readonly WatchState[]
}

/** Failed probes in a row after which customers leave a region by themselves. */
const failuresToLeave = 2
/** Successes in a row after which they may go there again: what is only slow answers now and then. */
const successesToReturn = 3
const happeningsKept = 1000

/**
 * The traffic manager: a TCP proxy that sends every client to an instance of the region that is routed, or of one of
 * those that share. It probes all regions; only where it is automatic and several share does it move customers by itself.
 * Acts are keyed (a repeat is answered as the first time and does nothing) and refuse an epoch lower than the highest
 * that the run has shown. `GET /events?after=SECONDS` tells what has happened.
 */
export async function traffic(settings: TrafficSettings): Promise<TrafficReady> {
  const names = Object.keys(settings.regions)
  const routing = createRouting(settings.routes, settings.automatic)
  const backends = createBackends(settings.probe.timeout * 1000)
  const happenings = createHappenings(happeningsKept)
  const watches = createWatches()
  for (const region of names) backends.set(region, settings.instances[region] ?? [])
  const cutOffOthers = () => {
    const serving = routing.serving()
    backends.cut((region) => !serving.includes(region))
  }
  const well = new Map<string, number>()
  const seen = ({ region, healthy, failures }: ProbeState) => {
    const inARow = healthy ? (well.get(region) ?? 0) + 1 : 0
    well.set(region, inARow)
    if (healthy ? inARow < successesToReturn : failures < failuresToLeave) return
    if (!routing.seen(region, !healthy)) return
    happenings.note(healthy ? 'customers may go there again' : 'customers leave by themselves', [region])
    cutOffOthers()
  }
  const probes = Object.entries(settings.regions).map(([region, { host, port }]) =>
    probe(region, `http://${host}:${port}/health`, settings.probe.every, settings.probe.timeout, seen),
  )
  const proxy = createServer({ noDelay: true }, (client) => backends.lead(client, routing.serving))
  await listen(proxy, settings.port, settings.host)

  const status = (): TrafficStatus => ({
    routed: routing.held ? null : (routing.serving()[0] ?? routing.routes[0] ?? null),
    held: routing.held,
    fenced: routing.fenced,
    epochs: Object.fromEntries(epochs),
    endpoints: probes.map((one) => one.state()),
    shares: sharesOf(routing.serving(), backends.count),
    instances: Object.fromEntries(names.map((region) => [region, backends.count(region)])),
    connections: Object.fromEntries(names.map((region) => [region, backends.connections(region)])),
    probes: watches.states(),
  })
  const known = (region: string) => {
    if (names.includes(region)) return region
    throw new HttpFailure(404, 'usage', `The traffic manager has no region ${region}; it has ${names.join(' and ')}.`)
  }
  const acts: Record<string, (body: ControlRequest['body']) => readonly string[]> = {
    route(body) {
      const region = known(textOf(body, 'region'))
      routing.route(region)
      return [region]
    },
    share(body) {
      const regions = Array.isArray(body['regions']) ? body['regions'].map((region) => known(String(region))) : []
      if (regions.length === 0) throw new HttpFailure(400, 'usage', 'The request needs "regions", one at least.')
      routing.share(regions)
      return regions
    },
    fence(body) {
      const region = known(textOf(body, 'region'))
      routing.fence(region)
      return [region]
    },
    unfence(body) {
      const region = known(textOf(body, 'region'))
      routing.unfence(region)
      return [region]
    },
    hold() {
      routing.hold()
      return []
    },
    release() {
      routing.release()
      return routing.routes
    },
  }
  const done = (name: string, regions: readonly string[]): TrafficStatus => {
    happenings.note(name, regions)
    cutOffOthers()
    return status()
  }
  /** What the lab itself may do; of our own supervisor, which speaks no other version. */
  const own: Record<string, (body: ControlRequest['body']) => unknown> = {
    instances(body) {
      const region = known(textOf(body, 'region'))
      backends.set(region, body['instances'] as readonly Address[])
      happenings.note(`${backends.count(region)} instances`, [region])
      return status()
    },
    probes(body) {
      watches.set(body['probes'] as readonly Watched[])
      return status()
    },
    direct: (body) => done('direct', acts['route']?.(body) ?? []),
  }
  const epochs = new Map<string, number>()
  const answers = new Map<string, TrafficStatus>()
  const { url } = await serve('127.0.0.1', 0, [settings.token, settings.ownToken], (request) => {
    const name = request.path.join('/')
    if (request.method === 'GET' && name === 'status') return status()
    if (request.method === 'GET' && name === 'events')
      return { events: happenings.since(Number(request.query.get('after') ?? 0)) }
    const mine = request.method === 'POST' && request.token === settings.ownToken ? own[name] : undefined
    if (mine) return mine(request.body)
    const act = request.method === 'POST' && Object.hasOwn(acts, name) ? acts[name] : undefined
    if (!act) throw new HttpFailure(404, 'usage', `The traffic manager has no ${request.method} /${name}.`)
    const [run, key, epoch] = [
      textOf(request.body, 'run'),
      textOf(request.body, 'key'),
      integerOf(request.body, 'epoch'),
    ]
    const highest = epochs.get(run) ?? epoch
    if (epoch < highest)
      throw new HttpFailure(
        409,
        'refused',
        `Epoch ${epoch} of run ${run} is over: the traffic manager has seen epoch ${highest}. Whoever asks has lost the lease of the run and must stop.`,
      )
    const already = answers.get(`${name} ${key}`)
    if (already) {
      epochs.set(run, epoch)
      return already
    }
    const regions = act(request.body)
    epochs.set(run, epoch)
    const answer = done(name, regions)
    answers.set(`${name} ${key}`, answer)
    return answer
  })
  return { url }
}

function sharesOf(serving: readonly string[], count: (region: string) => number): Record<string, number> {
  const all = serving.reduce((sum, region) => sum + count(region), 0)
  return Object.fromEntries(serving.map((region) => [region, all === 0 ? 0 : count(region) / all]))
}
