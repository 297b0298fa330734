import { request } from 'node:http'
import type { Address } from '../addresses.ts'
import { monotonic } from '../monotonic.ts'

/** What a request came to; `status` is absent where there was no answer in time. */
export interface Asked {
  readonly status?: number
  readonly seconds: number
}

/** Sends one request on a connection of its own. @param timeout seconds */
export function ask({ host, port }: Address, method: string, path: string, timeout: number): Promise<Asked> {
  const began = monotonic()
  return new Promise((resolve) => {
    const done = (status?: number) => {
      clearTimeout(timer)
      resolve({ seconds: monotonic() - began, ...(status === undefined ? {} : { status }) })
    }
    const asking = request({ host, port, method, path, agent: false }, (response) => {
      response.resume().on('end', () => done(response.statusCode))
      response.on('error', () => done())
    })
    const timer = setTimeout(() => asking.destroy(new Error('no answer in time')), timeout * 1000)
    asking.on('error', () => done())
    asking.end()
  })
}

export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000))
}

/**
 * Asks again until the answer is the one that is wanted, or the time is over.
 * @param again seconds after which it must be so still; it need not where this is left out
 * @returns the last answer
 */
export async function insist<T>(
  make: () => Promise<T>,
  wanted: (made: T) => boolean,
  within: number,
  again?: number,
): Promise<T> {
  const until = monotonic() + within
  for (let before = again === undefined; ; ) {
    const made = await make()
    const now = wanted(made)
    if ((now && before) || monotonic() > until) return made
    await pause(now && again !== undefined ? again : 0.1)
    before = again === undefined || now
  }
}
