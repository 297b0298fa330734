import { createServer } from 'node:net'
import type { Address } from '../addresses.ts'
import { createBackends } from '../backends.ts'
import { HttpFailure, listen, serve } from '../http.ts'

export interface GatewaySettings {
  /** Opens it to the lab. */
  readonly token: string
  readonly region: string
  /** Where customers of the region connect. */
  readonly at: Address
  readonly instances: readonly Address[]
  /** Seconds within which an instance must take a connection. */
  readonly timeout: number
}

export interface GatewayReady {
  readonly url: string
}

/** The entrance of one region: leads whoever connects to one of its instances, and asks nobody whether he should have come. */
export async function gateway({ token, region, at, instances, timeout }: GatewaySettings): Promise<GatewayReady> {
  const backends = createBackends(timeout * 1000)
  backends.set(region, instances)
  const own = [region]
  await listen(
    createServer({ noDelay: true }, (client) => backends.lead(client, () => own)),
    at.port,
    at.host,
  )
  const { url } = await serve(at.host, 0, [token], ({ method, path, body }) => {
    if (`${method} ${path.join('/')}` !== 'POST instances')
      throw new HttpFailure(404, 'usage', `The gateway of ${region} has no ${method} /${path.join('/')}.`)
    backends.set(region, body['instances'] as readonly Address[])
    return { instances: backends.count(region) }
  })
  return { url }
}
