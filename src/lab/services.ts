import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import type { Address } from './addresses.ts'
import { HttpFailure, messageOf } from './http.ts'
import { hasEnded, isAlive, type ProcessIdentity, signal } from './processes.ts'
import { answers, inTurns, told } from './instance.ts'
import { monotonic } from './monotonic.ts'
import { digestAt, readRelease, removeUnpacked, unpack } from './release.ts'
import type { RegionSettings } from './region-settings.ts'
import type { Entry } from './roster.ts'
import type { WebReady, WebState } from './web.ts'

/**
 * The web services of a region: so many instances, which stand for every component that serves and keeps no data. One
 * change at a time; each is done when it resolves, and the traffic manager knows of it by then.
 */
export interface RegionServices {
  /** Whether any instance runs. */
  runs(): boolean
  /** How many instances run. */
  running(): number
  /** How many run on an ordinary day. */
  readonly ordinary: number
  /** The processes that a loss of the region kills. */
  processes(): readonly ProcessIdentity[]
  /** Where the running instances listen; the first of them at the region's fixed address. */
  addresses(): readonly Address[]
  /** Unpacks the release in this region; nothing is started. @returns bytes @throws Failure where it is another release */
  provision(): Promise<number>
  /** Takes the release away; instances that run have read it. */
  unprovision(): Promise<void>
  /** Opens it to customers again and runs as many as on an ordinary day, one at least; those that are more stay. */
  start(): Promise<void>
  /** The digest of the release that is to serve, and of what lies unpacked in this region, if anything does. */
  readonly wanted: string
  releaseDigest(): Promise<string | undefined>
  /**
   * Installs the release beside the one that serves and starts an instance of it, to which nobody is sent and which is
   * ended again. @returns seconds until it answered @throws Failure where it does not come up
   */
  trial(): Promise<number>
  /**
   * Builds the service a second time beside itself: the release unpacked anew, and so many instances of it that answer and
   * to which nobody is sent. Those that were built before are ended. @throws HttpFailure 503 where one is silent
   */
  second(count: number): Promise<void>
  /** Starts or ends instances until so many run. @throws HttpFailure 409 where the region has no release */
  scaleTo(count: number): Promise<void>
  /** Whether every instance that runs answers. */
  healthy(): Promise<boolean>
  state(): WebState
  /** Tells every instance, and those that start later, how to behave. */
  become(change: Partial<Omit<WebState, 'leaves' | 'fenced'>>): Promise<void>
  /**
   * The same of what a fence asks for: customers' writes are refused. It waits for no other change.
   * @returns whether every instance that runs has obeyed
   */
  fence(isFenced: boolean): Promise<boolean>
}

interface Instance {
  readonly identity: ProcessIdentity
  readonly process: ChildProcess
  readonly address: Address
}

export function createServices(settings: RegionSettings, database: Address): RegionServices {
  const { name, spec, roster, release, places, web, credentials } = settings
  const ordinary = spec.regions[0] === name ? spec.instances.first : spec.instances.second
  const unpacked = { file: join(places.lab, 'release', name, 'web.json'), digest: release.digest }
  let instances: readonly Instance[] = []
  /** What was built a second time. */
  let others: readonly Instance[] = []
  const { accounts, objects, cache } = settings
  const containers = (spec.objects?.components ?? []).map((one) => [one, accounts?.containerOf(one) ?? one])
  let state: WebState = {
    ...{ database, sheds: false, isolated: false, fenced: false, leaves: false },
    ...(accounts && objects ? { objects: { account: objects, containers: Object.fromEntries(containers) } } : {}),
    ...(cache ? { cache } : {}),
  }
  const inTurn = inTurns()
  const alive = () => instances.filter(({ identity }) => isAlive(identity))

  const startOne = async (port: number, from = unpacked): Promise<Instance> => {
    const entry: Entry = { name: 'web', region: name, address: `${web.host}:${port}` }
    const { host } = web
    const given = state
    const { identity, process, ready } = await roster.start<WebReady>('web', port === web.port ? entry : part(entry), {
      region: name,
      host,
      port,
      credentials: credentials.file,
      ...(accounts ? { objectCredentials: accounts.keys.file } : {}),
      release: from,
      state: given,
    })
    // What was said to all others in between, a fence say, it has not heard.
    if (state !== given)
      await told(process, state).catch((error: unknown) => {
        signal(identity, 'SIGKILL')
        throw error
      })
    return { identity, process, address: { host, port: ready.port } }
  }
  const clear = () => {
    for (const { identity } of instances) if (!isAlive(identity)) roster.forget(identity)
    instances = alive()
  }
  const announce = () => settings.announce(name, services.addresses())
  const grow = async (count: number) => {
    clear()
    const first = instances.some(({ address }) => address.port === web.port) ? [] : [web.port]
    const missing = count - instances.length
    const ports = missing > 0 ? [...first, ...Array<number>(missing).fill(0)].slice(0, missing) : []
    const started = await Promise.allSettled(ports.map((port) => startOne(port)))
    const better = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    instances = [...instances, ...better].toSorted((a, b) => rank(a, web) - rank(b, web))
    await announce()
    const failed = started.find((one) => one.status === 'rejected')
    if (failed) throw failed.reason
  }
  const shrink = async (count: number) => {
    clear()
    const leaving = instances.slice(count)
    instances = instances.slice(0, count)
    // No new clients first, then a farewell to those who are there.
    await announce()
    await Promise.all(leaving.map(({ process }) => told(process, { ...state, leaves: true }).catch(() => {})))
    await endAll(leaving)
  }
  const become = async (change: Partial<WebState>) => {
    state = { ...state, ...change }
    await Promise.all(alive().map(({ process }) => told(process, state)))
  }
  const fence = async (isFenced: boolean): Promise<boolean> => {
    state = { ...state, fenced: isFenced }
    const obeying = await Promise.allSettled(alive().map(({ process }) => told(process, state)))
    return obeying.every(({ status }) => status === 'fulfilled')
  }
  const scale = async (count: number) => {
    if (count <= alive().length) return await shrink(count)
    await readRelease(unpacked).catch((error) => {
      throw new HttpFailure(409, 'refused', messageOf(error))
    })
    await grow(count)
  }

  const tryOut = async () => {
    const began = monotonic()
    const apart = { ...unpacked, file: join(places.lab, 'release', name, 'trial.json') }
    await unpack(release, apart.file)
    const { identity, address } = await startOne(0, apart)
    try {
      if (!(await answers(address))) throw new HttpFailure(503, 'unreachable', 'The instance that was tried is silent.')
      return monotonic() - began
    } finally {
      signal(identity, 'SIGKILL')
      await hasEnded(identity, 5000)
      roster.forget(identity)
      await removeUnpacked(apart.file)
    }
  }

  const endAll = async (ending: readonly Instance[]) => {
    for (const { identity } of ending) signal(identity, 'SIGKILL')
    await Promise.all(ending.map(({ identity }) => hasEnded(identity, 5000)))
    for (const { identity } of ending) roster.forget(identity)
  }
  const buildSecond = async (count: number) => {
    await endAll(others)
    others = []
    const apart = { ...unpacked, file: join(places.lab, 'release', name, 'second.json') }
    await unpack(release, apart.file)
    for (let built = 0; built < count; built++) others = [...others, await startOne(0, apart)]
    const answering = await Promise.all(others.map(({ address }) => answers(address)))
    if (!answering.every(Boolean))
      throw new HttpFailure(503, 'unreachable', `An instance that was built anew in ${name} is silent.`)
  }

  const services: RegionServices = {
    ordinary,
    running: () => alive().length,
    runs: () => instances.some(({ identity }) => isAlive(identity)),
    processes: () => [...instances, ...others].map(({ identity }) => identity),
    addresses: () => alive().map(({ address }) => address),
    provision: () => inTurn(() => unpack(release, unpacked.file)),
    unprovision: () => inTurn(() => removeUnpacked(unpacked.file)),
    start: () =>
      inTurn(async () => {
        await become({ isolated: false, sheds: false })
        await scale(Math.max(1, ordinary, alive().length))
      }),
    wanted: release.digest,
    releaseDigest: () => digestAt(unpacked.file),
    trial: () => inTurn(() => tryOut()),
    second: (count) => inTurn(() => buildSecond(count)),
    scaleTo: (count) => inTurn(() => scale(count)),
    healthy: async () => (await Promise.all(services.addresses().map(answers))).every(Boolean),
    state: () => state,
    become: (change) => inTurn(() => become(change)),
    fence,
  }
  return services
}

/** The region's fixed address first. */
function rank({ address }: Instance, web: Address): number {
  return address.port === web.port ? 0 : 1
}

/** An instance that listens where the system lets it: nobody has to find it by its address. */
function part({ address: _, ...entry }: Entry): Entry {
  return entry
}
