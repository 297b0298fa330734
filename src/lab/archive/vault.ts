import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { dirname, join, relative } from 'node:path'
import { json } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { hasCode } from '../files.ts'
import { HttpFailure, listen, messageOf, textOf } from '../http.ts'

/** Who may do what in a vault; each is a bearer token. */
export interface VaultTokens {
  /** Writes and deletes: what the owner of the application has. */
  readonly owner: string
  /** Writes and reads: what ships backups has. */
  readonly ship: string
  /** May delete what is kept, and hold everything: nobody has it who runs the application. */
  readonly keep: string
}

export interface VaultSettings {
  readonly host: string
  readonly port: number
  /** PostgreSQL's user can read it. */
  readonly directory: string
  readonly tokens: VaultTokens
  /** Whether nobody but the keeper deletes what is kept. */
  readonly immutable: boolean
}

export interface VaultObject {
  readonly name: string
  readonly bytes: number
  /** When it came, in milliseconds since 1970. */
  readonly at: number
}

/** What a vault answers about an object that it was given or asked to check. */
export interface VaultDigest {
  readonly bytes: number
  /** SHA-256 of what lies on its disk, in hex. */
  readonly digest: string
}

type Answer = readonly [status: number, body: unknown]

/**
 * An object store of one region. `PUT|GET|DELETE /objects/NAME`, `GET /objects?under=PREFIX`, `GET /digest/NAME`,
 * `POST /hold`, `POST /owner`. What it has acknowledged is on stable storage. Below `kept/` an object is written once, and,
 * where the vault is immutable, deleted by nobody but the keeper; on hold nothing is deleted at all.
 */
export async function vault(settings: VaultSettings): Promise<Record<string, never>> {
  const { directory, tokens, immutable } = settings
  await mkdir(directory, { recursive: true })
  await chmod(directory, 0o755)
  // What was being written when the vault died was never acknowledged.
  for (const path of await filesBelow(directory)) if (path.endsWith(unfinished)) await rm(path, { force: true })
  let held = false

  const kept = async (made: VaultDigest): Promise<VaultDigest> => {
    if (!held) await expire(directory)
    return made
  }
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
    if (!Object.values(tokens).some((known) => known === token))
      throw new HttpFailure(401, 'refused', 'The vault knows no such token.')
    const url = new URL(request.url ?? '/', 'http://vault')
    const [, kind = '', ...parts] = url.pathname.split('/')
    if (request.method === 'POST' && kind === 'hold') {
      if (token !== tokens.keep) throw new HttpFailure(403, 'refused', 'The keeper alone holds what is in the vault.')
      held = true
      return [200, { held }]
    }
    if (request.method === 'POST' && kind === 'owner') {
      if (token !== tokens.keep) throw new HttpFailure(403, 'refused', "The keeper alone renews the owner's token.")
      // Whoever comes with the one of before is not known from here on.
      Object.assign(tokens, { owner: textOf((await json(request)) as Readonly<Record<string, unknown>>, 'owner') })
      return [200, {}]
    }
    if (request.method === 'GET' && kind === 'objects' && parts.length === 0)
      return [200, { held, objects: await list(directory, url.searchParams.get('under') ?? '') }]
    const name = nameOf(parts)
    const path = join(directory, name)
    switch (`${request.method} ${kind}`) {
      case 'PUT objects':
        return [200, await kept(await put(request, path, name.startsWith('kept/')))]
      case 'GET digest':
        return [200, await digestOf(path)]
      case 'GET objects': {
        const { size } = await there(path)
        response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': size })
        await pipeline(createReadStream(path), response)
        return undefined
      }
      case 'DELETE objects':
        if (token !== tokens.keep && (held || token !== tokens.owner || (immutable && name.startsWith('kept/'))))
          throw new HttpFailure(403, 'refused', `${name} cannot be deleted by whoever asks.`)
        await there(path)
        await rm(path)
        return [200, {}]
    }
    throw new HttpFailure(404, 'usage', `The vault has no ${request.method} ${url.pathname}.`)
  }
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    try {
      const made = await answer(request, response)
      if (made) response.writeHead(made[0], { 'content-type': 'application/json' }).end(JSON.stringify(made[1]))
    } catch (error) {
      if (response.headersSent) return void response.destroy()
      const status = error instanceof HttpFailure ? error.status : 500
      response
        .writeHead(status, { 'content-type': 'application/json', connection: 'close' })
        .end(
          JSON.stringify({ error: messageOf(error), kind: error instanceof HttpFailure ? error.kind : 'unreachable' }),
        )
    }
  }
  const server = createServer({ noDelay: true }, (request, response) => void respond(request, response))
  server.keepAliveTimeout = 60_000
  // A whole backup comes over a slow line in one request.
  server.requestTimeout = 0
  await listen(server, settings.port, settings.host)
  return {}
}

/** The oldest backups go once there are more than so many; log is kept. */
export const mostBackups = 12

/** Backups are `NAME.pack` with an entry `NAME.json` that comes after it. */
async function expire(directory: string): Promise<void> {
  const entries = (await list(directory, 'kept/backups/')).filter(({ name }) => name.endsWith('.json'))
  const old = entries.sort((a, b) => b.at - a.at).slice(mostBackups)
  for (const { name } of old)
    for (const path of [name, name.replace(/json$/, 'pack')]) await rm(join(directory, path), { force: true })
}

const unfinished = '.unfinished'
let writes = 0

/** Writes an object and what leads to it to stable storage. */
async function put(request: IncomingMessage, path: string, once: boolean): Promise<VaultDigest> {
  await makeReadable(dirname(path))
  const aside = `${path}.${++writes}${unfinished}`
  const hash = createHash('sha256')
  let bytes = 0
  const file = await open(aside, 'w', 0o644)
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      hash.update(chunk)
      bytes += chunk.length
      await file.write(chunk)
    }
    await file.chmod(0o644)
    await file.sync()
  } catch (error) {
    await rm(aside, { force: true })
    throw error
  } finally {
    await file.close()
  }
  const given = { bytes, digest: hash.digest('hex') }
  const known = once ? await digestOf(path).catch(() => undefined) : undefined
  if (known) {
    await rm(aside)
    if (known.digest === given.digest) return given
    throw new HttpFailure(409, 'refused', 'What is kept is written once, and something else is there by that name.')
  }
  await rename(aside, path)
  const directory = await open(dirname(path))
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
  return given
}

async function makeReadable(directory: string): Promise<void> {
  const made = await mkdir(directory, { recursive: true })
  for (let at = directory; made !== undefined; at = dirname(at)) {
    await chmod(at, 0o755)
    if (at === made) return
  }
}

async function digestOf(path: string): Promise<VaultDigest> {
  const { size } = await there(path)
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) hash.update(chunk)
  return { bytes: size, digest: hash.digest('hex') }
}

async function there(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) throw new HttpFailure(404, 'usage', 'The vault has no such object.')
    throw error
  }
}

/** In order of their names. */
async function list(directory: string, under: string): Promise<readonly VaultObject[]> {
  const paths = (await filesBelow(directory)).filter((path) => !path.endsWith(unfinished))
  const objects = await Promise.all(
    paths.map(async (path) => {
      const name = relative(directory, path)
      const info = name.startsWith(under) ? await stat(path).catch(() => undefined) : undefined
      return info ? [{ name, bytes: info.size, at: Math.round(info.mtimeMs) }] : []
    }),
  )
  return objects.flat().sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function filesBelow(directory: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { withFileTypes: true, recursive: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

function nameOf(parts: readonly string[]): string {
  if (parts.length > 0 && parts.every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part))) return parts.join('/')
  throw new HttpFailure(400, 'usage', 'The name of an object is made of letters, digits, dots, hyphens and slashes.')
}
