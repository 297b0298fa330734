import { median } from '#units'
import { HttpFailure, messageOf } from '../http.ts'
import { monotonic } from '../monotonic.ts'
import { documents } from '../objects/documents.ts'
import type { Asked, Operation } from '../operations/operation.ts'
import type { Region } from '../region.ts'
import type { WarmedRead } from '../web.ts'
import type { RegionCache } from './region-cache.ts'

/** Documents that are asked for at once while a cache is filled, and seconds that this may take before a pause. */
const part = { size: 10, slow: 1 }
const patience = 10_000

function cacheOf({ region }: Asked): RegionCache {
  if (region.cache) return region.cache
  throw new HttpFailure(404, 'usage', `The lab has no cache in ${region.name}.`)
}

/** What can be done to a cache, by the verb of the step. */
export const cacheOperations: Readonly<Record<string, Operation>> = {
  async provision(asked) {
    await cacheOf(asked).start()
    return { runs: true }
  },
  /** It has room for everything in either region. */
  scale: async (asked) => ({ runs: cacheOf(asked).runs(), size: 'the same in both regions' }),
  /** It is empty, and the region's services use it. */
  async repoint(asked) {
    const cache = cacheOf(asked)
    await emptied(cache)
    await asked.region.services.become({ cache: cache.address })
    return { runs: true, entries: 0 }
  },
  'warm-up': async (asked) => warmed(asked.region, cacheOf(asked)),
  async verify(asked) {
    const value = Buffer.from(`verify-${process.hrtime.bigint()}`)
    await cacheOf(asked).ask(async (cache) => {
      await cache.set('verify', value, 60)
      const read = await cache.get('verify')
      await cache.remove('verify')
      if (read?.equals(value) !== true || (await cache.get('verify')))
        throw new HttpFailure(409, 'refused', `The cache in ${asked.region.name} does not give back what was set.`)
    })
    return { set: true, read: true, removed: true }
  },
  async 'stand-by'(asked) {
    await emptied(cacheOf(asked))
    return { runs: true, entries: 0 }
  },
  async 're-protect'(asked) {
    await emptied(cacheOf(asked))
    return { runs: true, entries: 0 }
  },
}

/** Nothing of before is in it; one that does not run is started, and begins so. */
async function emptied(cache: RegionCache): Promise<void> {
  await cache.start()
  await cache.ask((one) => one.empty())
}

/**
 * What is asked for most is asked for first, a part at a time, by an instance of the region's own service. The first part
 * is asked for again at the end, so that the cold cache can be held beside the warm one.
 */
async function warmed(region: Region, cache: RegionCache): ReturnType<Operation> {
  const [instance] = region.services.addresses()
  if (!instance) throw new HttpFailure(409, 'unreachable', `No instance of the web service runs in ${region.name}.`)
  const url = `http://${instance.host}:${instance.port}/warm`
  const numbers = documents.map((_, index) => index + 1)
  const began = monotonic()
  const reads: WarmedRead[] = []
  let pauses = 0
  for (let from = 0; from < numbers.length; from += part.size) {
    const since = monotonic()
    reads.push(...(await asked(url, numbers.slice(from, from + part.size), region.name)))
    if (monotonic() - since < part.slow) continue
    // The source of truth is near its limit: it is given as long as it took.
    pauses++
    await new Promise((resolve) => setTimeout(resolve, (monotonic() - since) * 1000))
  }
  const again = await asked(url, numbers.slice(0, part.size), region.name)
  const { entries } = await cache.ask((one) => one.counts())
  if (entries === 0) throw new HttpFailure(409, 'refused', `The cache in ${region.name} is as empty as before.`)
  return {
    entries,
    coldMilliseconds: medianOf(reads.filter(({ hit }) => !hit)),
    warmMilliseconds: medianOf(again.filter(({ hit }) => hit)),
    pauses,
    tookSeconds: rounded(monotonic() - began),
  }
}

/** In milliseconds; 0 of none. */
function medianOf(reads: readonly WarmedRead[]): number {
  return rounded((median(reads.map(({ latency }) => latency)) ?? 0) * 1000)
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000

async function asked(url: string, numbers: readonly number[], region: string): Promise<readonly WarmedRead[]> {
  const body = JSON.stringify({ documents: numbers })
  const signal = AbortSignal.timeout(patience)
  const answer = await fetch(url, { method: 'POST', body, signal }).catch((cause) => {
    throw new HttpFailure(503, 'unreachable', `The web service in ${region} does not answer: ${messageOf(cause)}.`)
  })
  const text = await answer.text()
  if (answer.status === 200) return (JSON.parse(text) as { reads: readonly WarmedRead[] }).reads
  throw new HttpFailure(503, 'unreachable', `The web service in ${region} cannot fill its cache: ${text}`)
}
