import type { ServiceSeen } from '#evidence'
import type { Region } from '../region.ts'
import type { Site } from '../site.ts'
import { ask, insist } from './ask.ts'

/** Seconds. An instance's word on its health may be 50 ms old. */
const patience = { answer: 1, agree: 1.5 }

/** Asks each instance of a region whether it answers, whether it is ready, and tries whether it takes a write. */
export async function serviceSeen({ spec }: Site, { services }: Region): Promise<ServiceSeen> {
  const instances = await Promise.all(
    services.addresses().map((address) =>
      insist(
        async () => {
          const [alive, health, verify] = await Promise.all([
            ask(address, 'GET', '/alive', patience.answer),
            ask(address, 'GET', '/health', patience.answer),
            ask(address, 'POST', '/verify', patience.answer),
          ])
          return { answers: alive.status === 200, ready: health.status === 200, able: verify.status === 200 }
        },
        // A write that was turned away once, or a word that was true a moment ago, tells nothing yet.
        ({ answers, ready, able }) => answers && ready === able,
        patience.agree,
      ),
    ),
  )
  const release = await services.releaseDigest()
  return {
    instances,
    ordinary: services.ordinary,
    full: spec.instances.full,
    wanted: services.wanted,
    ...(release === undefined ? {} : { release }),
  }
}
