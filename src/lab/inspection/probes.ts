import type { ProbeSeen } from '#evidence'
import type { RunbookProbe } from '#runbook'
import type { Address } from '../addresses.ts'
import { watchedBy } from '../front.ts'
import type { ProbeState } from '../probe.ts'
import type { Site } from '../site.ts'
import type { TrafficStatus } from '../router.ts'
import type { WatchState } from '../watches.ts'
import { ask, insist } from './ask.ts'

/** How a probe stands at this moment; undefined where it does not know yet. */
type Standing = () => Promise<ProbeState | WatchState | undefined>

/**
 * What the probes say, of the entry and of the runbook, beside what comes of doing what customers do: a write through the
 * region's service, or, over the line, any answer at all.
 * @param watched the region that the runbook's probes are to tell of
 */
export async function probesSeen(
  site: Site,
  status: () => Promise<TrafficStatus>,
  probes: readonly RunbookProbe[],
  watched: string,
): Promise<readonly ProbeSeen[]> {
  const { spec, addresses } = site
  const entry = spec.regions.map((region) => {
    const standing: Standing = async () => (await status()).endpoints.find((one) => one.region === region)
    const { every, timeout } = spec.probe
    const ways = [addresses.regions[region]?.web].flatMap((one) => (one ? [{ at: one, path: '/verify' }] : []))
    return agreed({ probe: `entry.${region}`, region, every, timeout, ways, standing })
  })
  // What it is to look at is found anew, so that a probe that was led elsewhere does not agree with itself.
  const own = watchedBy(probes, watched, site).flatMap(({ id, urls, every, timeout }) => {
    const of = probes.find((one) => one.id === id)
    const standing: Standing = async () => (await status()).probes.find((one) => one.id === id)
    // Rows that are wrong are not found by a write.
    const ways = urls.map((url) => ({ at: addressOf(url), path: of?.watches === 'data' ? '/sound' : truthOf(url) }))
    return [agreed({ probe: id, region: watched, every, timeout, ways, standing })]
  })
  return (await Promise.all([...entry, ...own])).flat()
}

interface Comparison {
  readonly probe: string
  readonly region: string
  readonly every: number
  readonly timeout: number
  readonly ways: ReadonlyArray<{ readonly at: Address; readonly path: string }>
  readonly standing: Standing
}

/** A probe may be behind by its interval and its patience; only what it says after that, twice, is held against it. */
async function agreed({ probe, region, every, timeout, ways, standing }: Comparison): Promise<readonly ProbeSeen[]> {
  const seen = await insist(
    async () => {
      const [state, answers] = await Promise.all([
        standing(),
        Promise.all(ways.map(({ at, path }) => ask(at, path === '/verify' ? 'POST' : 'GET', path, timeout))),
      ])
      const truth = answers.every(({ status }) => status === 200)
      return { state, truth, seconds: Math.max(0, ...answers.map(({ seconds }) => seconds)) }
    },
    ({ state, truth }) => state?.healthy === truth,
    3 * (every + timeout) + 0.5,
    // One that was not answered in time may agree with what it did not see.
    every,
  )
  const { state, truth, seconds } = seen
  const { failingSince } = state ?? {}
  return [
    {
      probe,
      region,
      // A probe that there is not tells of no trouble.
      healthy: state?.healthy ?? true,
      truth,
      seconds,
      ...(failingSince === undefined ? {} : { failingSince }),
    },
  ]
}

function addressOf(url: string): Address {
  const { hostname, port } = new URL(url)
  return { host: hostname, port: Number(port) }
}

/** Over the line it is asked whether anybody answers; of the service of customers, whether it takes a write. */
function truthOf(url: string): string {
  return url.endsWith('/health') ? '/verify' : new URL(url).pathname
}
