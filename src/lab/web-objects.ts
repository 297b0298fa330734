import { readFile } from 'node:fs/promises'
import type { Address } from './addresses.ts'
import { HttpFailure, messageOf } from './http.ts'
import { trials } from './objects/accounts.ts'
import { asHeaders, type BlobEntry, blobsAt, md5Of, pathOf } from './objects/blobs.ts'
import { documents, nameOf, receiptOf } from './objects/documents.ts'
import { committedHeader } from './objects/front.ts'
import type { AccountKey } from './objects/shared-key.ts'
import type { Store } from './web-store.ts'

/** How object storage is reached. */
export interface ObjectAccess {
  readonly region: string
  readonly account: Address
  /** Under which name the objects lie. */
  readonly container: string
  /** A file with the account's key, read again once the account refuses the one that is known. */
  readonly credentials: string
}

/** One object storage as a web service uses it. */
export interface ObjectStore extends Pick<Store, 'name' | 'verify' | 'ails' | 'unsound' | 'close'> {
  /** @returns when the storage had it, in seconds on the monotonic clock */
  put(order: { readonly key: string; readonly client: string; readonly amount: number }): Promise<number>
  /** A document, by its number. */
  read(document: number): Promise<Buffer>
}

/** Milliseconds: shorter than a client's patience, so that the service answers before the client gives up. */
const patience = 900
/** Objects that one look takes: of those that it put last, and of all in turn. */
const looked = { newest: 5, inTurn: 100 }

export function openObjects(name: string, { region, account, container, credentials }: ObjectAccess): ObjectStore {
  let known: AccountKey | undefined
  const key = async () => {
    known ??= JSON.parse(await readFile(credentials, 'utf8')) as AccountKey
    return known
  }
  const blobs = blobsAt(account, key, patience)
  let newest: readonly string[] = []
  let after = ''
  const ask = async (method: string, path: string, headers: Record<string, string> = {}, body?: Buffer) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await blobs.ask(method, path, headers, body)
      if (answer.status < 300) return answer
      const code = answer.headers['x-ms-error-code'] ?? ''
      // A key that is refused may have been changed.
      if (attempt === 1 && code === 'AuthenticationFailed') known = undefined
      else throw new HttpFailure(answer.status, 'refused', `${name} says ${answer.status} ${code}`)
    }
  }
  const put = async (where: string, object: string, content: Buffer, metadata: Record<string, string>) => {
    const headers = { 'x-ms-blob-type': 'BlockBlob', 'content-type': 'application/json', ...asHeaders(metadata) }
    return await ask('PUT', pathOf(where, object), headers, content)
  }
  const looking = async () => {
    const page = { after, most: looked.inTurn }
    return await blobs.list(container, page).catch((error) => {
      if (!(error instanceof HttpFailure) || error.status !== 403) throw error
      known = undefined
      return blobs.list(container, page)
    })
  }
  return {
    name,
    async put(order) {
      const content = receiptOf(order)
      const metadata = { sum: md5Of(content), amount: String(order.amount) }
      const { headers } = await put(container, order.key, content, metadata)
      newest = [...newest, order.key].slice(-looked.newest)
      return Number(headers[committedHeader])
    },
    read: async (document) => (await ask('GET', pathOf(container, nameOf(document)))).body,
    async verify() {
      const object = `verify-${region}-${process.hrtime.bigint()}`
      const content = Buffer.from(object)
      await put(trials, object, content, { sum: md5Of(content) })
      const { body } = await ask('GET', pathOf(trials, object))
      await ask('DELETE', pathOf(trials, object))
      if (!body.equals(content)) throw new Error('it did not give back what was written')
    },
    async ails() {
      try {
        const { body } = await ask('GET', '/?restype=service&comp=role')
        const { role } = JSON.parse(body.toString('utf8')) as { role?: string }
        return role === 'primary' ? undefined : `${name} is ${role}`
      } catch (error) {
        return `${name} does not answer: ${messageOf(error)}`
      }
    },
    async unsound() {
      try {
        const page = await looking()
        after = page.length < looked.inTurn ? '' : (page.at(-1)?.name ?? '')
        const wrong = page.filter(({ md5, metadata }) => md5 !== metadata['sum'])
        if (wrong.length > 0) return whatIs(name, wrong)
        const [first = ''] = documents
        for (const object of [first, ...newest]) {
          const { status } = await blobs.ask('HEAD', pathOf(container, object))
          if (status === 404) return `${object}, which was put into ${name}, is not there any more`
        }
        return undefined
      } catch (error) {
        return `${name} cannot be looked at: ${messageOf(error)}`
      }
    },
    close: () => blobs.close(),
  }
}

function whatIs(name: string, wrong: readonly BlobEntry[]): string {
  return `${wrong.length} objects of ${name} are not what was written, ${wrong[0]?.name} among them`
}
