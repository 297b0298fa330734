import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Address } from '../addresses.ts'
import { type ControlRequest, HttpFailure, listen, serve, textOf } from '../http.ts'
import { blobsAt, md5Of } from './blobs.ts'
import { firstTrouble, heldBefore, keptIn, putSince } from './feed.ts'
import { answer, failed } from './front.ts'
import type { AccountReady, AccountRole, AccountSettings, AccountStatus, Batch, LastSync } from './model.ts'
import { type Replicator, startReplicator } from './replicator.ts'
import type { AccountKey } from './shared-key.ts'
import { openStorage } from './storage.ts'

/** Milliseconds that a move may wait for what is under way. */
const patience = 30_000
/** Objects that a restore or a proof reads at once. */
const atOnce = 8

/**
 * The storage account of one region, in front of the region's Azurite: it checks the account's key, takes writes where it
 * is the primary, keeps whatever is replaced or removed, writes down every change, and copies to the other region.
 */
export async function account(settings: AccountSettings): Promise<AccountReady> {
  const blobs = blobsAt(settings.azurite, () => settings.azuriteKey, patience)
  const storage = await openStorage(blobs, settings.directory, settings.containers)
  let { role, key } = settings
  let lastSync: LastSync | undefined
  let replicator: Replicator | undefined
  const status = (): AccountStatus => {
    const trouble = replicator?.trouble()
    return {
      role,
      ...(lastSync === undefined ? {} : { lastSync }),
      ...(replicator === undefined ? {} : { pending: replicator.pending() }),
      ...(trouble === undefined ? {} : { trouble }),
      changes: storage.changes().length,
    }
  }
  const arrived = async (batch: Batch) => {
    if (role !== 'secondary') throw new HttpFailure(409, 'refused', `This side is ${role}, and no copy.`)
    await Promise.all(
      batch.objects.map(({ container, name, content, metadata = {} }) =>
        storage.write(
          container,
          name,
          content === undefined ? undefined : { content: Buffer.from(content, 'base64'), metadata },
        ),
      ),
    )
    // Absent while the sides are made level: what it said before is no longer so.
    lastSync = batch.lastSync
  }
  const { peerToken, immutable } = settings
  const front = { storage, blobs, peerToken, immutable, key: () => key, status, arrived }
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const { status: code, headers, body } = await answer(request, front).catch(failed)
    response.writeHead(code, headers).end(request.method === 'HEAD' ? undefined : body)
  }
  const server = createServer((request, response) => void respond(request, response))
  server.keepAliveTimeout = 60_000
  await listen(server, settings.port, settings.host)

  const become = async (next: AccountRole) => {
    role = next
    // Whoever was let in before has its answer first.
    if (next !== 'primary') await storage.settled()
    if (next === 'secondary') {
      replicator?.stop()
      replicator = undefined
      lastSync = undefined
    }
    return status()
  }
  const replicate = async ({ to, lag }: Readonly<Record<string, unknown>>) => {
    replicator?.stop()
    replicator = undefined
    if (to === undefined) return status()
    replicator = startReplicator({ storage, blobs, to: to as Address, peerToken, lag: Number(lag ?? 0) })
    return status()
  }
  const level = async () => {
    if (!replicator) throw new HttpFailure(409, 'refused', `Nothing is copied from ${settings.region}.`)
    await storage.settled()
    await replicator.level(patience)
    return status()
  }
  const restore = async (body: ControlRequest['body']) => {
    const [container, into] = [textOf(body, 'container'), textOf(body, 'into')]
    const before = typeof body['before'] === 'number' ? body['before'] : undefined
    const held = heldBefore(storage.changes(), container, before)
    await storage.open(into)
    await inParts(held, async ({ name, kept }) => {
      const blob = kept === undefined ? await blobs.get(container, name) : await blobs.get(keptIn(container), kept)
      if (!blob) throw new HttpFailure(409, 'refused', `${container}/${kept ?? name} is not there any more.`)
      await storage.write(into, name, blob)
    })
    return { objects: held.length }
  }
  /** Reads every object of a container and holds it against the sum that its writer gave. */
  const prove = async (body: ControlRequest['body']) => {
    const container = textOf(body, 'container')
    const entries = await blobs.list(container)
    let unsound = 0
    await inParts(entries, async ({ name, metadata }) => {
      const blob = await blobs.get(container, name)
      if (!blob || md5Of(blob.content) !== metadata['sum']) unsound++
    })
    return { objects: entries.length, unsound }
  }
  const handle = async ({ method, path, query, body }: ControlRequest): Promise<unknown> => {
    const container = query.get('container') ?? ''
    switch (`${method} ${path.join('/')}`) {
      case 'GET status':
        return status()
      case 'GET objects':
        return { objects: await blobs.list(container) }
      case 'GET acknowledged':
        return { names: heldBefore(storage.changes(), container).map(({ name }) => name) }
      case 'GET trouble': {
        const trouble = firstTrouble(storage.changes(), container)
        return trouble ? { trouble, later: putSince(storage.changes(), container, trouble.number) } : {}
      }
      case 'POST become':
        return await become(textOf(body, 'role') as AccountRole)
      case 'POST key':
        key = body as unknown as AccountKey
        return {}
      case 'POST replicate':
        return await replicate(body)
      case 'POST level':
        return await level()
      case 'POST restore':
        return await restore(body)
      case 'POST prove':
        return await prove(body)
      default:
        throw new HttpFailure(404, 'usage', `The account has no ${method} /${path.join('/')}.`)
    }
  }
  const { url } = await serve(settings.host, 0, [settings.token], handle)
  return { url }
}

async function inParts<T>(all: readonly T[], act: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += atOnce) await Promise.all(all.slice(at, at + atOnce).map(act))
}
