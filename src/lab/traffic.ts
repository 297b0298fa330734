import { connect as open, createServer, type Socket } from 'node:net'
import { type ControlRequest, HttpFailure, integerOf, listen, serve, textOf } from './http.ts'
import { type ProbeState, probe } from './probe.ts'

export interface TrafficSettings {
  readonly token: string
  /** Where clients connect. */
  readonly host: string
  readonly port: number
  /** The web service of each region. */
  readonly regions: Readonly<Record<string, { readonly host: string; readonly port: number }>>
  readonly routed: string
  /** Seconds. */
  readonly probe: { readonly every: number; readonly timeout: number }
}

export interface TrafficReady {
  readonly url: string
}

/** What `GET /status` answers. */
export interface TrafficStatus {
  /** Where traffic goes; null while it is held. */
  readonly routed: string | null
  readonly held: boolean
  readonly fenced: readonly string[]
  /** The highest epoch seen, by run. */
  readonly epochs: Readonly<Record<string, number>>
  readonly endpoints: readonly ProbeState[]
}

/**
 * The traffic manager: a TCP proxy that sends every client to the one region that is routed. It probes all regions and
 * never switches by itself. Route, fence, hold and what takes them back are keyed (a repeat is answered as the first time
 * and does nothing) and refuse an epoch lower than the highest that the run has shown.
 */
export async function traffic(settings: TrafficSettings): Promise<TrafficReady> {
  let routed: string | null = settings.routed
  /** Where traffic went before it was held. */
  let before = settings.routed
  const fenced = new Set<string>()
  const epochs = new Map<string, number>()
  const answers = new Map<string, TrafficStatus>()
  const connections = new Map<Socket, string>()
  const probes = Object.entries(settings.regions).map(([region, { host, port }]) =>
    probe(region, `http://${host}:${port}`, settings.probe.every, settings.probe.timeout),
  )

  // A reset instead of a proper end: the client learns at once, and no port lingers in TIME_WAIT.
  const cutOff = (where: (region: string) => boolean) => {
    for (const [client, region] of connections) if (where(region)) client.resetAndDestroy()
  }
  const proxy = createServer({ noDelay: true }, (client) => {
    const target = routed === null || fenced.has(routed) ? undefined : settings.regions[routed]
    client.on('error', () => client.destroy())
    if (!target || routed === null) return void client.resetAndDestroy()
    const backend = open({ ...target, noDelay: true })
    connections.set(client, routed)
    client.on('close', () => {
      connections.delete(client)
      backend.destroy()
    })
    backend.on('error', () => client.resetAndDestroy())
    backend.on('close', () => client.destroy())
    client.pipe(backend).pipe(client)
  })
  await listen(proxy, settings.port, settings.host)

  const status = (): TrafficStatus => ({
    routed,
    held: routed === null,
    fenced: [...fenced],
    epochs: Object.fromEntries(epochs),
    endpoints: probes.map((state) => state()),
  })
  const known = (region: string) => {
    if (settings.regions[region]) return region
    const regions = Object.keys(settings.regions).join(' and ')
    throw new HttpFailure(404, 'usage', `The traffic manager has no region ${region}; it has ${regions}.`)
  }
  const acts: Record<string, (request: ControlRequest) => void> = {
    route({ body }) {
      routed = known(textOf(body, 'region'))
      fenced.delete(routed)
      cutOff((region) => region !== routed)
    },
    fence({ body }) {
      const region = known(textOf(body, 'region'))
      fenced.add(region)
      cutOff((present) => present === region)
    },
    unfence({ body }) {
      fenced.delete(known(textOf(body, 'region')))
    },
    hold() {
      before = routed ?? before
      routed = null
      cutOff(() => true)
    },
    release() {
      routed ??= before
    },
  }
  const { url } = await serve('127.0.0.1', 0, [settings.token], (request) => {
    const name = request.path.join('/')
    if (request.method === 'GET' && name === 'status') return status()
    const act = request.method === 'POST' ? acts[name] : undefined
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
    act(request)
    epochs.set(run, epoch)
    const answer = status()
    answers.set(`${name} ${key}`, answer)
    return answer
  })
  return { url }
}
