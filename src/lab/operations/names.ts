import { connect } from 'node:net'
import { addressesBy } from '../dns/lookup.ts'
import type { Names } from '../dns/names.ts'
import { HttpFailure } from '../http.ts'
import { monotonic } from '../monotonic.ts'
import type { Asked, Operation } from './operation.ts'

/** What can be done to the zone that leads customers, by the verb of the step. */
export const namesOperations: Readonly<Record<string, Operation>> = {
  /** The zone answers, and what is prepared for that region leads to something. */
  async 'check-records'(asked) {
    const { names, address } = preparedFor(asked)
    const leads = await addressesBy(names.zone, names.name).catch((error: Error) => {
      throw new HttpFailure(503, 'unreachable', `The zone's own server does not answer: ${error.message}.`)
    })
    if (await takesConnections(address, names.resolver.port)) return { leadsTo: leads.join(', '), prepared: address }
    throw new HttpFailure(503, 'unreachable', `Nothing answers at ${address}, where ${names.name} is to lead.`)
  },
  /** The name leads there, and nobody who asks outside is told an old address any more. */
  async point(asked) {
    const { names, address } = preparedFor(asked)
    const began = monotonic()
    await asked.site.front.direct(asked.region.name)
    const limit = names.ttl + slack
    for (;;) {
      const seen = await addressesBy(names.resolver, names.name).catch((error: Error) => [error.message])
      const tookSeconds = Math.round((monotonic() - began) * 1000) / 1000
      if (seen.join() === address) return { leadsTo: address, tookSeconds, ttl: names.ttl }
      if (tookSeconds > limit)
        throw new HttpFailure(
          503,
          'unreachable',
          `${limit} s after ${names.name} was pointed to ${asked.region.name}, a resolver outside still says ` +
            `${seen.length === 0 ? 'that there is no address' : seen.join(', ')} and not ${address}, though answers may be kept ` +
            `for ${names.ttl} s only. It keeps them longer than it may: customers behind it stay where they are.`,
        )
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
  },
}

/** Seconds beyond the time for which an answer may be kept. */
const slack = 2
/** Milliseconds. */
const patience = 1000

/** @throws HttpFailure 409 where the region has no address of its own */
function preparedFor({ site, region }: Asked): { readonly names: Names; readonly address: string } {
  const { names } = site.layout
  const address = Object.entries(names?.regions ?? {}).find(([, name]) => name === region.name)?.[0]
  if (names && address !== undefined) return { names, address }
  throw new HttpFailure(409, 'refused', `No name leads to ${region.name} in this lab.`)
}

function takesConnections(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patience })
    const done = (takes: boolean) => {
      socket.destroy()
      resolve(takes)
    }
    socket
      .once('connect', () => done(true))
      .once('timeout', () => done(false))
      .once('error', () => done(false))
  })
}
