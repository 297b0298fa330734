import { Agent } from 'node:http'
import type { Address } from '../addresses.ts'
import { HttpFailure } from '../http.ts'
import { sent } from '../objects/blobs.ts'
import type { CacheCounts } from './cache.ts'

/** A region's cache, for services and operations. Everything throws Failure `unreachable` where it does not answer. */
export interface CacheClient {
  /** @returns undefined where it is not there, or too old */
  get(key: string): Promise<Buffer | undefined>
  /** @param ttl seconds */
  set(key: string, value: Buffer, ttl: number): Promise<void>
  remove(key: string): Promise<void>
  empty(): Promise<void>
  counts(): Promise<CacheCounts>
  close(): void
}

/** @param patience milliseconds */
export function cacheAt(at: Address, patience = 200): CacheClient {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 })
  const ask = async (method: string, path: string, value?: Buffer, absent?: number) => {
    const headers = value ? { 'content-length': String(value.length) } : {}
    const answer = await sent(at, agent, patience, { method, path, headers, ...(value ? { body: value } : {}) })
    if (answer.status === 200 || answer.status === absent) return answer
    throw new HttpFailure(answer.status, 'refused', `The cache at ${at.host}:${at.port} says ${answer.status}.`)
  }
  const pathOf = (key: string) => `/entries/${encodeURIComponent(key)}`
  return {
    async get(key) {
      const { status, body } = await ask('GET', pathOf(key), undefined, 404)
      return status === 200 ? body : undefined
    },
    async set(key, value, ttl) {
      await ask('PUT', `${pathOf(key)}?ttl=${ttl}`, value)
    },
    async remove(key) {
      await ask('DELETE', pathOf(key), undefined, 404)
    },
    async empty() {
      await ask('POST', '/empty')
    },
    counts: async () => JSON.parse((await ask('GET', '/counts')).body.toString('utf8')) as CacheCounts,
    close: () => agent.destroy(),
  }
}
