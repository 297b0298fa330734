import { Agent, type ClientRequest, type IncomingMessage, request as httpRequest } from 'node:http'
import { Failure, type FailureKind } from '#diagnostics'
import type { Address } from '../addresses.ts'
import { HttpFailure, messageOf } from '../http.ts'
import type { VaultDigest, VaultObject } from './vault.ts'

/** A vault as one of its tokens opens it. Everything throws Failure `unreachable` where it does not answer. */
export interface VaultClient {
  put(name: string, content: Buffer | AsyncIterable<Buffer>): Promise<VaultDigest>
  /** The content, as it comes. */
  get(name: string): Promise<AsyncIterable<Buffer>>
  list(under: string): Promise<readonly VaultObject[]>
  /** Reads the whole object on its side. */
  digest(name: string): Promise<VaultDigest>
  remove(name: string): Promise<void>
  /** From now on nobody deletes anything. */
  hold(): Promise<void>
  /** From now on the owner has that token, and the one of before opens nothing. */
  renewOwner(owner: string): Promise<void>
}

/** Milliseconds without a byte after which a vault counts as not reachable: a line that is cut says nothing. */
const silence = 10_000

export function vaultAt(at: Address, token: string): VaultClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 4, keepAliveMsecs: 1000 })
  const ask = (method: string, path: string, content?: Buffer | AsyncIterable<Buffer>): Promise<IncomingMessage> =>
    new Promise((resolve, reject) => {
      const length = Buffer.isBuffer(content) ? { 'content-length': content.length } : {}
      const headers = { authorization: `Bearer ${token}`, ...length }
      const sending = httpRequest({ ...at, method, path, headers, agent, timeout: silence }, resolve)
      sending.on('timeout', () => sending.destroy(new Error(`nothing for ${silence / 1000} s`)))
      sending.on('error', (cause) =>
        reject(
          new Failure('unreachable', `The vault at ${at.host}:${at.port} does not answer: ${messageOf(cause)}.`, {
            cause,
          }),
        ),
      )
      if (content === undefined || Buffer.isBuffer(content)) sending.end(content)
      else
        void sent(content, sending).catch((cause) => {
          sending.destroy()
          reject(cause)
        })
    })
  const json = async <T>(method: string, path: string, content?: Buffer | AsyncIterable<Buffer>): Promise<T> => {
    const response = await ask(method, path, content)
    const text = await textOf(response)
    const status = response.statusCode ?? 500
    if (status < 400) return JSON.parse(text) as T
    const said = JSON.parse(text) as { error?: string; kind?: FailureKind }
    throw new HttpFailure(status, said.kind ?? 'unreachable', said.error ?? text)
  }
  return {
    put: (name, content) => json('PUT', `/objects/${name}`, content),
    async get(name) {
      const response = await ask('GET', `/objects/${name}`)
      if (response.statusCode === 200) return response
      const { error } = JSON.parse(await textOf(response)) as { error?: string }
      throw new HttpFailure(response.statusCode ?? 500, 'unreachable', `${name}: ${error}`)
    },
    list: async (under) =>
      (await json<{ objects: readonly VaultObject[] }>('GET', `/objects?under=${encodeURIComponent(under)}`)).objects,
    digest: (name) => json('GET', `/digest/${name}`),
    remove: async (name) => void (await json('DELETE', `/objects/${name}`)),
    hold: async () => void (await json('POST', '/hold')),
    renewOwner: async (owner) => void (await json('POST', '/owner', Buffer.from(JSON.stringify({ owner })))),
  }
}

/** Writes no faster than the other side takes it; whoever made the request learns of its end. */
async function sent(content: AsyncIterable<Buffer>, sending: ClientRequest): Promise<void> {
  for await (const chunk of content) {
    if (sending.destroyed) return
    if (!sending.write(chunk))
      await new Promise<void>((resolve) => {
        const go = () => resolve(void sending.off('drain', go).off('close', go))
        sending.on('drain', go).on('close', go)
      })
  }
  sending.end()
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of response as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** The whole content of what comes in parts. */
export async function whole(source: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of source) chunks.push(chunk)
  return Buffer.concat(chunks)
}
