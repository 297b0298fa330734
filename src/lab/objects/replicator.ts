import { Agent } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import type { Address } from '../addresses.ts'
import { HttpFailure, messageOf } from '../http.ts'
import { monotonic } from '../monotonic.ts'
import { type Blobs, sent } from './blobs.ts'
import type { Batch, LastSync, Listing } from './model.ts'
import type { Storage } from './storage.ts'
import { due, type Pending, syncedUpTo, without } from './sync.ts'

/** Copies what an account takes to the other region's account, over the line. */
export interface Replicator {
  /** Objects that the other side lacks. */
  pending(): number
  /** What kept the last batch from arriving. */
  trouble(): string | undefined
  /** Resolves once the other side has everything that is here by then. @throws Failure where it does not within so many ms */
  level(patience: number): Promise<void>
  stop(): void
}

export interface ReplicatorSettings {
  readonly storage: Storage
  readonly blobs: Blobs
  /** The near end of the line towards the other account. */
  readonly to: Address
  readonly peerToken: string
  /** Seconds for which a change waits before it is sent. */
  readonly lag: number
}

/** Milliseconds. */
const every = 50
const afterTrouble = 200
const patience = 5000
/** Objects in one batch. */
const most = 100
/** The other side lacks it since a time that nobody knows. */
const unknown = 0

/**
 * Begins with what differs between the two sides, whatever the reason, and then sends each change once it is older than
 * the lag. With every batch goes the time up to which nothing is left out; that is the other side's last sync time.
 */
export function startReplicator(settings: ReplicatorSettings): Replicator {
  const { storage, blobs, lag } = settings
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let pending: readonly Pending[] = []
  let compared = false
  let runs = true
  let trouble: string | undefined
  const ask = async (method: string, path: string, body?: object): Promise<Buffer> => {
    const text = body && Buffer.from(JSON.stringify(body))
    const headers = {
      authorization: `Bearer ${settings.peerToken}`,
      ...(text ? { 'content-length': String(text.length) } : {}),
    }
    const answer = await sent(settings.to, agent, patience, { method, path, headers, ...(text ? { body: text } : {}) })
    if (answer.status === 200) return answer.body
    throw new HttpFailure(answer.status, 'refused', answer.body.toString('utf8'))
  }
  const compare = async () => {
    const listing = JSON.parse((await ask('GET', '/peer/listing')).toString('utf8')) as Listing
    const before = monotonic()
    const differing = await differences(storage, blobs, listing)
    pending = [...differing, ...pending.filter(({ at }) => at >= before)]
    compared = true
  }
  const round = async () => {
    if (!compared) await compare()
    const readAt = monotonic()
    const batch = due(pending, readAt, lag, most)
    const objects = await Promise.all(batch.map(({ container, name }) => asItIs(blobs, container, name)))
    const at = syncedUpTo(without(pending, batch, readAt), readAt)
    const body: Batch = { objects, ...(at > unknown ? { lastSync: timed(at) } : {}) }
    await ask('POST', '/peer/batch', body)
    pending = without(pending, batch, readAt)
    trouble = undefined
  }
  const repeat = async () => {
    while (runs) {
      const failed = await round().then(
        () => false,
        (error) => {
          trouble = messageOf(error)
          return true
        },
      )
      await pause(failed ? afterTrouble : every)
    }
    agent.destroy()
  }
  storage.watch(({ container, name, at }) => {
    if (runs) pending = [...pending, { container, name, at }]
  })
  void repeat()
  return {
    pending: () => pending.length,
    trouble: () => trouble,
    async level(longest) {
      const now = monotonic()
      const until = performance.now() + longest
      while (!compared || pending.some(({ at }) => at <= now)) {
        if (!runs || performance.now() > until)
          throw new HttpFailure(
            503,
            'unreachable',
            `${pending.length} objects do not reach the other region within ${longest / 1000} s${trouble === undefined ? '' : `: ${trouble}`}.`,
          )
        await pause(20)
      }
    },
    stop() {
      runs = false
    },
  }
}

/** What is here and not there, or otherwise there, or there alone. */
async function differences(storage: Storage, blobs: Blobs, there: Listing): Promise<readonly Pending[]> {
  const containers = [...new Set([...storage.containers(), ...Object.keys(there)])]
  const found: Pending[] = []
  for (const container of containers) {
    await storage.open(container)
    const here = new Map((await blobs.list(container)).map(({ name, md5 }) => [name, md5]))
    const other = new Map((there[container] ?? []).map(({ name, md5 }) => [name, md5]))
    for (const name of new Set([...here.keys(), ...other.keys()]))
      if (here.get(name) !== other.get(name)) found.push({ container, name, at: unknown })
  }
  return found
}

async function asItIs(blobs: Blobs, container: string, name: string): Promise<Batch['objects'][number]> {
  const blob = await blobs.get(container, name)
  return {
    container,
    name,
    ...(blob ? { content: blob.content.toString('base64'), metadata: blob.metadata } : {}),
  }
}

/** The same instant on the clock on the wall. */
function timed(at: number): LastSync {
  return { at, time: new Date(Date.now() - (monotonic() - at) * 1000).toISOString() }
}
