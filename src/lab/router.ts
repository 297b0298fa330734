import type { Address } from './addresses.ts'
import { fencingByStarter } from './fence.ts'
import { createHappenings, type Happenings } from './happenings.ts'
import { type ControlRequest, HttpFailure, integerOf, messageOf, serve, textOf } from './http.ts'
import { probe, type ProbeState } from './probe.ts'
import { createRouting, type Routing } from './routing.ts'
import { createWatches, type Watched, type WatchState } from './watches.ts'

export interface RouterSettings {
  /** Opens what the actions of a run may do. */
  readonly token: string
  /** Opens what the lab itself may do. */
  readonly ownToken: string
  /** The address of each region's web service, which is probed. */
  readonly regions: Readonly<Record<string, Address>>
  /** Where traffic goes at first: several where it is spread, or where the next one takes over by itself. */
  readonly routes: readonly string[]
  /** Whether customers leave a region by themselves once its probe has failed twice. */
  readonly automatic: boolean
  /** Seconds. */
  readonly probe: { readonly every: number; readonly timeout: number }
  /** Whether the services of a region that is fenced are told to refuse writes, by whoever started this process. */
  readonly fences?: boolean
}

/** What `GET /status` answers. */
export interface TrafficStatus extends Carried {
  /** Where traffic goes, the first of them where there are several; null while it is held. */
  readonly routed: string | null
  readonly held: boolean
  readonly fenced: readonly string[]
  /** The highest epoch seen, by run. */
  readonly epochs: Readonly<Record<string, number>>
  readonly endpoints: readonly ProbeState[]
  /** The probes of the runbook. */
  readonly probes: readonly WatchState[]
}

/** What is known of those who are led; what does not pass through here is not known. */
export interface Carried {
  /** Which part of new connections each region gets, 0 to 1; only regions that get any. */
  readonly shares: Readonly<Record<string, number>>
  readonly instances?: Readonly<Record<string, number>>
  readonly connections?: Readonly<Record<string, number>>
}

/** What leads customers to the regions that the router says. */
export interface Carrier {
  /**
   * Called each time that something was asked or seen, whether or not it changes where customers may go. What was asked is
   * answered once it is done; where it fails, so does the act, and asking again brings it about.
   */
  turned(): void | Promise<void>
  carried(): Carried | Promise<Carried>
  /** What else the lab itself may ask, by its verb. */
  readonly own?: Readonly<Record<string, (body: ControlRequest['body']) => void | Promise<void>>>
}

/** What a carrier is made with. */
export interface RouterView {
  readonly routing: Routing
  readonly happenings: Happenings
  /** A region by its name. @throws HttpFailure 404 */
  known(region: string): string
}

/** Failed probes in a row after which customers leave a region by themselves. */
const failuresToLeave = 2
/** Successes in a row after which they may go there again: what is only slow answers now and then. */
const successesToReturn = 3
const happeningsKept = 1000

/**
 * The management address of what leads customers to a region. It probes all regions; only where it is automatic does it
 * move customers by itself. A fence also has the services of the region refuse what is written past the entry. Acts are keyed (a repeat is answered as the first time and does nothing) and refuse an epoch
 * lower than the highest that the run has shown. `GET /events?after=SECONDS` tells what has happened.
 */
export async function serveRouter(
  settings: RouterSettings,
  carrierOf: (view: RouterView) => Carrier,
): Promise<{ readonly url: string }> {
  const names = Object.keys(settings.regions)
  const routing = createRouting(settings.routes, settings.automatic)
  const happenings = createHappenings(happeningsKept)
  const watches = createWatches()
  const known = (region: string) => {
    if (names.includes(region)) return region
    throw new HttpFailure(404, 'usage', `The traffic manager has no region ${region}; it has ${names.join(' and ')}.`)
  }
  const carrier = carrierOf({ routing, happenings, known })
  const turn = async () => await carrier.turned()
  const well = new Map<string, number>()
  const seen = ({ region, healthy, failures }: ProbeState) => {
    const inARow = healthy ? (well.get(region) ?? 0) + 1 : 0
    well.set(region, inARow)
    if (healthy ? inARow < successesToReturn : failures < failuresToLeave) return
    if (!routing.seen(region, !healthy)) return
    happenings.note(healthy ? 'customers may go there again' : 'customers leave by themselves', [region])
    void turn().catch((error: unknown) => process.stderr.write(`${messageOf(error)}\n`))
  }
  const probes = Object.entries(settings.regions).map(([region, { host, port }]) =>
    probe(region, `http://${host}:${port}/health`, settings.probe.every, settings.probe.timeout, seen),
  )
  const epochs = new Map<string, number>()
  const status = async (): Promise<TrafficStatus> => {
    const carried = await carrier.carried()
    return {
      routed: routing.held ? null : (routing.serving()[0] ?? routing.routes[0] ?? null),
      held: routing.held,
      fenced: routing.fenced,
      epochs: Object.fromEntries(epochs),
      endpoints: probes.map((one) => one.state()),
      probes: watches.states(),
      ...carried,
    }
  }
  const acts = actsOn(routing, known)
  const fencing = settings.fences ? fencingByStarter() : undefined
  const refusing = async (region: string) => {
    const fails = probes.some((one) => one.state().region === region && !one.state().healthy)
    const obeyed = await fencing?.(region, true, fails ? obeying.failing : obeying.well)
    if (obeyed !== undefined) happenings.note(obeyed ? refusesWrites : maybeWrites, [region])
  }
  const done = async (name: string, { regions, does, admits }: Act): Promise<TrafficStatus> => {
    // Services take writes again before customers come, and refuse them once nobody is led there any more.
    for (const region of regions)
      if (admits && routing.fenced.includes(region)) await fencing?.(region, false, obeying.well)
    does()
    happenings.note(name, regions)
    await Promise.all([turn(), ...regions.filter((one) => routing.fenced.includes(one)).map(refusing)])
    return await status()
  }
  /** What the lab itself may do; of our own supervisor, which speaks no other version. */
  const own: Record<string, (body: ControlRequest['body']) => unknown> = {
    probes: (body) => watches.set(body['probes'] as readonly Watched[]),
    direct: (body) => done('direct', acts.route(body)),
    ...carrier.own,
  }
  const answers = new Map<string, Promise<TrafficStatus>>()
  return await serve('127.0.0.1', 0, [settings.token, settings.ownToken], async (request) => {
    const name = request.path.join('/')
    if (request.method === 'GET' && name === 'status') return await status()
    if (request.method === 'GET' && name === 'events')
      return { events: happenings.since(Number(request.query.get('after') ?? 0)) }
    const mine = request.method === 'POST' && request.token === settings.ownToken ? own[name] : undefined
    if (mine) {
      await mine(request.body)
      return await status()
    }
    const act = request.method === 'POST' && isActOf(acts, name) ? acts[name] : undefined
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
      return await already
    }
    const asked = act(request.body)
    epochs.set(run, epoch)
    const answer = done(name, asked)
    answers.set(`${name} ${key}`, answer)
    // What has failed is tried again by whoever asks again.
    answer.catch(() => answers.delete(`${name} ${key}`))
    return await answer
  })
}

/** Milliseconds for services to obey: what stands still never does, and must not hold up those who wait for another region. */
const obeying = { well: 500, failing: 100 }
/** What is known of the services of a region that was fenced. */
const refusesWrites = 'its services refuse writes'
const maybeWrites = 'its services have not said that they refuse writes'

/** What was asked, known to make sense and not done yet. */
interface Act {
  /** The regions that it is about. */
  readonly regions: readonly string[]
  does(): void
  /** Whether customers may go to those regions afterwards. */
  readonly admits?: true
}

type Acts = ReturnType<typeof actsOn>

function isActOf(acts: Acts, name: string): name is keyof Acts {
  return Object.hasOwn(acts, name)
}

/** What the actions of a run may do, by verb. */
function actsOn(routing: Routing, known: RouterView['known']) {
  const one = (body: ControlRequest['body']) => known(textOf(body, 'region'))
  return {
    route(body: ControlRequest['body']): Act {
      const region = one(body)
      return { regions: [region], does: () => routing.route(region), admits: true }
    },
    fence(body: ControlRequest['body']): Act {
      const region = one(body)
      return { regions: [region], does: () => routing.fence(region) }
    },
    unfence(body: ControlRequest['body']): Act {
      const region = one(body)
      return { regions: [region], does: () => routing.unfence(region), admits: true }
    },
    share(body: ControlRequest['body']): Act {
      const regions = Array.isArray(body['regions']) ? body['regions'].map((region) => known(String(region))) : []
      if (regions.length === 0) throw new HttpFailure(400, 'usage', 'The request needs "regions", one at least.')
      return { regions, does: () => routing.share(regions), admits: true }
    },
    hold: (): Act => ({ regions: [], does: () => routing.hold() }),
    release: (): Act => ({ regions: routing.routes, does: () => routing.release() }),
  }
}
