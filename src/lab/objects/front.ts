import type { IncomingMessage } from 'node:http'
import { messageOf } from '../http.ts'
import { trials } from './accounts.ts'
import { type Blobs, metadataIn } from './blobs.ts'
import type { AccountStatus, Batch, Listing } from './model.ts'
import { type AccountKey, isSignedWith } from './shared-key.ts'
import type { Storage } from './storage.ts'

/** What the front of an account works with; `role` and `key` are asked for at each request. */
export interface FrontOf {
  readonly storage: Storage
  readonly blobs: Blobs
  readonly peerToken: string
  /** Whether no key deletes what is kept of earlier contents. */
  readonly immutable: boolean
  key(): AccountKey
  status(): AccountStatus
  /** A batch of the other side has arrived. @throws HttpFailure 409 where this side is no copy */
  arrived(batch: Batch): Promise<void>
}

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Buffer
}

const largest = 32_000_000

/** When the storage had what was written, seconds on the monotonic clock, for the ledger of the load. */
export const committedHeader = 'x-ms-lab-committed-at'

/**
 * Answers one request at the account's address: blobs by the REST interface of Azure, read from Azurite and written
 * through the storage, which keeps what is replaced; `comp=stats` with the last sync time; and the other account.
 */
export async function answer(request: IncomingMessage, front: FrontOf): Promise<Answer> {
  const { method = 'GET', url = '/' } = request
  const { pathname, searchParams } = new URL(url, 'http://account')
  const content = await contentOf(request)
  if (pathname.startsWith('/peer/')) return await forPeer(request, pathname, content, front)
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  const key = front.key()
  if (!isSignedWith({ method, path: url, headers }, key))
    return refused(403, 'AuthenticationFailed', 'The signature is not made with a key of this account.')
  const [, account, container = '', ...rest] = pathname.split('/')
  if (account !== key.account) return refused(404, 'ResourceNotFound', `There is no account ${account} here.`)
  const name = rest.map(decodeURIComponent).join('/')
  const comp = searchParams.get('comp')
  if (comp === 'stats') return stats(front.status())
  // Not of Azure: there nobody but the failover tells which side takes writes.
  if (comp === 'role') return { status: 200, body: JSON.stringify({ role: front.status().role }) }
  if (method === 'GET' || method === 'HEAD') return await read(method, url.slice(account.length + 1), headers, front)
  if (comp !== null || searchParams.has('restype') || name === '')
    return refused(405, 'UnsupportedHttpVerb', 'Whole objects are put and removed here, and nothing else is changed.')
  return await write(method, { container, name, content, headers }, front)
}

async function read(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  { blobs }: FrontOf,
): Promise<Answer> {
  const passed = headers['range'] === undefined ? {} : { range: headers['range'] }
  const { status, headers: told, body } = await blobs.ask(method, path, passed)
  const kept = Object.entries(told).filter(([name]) => name.startsWith('x-ms-') || handed.includes(name))
  return { status, headers: Object.fromEntries(kept), body }
}

const handed = ['content-type', 'content-md5', 'etag', 'last-modified', 'content-range']

async function write(
  method: string,
  {
    container,
    name,
    content,
    headers,
  }: { container: string; name: string; content: Buffer; headers: Record<string, string> },
  { storage, blobs, immutable, status }: FrontOf,
): Promise<Answer> {
  const { role } = status()
  // What is restored is tried before anybody else may write.
  if (role !== 'primary' && !(role === 'closed' && container === trials))
    return refused(
      403,
      role === 'secondary' ? 'AccountIsSecondary' : 'AccountIsClosed',
      `This side is ${role}; it takes no writes.`,
    )
  if (!storage.containers().includes(container)) {
    const isKept = container.endsWith('-versions')
    if (isKept && method === 'DELETE' && !immutable)
      return await blobs.remove(container, name).then(
        () => ({ status: 202 }),
        () => refused(404, 'BlobNotFound', `There is no ${name}.`),
      )
    return isKept
      ? refused(403, 'KeptVersion', 'What is kept of earlier contents is changed by nobody.')
      : refused(404, 'ContainerNotFound', `There is no container ${container}.`)
  }
  if (method !== 'PUT' && method !== 'DELETE')
    return refused(405, 'UnsupportedHttpVerb', `${method} is not known here.`)
  const change = await storage.write(
    container,
    name,
    method === 'PUT' ? { content, metadata: metadataIn(headers) } : undefined,
  )
  if (!change && method === 'DELETE') return refused(404, 'BlobNotFound', `There is no ${name}.`)
  return {
    status: method === 'PUT' ? 201 : 202,
    headers: change ? { [committedHeader]: String(change.at) } : {},
  }
}

async function forPeer(request: IncomingMessage, path: string, content: Buffer, front: FrontOf): Promise<Answer> {
  if (request.headers.authorization !== `Bearer ${front.peerToken}`)
    return { status: 401, body: 'The other account has its own token.' }
  switch (`${request.method} ${path}`) {
    case 'GET /peer/listing': {
      const containers = front.storage.containers()
      const lists = await Promise.all(containers.map((one) => front.blobs.list(one)))
      const listing: Listing = Object.fromEntries(containers.map((one, index) => [one, lists[index] ?? []]))
      return { status: 200, body: JSON.stringify(listing) }
    }
    case 'POST /peer/batch':
      await front.arrived(JSON.parse(content.toString('utf8')) as Batch)
      return { status: 200, body: '{}' }
    default:
      return { status: 404, body: `There is no ${path} for the other account.` }
  }
}

/** As RA-GRS answers it at the address of the copy: "Get Blob Service Stats", Azure Storage REST API. */
function stats({ role, lastSync }: AccountStatus): Answer {
  if (role === 'primary')
    return refused(400, 'InvalidQueryParameterValue', 'Only the copy knows up to when it has followed.')
  const state = lastSync === undefined ? 'bootstrap' : 'live'
  const time = lastSync === undefined ? '' : new Date(lastSync.time).toUTCString()
  return {
    status: 200,
    headers: { 'content-type': 'application/xml' },
    body:
      '<?xml version="1.0" encoding="utf-8"?><StorageServiceStats><GeoReplication>' +
      `<Status>${state}</Status><LastSyncTime>${time}</LastSyncTime></GeoReplication></StorageServiceStats>`,
  }
}

function refused(status: number, code: string, message: string): Answer {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  }
}

/** @throws Error where it is larger than an object may be */
async function contentOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > largest) throw new Error(`An object has at most ${largest} bytes here.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** What goes wrong inside, in the form that clients of a storage know. */
export function failed(error: unknown): Answer {
  return refused(503, 'ServerBusy', messageOf(error).replaceAll(/[<>&]/g, ' '))
}
