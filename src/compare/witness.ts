import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { call, type Control, HttpFailure, integerOf, listen, monotonic, serve, textOf } from '#lab'

export interface WitnessSettings {
  readonly token: string
  readonly host: string
  readonly port: number
  /** Where `GET` answers 200 while somebody holds the lease and 503 otherwise, without a token: it is probed. */
  readonly heldPort: number
  /** Seconds that a lease lasts after its last renewal. */
  readonly ttl: number
  /** Where routing is done, once it is certain that it may be. */
  readonly front: Control
}

export interface WitnessReady {
  readonly url: string
  /** Where the lease is probed. */
  readonly held: string
}

/** Seconds that a fence waits at most for a lease to end. */
const longestWait = 25

/**
 * The third place of Muster's safe variant: it keeps one lease, which the primary's agent renews. A region is fenced
 * once its lease is over, and never gets it again: the agent there has stopped its server by then, on its own clock,
 * which began before this one. Until then a fence is refused, and so nothing is promoted.
 */
export async function witness(settings: WitnessSettings): Promise<WitnessReady> {
  const { ttl, front } = settings
  const fenced = new Set<string>()
  const epochs = new Map<string, number>()
  let lease: { readonly holder: string; readonly until: number } | undefined
  const holder = (): string | undefined => (lease && monotonic() < lease.until ? lease.holder : undefined)

  const renew = (name: string) => {
    const held = holder()
    if (fenced.has(name)) throw new HttpFailure(409, 'refused', `${name} is fenced.`)
    if (held !== undefined && held !== name) throw new HttpFailure(409, 'refused', `${held} holds the lease.`)
    lease = { holder: name, until: monotonic() + ttl }
    return {}
  }
  const fence = async (name: string) => {
    const until = monotonic() + longestWait
    while (holder() === name) {
      if (monotonic() > until) throw new HttpFailure(503, 'unreachable', `${name} goes on renewing its lease.`)
      await pause(20)
    }
    fenced.add(name)
    return {}
  }

  const probed = createServer((_, response) => {
    response.writeHead(holder() === undefined ? 503 : 200).end()
  })
  await listen(probed, settings.heldPort, settings.host)
  const { url } = await serve(settings.host, settings.port, [settings.token], async ({ method, path, body }) => {
    const act = `${method} ${path.join('/')}`
    if (act === 'POST renew') return renew(textOf(body, 'holder'))
    if (act !== 'POST fence' && act !== 'POST route') throw new HttpFailure(404, 'usage', `The witness has no ${act}.`)
    const [run, epoch, region] = [textOf(body, 'run'), integerOf(body, 'epoch'), textOf(body, 'region')]
    if (epoch < (epochs.get(run) ?? epoch))
      throw new HttpFailure(409, 'refused', `Epoch ${epoch} of the run ${run} is over.`)
    epochs.set(run, epoch)
    if (act === 'POST fence') await fence(region)
    return await call(front, 'POST', `/${path.join('/')}`, { body, timeout: 5000 })
  })
  const { port } = probed.address() as AddressInfo
  return { url, held: `http://${settings.host}:${port}` }
}
