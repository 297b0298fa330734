import { createHmac, timingSafeEqual } from 'node:crypto'

/** A storage account's name and one of its keys, base64. */
export interface AccountKey {
  readonly account: string
  readonly key: string
}

/** A request as its signature sees it. Names of headers are in small letters. */
export interface Signed {
  readonly method: string
  /** Path and query, as they are sent. */
  readonly path: string
  readonly headers: Readonly<Record<string, string | undefined>>
}

/** Headers that are signed by their place, in that order; of `date` nothing is, for `x-ms-date` stands for it. */
const placed = [
  'content-encoding',
  'content-language',
  'content-length',
  'content-md5',
  'content-type',
  'date',
  'if-modified-since',
  'if-match',
  'if-none-match',
  'if-unmodified-since',
  'range',
]

/**
 * The `Authorization` of a request by Shared Key, version 2015-02-21 and later.
 * Source: "Authorize with Shared Key", Azure Storage REST API.
 */
export function authorization({ method, path, headers }: Signed, { account, key }: AccountKey): string {
  const url = new URL(path, 'http://account')
  const byPlace = placed.map((name) => {
    const value = name === 'date' && headers['x-ms-date'] !== undefined ? '' : (headers[name] ?? '')
    return name === 'content-length' && value === '0' ? '' : value
  })
  const own = Object.entries(headers)
    .flatMap(([name, value]) => (name.startsWith('x-ms-') && value !== undefined ? [`${name}:${value.trim()}`] : []))
    .sort()
  const names = [...new Set(url.searchParams.keys())].sort()
  const query = names.map((name) => `${name.toLowerCase()}:${url.searchParams.getAll(name).sort().join(',')}`)
  const text = [method, ...byPlace, ...own, [`/${account}${url.pathname}`, ...query].join('\n')].join('\n')
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text, 'utf8').digest('base64')
  return `SharedKey ${account}:${signature}`
}

/** Whether a request was signed with that key. */
export function isSignedWith(request: Signed, key: AccountKey): boolean {
  const [given, wanted] = [
    Buffer.from(request.headers['authorization'] ?? ''),
    Buffer.from(authorization(request, key)),
  ]
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}
