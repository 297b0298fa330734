import { createHash } from 'node:crypto'
import { Agent, request as httpRequest } from 'node:http'
import { Failure } from '#diagnostics'
import type { Address } from '../addresses.ts'
import { HttpFailure, messageOf } from '../http.ts'
import { type AccountKey, authorization } from './shared-key.ts'

/** An object as a list shows it. */
export interface BlobEntry {
  readonly name: string
  /** MD5 of the content, hexadecimal, as the storage computed it when it was written. */
  readonly md5: string
  readonly metadata: Readonly<Record<string, string>>
}

export interface Blob {
  readonly content: Buffer
  readonly metadata: Readonly<Record<string, string>>
}

/**
 * Blob storage by its REST interface, as one key opens it. Everything throws Failure `unreachable` where it does not
 * answer, and HttpFailure where it refuses.
 */
export interface Blobs {
  /** Makes a container; one that is there stays as it is. */
  makeContainer(container: string): Promise<void>
  put(container: string, name: string, blob: Blob): Promise<void>
  /** @returns undefined where there is none */
  get(container: string, name: string): Promise<Blob | undefined>
  remove(container: string, name: string): Promise<void>
  /** In order of names. @param from names from this one on, and `most` of them at most; all where left out */
  list(container: string, page?: { readonly after: string; readonly most: number }): Promise<readonly BlobEntry[]>
  /** Answers of any call, as they come. */
  ask(method: string, path: string, headers?: Readonly<Record<string, string>>, body?: Buffer): Promise<Answered>
  close(): void
}

export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What Azurite and the account speak. */
const version = '2021-10-04'
/** Names that one list call gives at most. */
const pageSize = 5000

/**
 * @param key read anew for every call, so that a new key needs no restart
 * @param patience milliseconds for a whole answer
 */
export function blobsAt(at: Address, key: () => AccountKey | Promise<AccountKey>, patience = 5000): Blobs {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const ask: Blobs['ask'] = async (method, path, headers = {}, body) => {
    const known = await key()
    const full = `/${known.account}${path}`
    const signed = {
      ...headers,
      'x-ms-date': new Date().toUTCString(),
      'x-ms-version': version,
      ...(body === undefined && method !== 'PUT' ? {} : { 'content-length': String(body?.length ?? 0) }),
    }
    return await sent(at, agent, patience, {
      method,
      path: full,
      headers: { ...signed, authorization: authorization({ method, path: full, headers: signed }, known) },
      ...(body === undefined ? {} : { body }),
    })
  }
  const fine = async (answer: Promise<Answered>, ...expected: readonly number[]): Promise<Answered> => {
    const given = await answer
    if (given.status < 300 || expected.includes(given.status)) return given
    throw refusal(given)
  }
  const blobs: Blobs = {
    ask,
    close: () => agent.destroy(),
    async makeContainer(container) {
      await fine(ask('PUT', `/${container}?restype=container`), 409)
    },
    async put(container, name, { content, metadata }) {
      await fine(ask('PUT', pathOf(container, name), { ...blockBlob, ...asHeaders(metadata) }, content))
    },
    async get(container, name) {
      const { status, headers, body } = await fine(ask('GET', pathOf(container, name)), 404)
      return status === 404 ? undefined : { content: body, metadata: metadataIn(headers) }
    },
    async remove(container, name) {
      await fine(ask('DELETE', pathOf(container, name)))
    },
    async list(container, page) {
      const found: BlobEntry[] = []
      let marker = page?.after ?? ''
      for (;;) {
        const most = Math.min(pageSize, page?.most ?? pageSize)
        const path = `/${container}?restype=container&comp=list&include=metadata&maxresults=${most}`
        const at = marker === '' ? path : `${path}&marker=${encodeURIComponent(marker)}`
        const xml = (await fine(ask('GET', at))).body.toString('utf8')
        found.push(...entriesIn(xml))
        marker = textIn(xml, 'NextMarker') ?? ''
        if (marker === '' || page !== undefined) return found
      }
    },
  }
  return blobs
}

const blockBlob = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/octet-stream' }

/** MD5 as the lists give it, hexadecimal. */
export function md5Of(content: Buffer): string {
  return createHash('md5').update(content).digest('hex')
}

export function pathOf(container: string, name: string): string {
  return `/${container}/${name.split('/').map(encodeURIComponent).join('/')}`
}

export function asHeaders(metadata: Blob['metadata']): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]))
}

export function metadataIn(headers: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name.startsWith('x-ms-meta-') && value !== undefined ? [[name.slice('x-ms-meta-'.length), value]] : [],
    ),
  )
}

/** Sends one request and takes the whole answer. @throws Failure `unreachable` */
export function sent(
  at: Address,
  agent: Agent,
  patience: number,
  asked: {
    readonly method: string
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body?: Buffer
  },
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { method, path, headers, body } = asked
    const fail = (cause: unknown) =>
      reject(
        new Failure('unreachable', `The storage at ${at.host}:${at.port} does not answer: ${messageOf(cause)}.`, {
          cause,
        }),
      )
    const sending = httpRequest({ ...at, method, path, headers, agent }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', fail)
      response.on('close', () => {
        clearTimeout(timer)
        if (!response.complete) return fail(new Error('the answer broke off'))
        const told = Object.entries(response.headers).map(([name, value]) => [name, String(value)])
        resolve({
          status: response.statusCode ?? 500,
          headers: Object.fromEntries(told) as Record<string, string>,
          body: Buffer.concat(chunks),
        })
      })
    })
    const timer = setTimeout(() => sending.destroy(new Error(`no answer within ${patience} ms`)), patience)
    sending.on('error', (error) => {
      clearTimeout(timer)
      fail(error)
    })
    sending.end(body)
  })
}

function refusal({ status, headers, body }: Answered): HttpFailure {
  const said = textIn(body.toString('utf8'), 'Message')?.split('\n')[0] ?? headers['x-ms-error-code'] ?? ''
  return new HttpFailure(status, status >= 500 ? 'unreachable' : 'refused', `The storage says ${status}: ${said}`)
}

function entriesIn(xml: string): readonly BlobEntry[] {
  return [...xml.matchAll(/<Blob>(.*?)<\/Blob>/gs)].map(([, text = '']) => {
    const metadata = textIn(text, 'Metadata') ?? ''
    return {
      name: plain(textIn(text, 'Name') ?? ''),
      md5: Buffer.from(textIn(text, 'Content-MD5') ?? '', 'base64').toString('hex'),
      metadata: Object.fromEntries(
        [...metadata.matchAll(/<([\w-]+)>(.*?)<\/\1>/gs)].map(([, name = '', value = '']) => [name, plain(value)]),
      ),
    }
  })
}

function textIn(xml: string, element: string): string | undefined {
  return new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(xml)?.[1]
}

function plain(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
