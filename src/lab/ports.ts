import { type AddressInfo, createServer } from 'node:net'
import { listen } from './http.ts'

/** A port that was free a moment ago. */
export async function freePort(host: string): Promise<number> {
  const probe = createServer()
  await listen(probe, 0, host)
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
