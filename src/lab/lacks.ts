import { join } from 'node:path'
import { leadingZone, type Runbook } from '#runbook'
import { type Duration, formatDuration, seconds } from '#units'
import { archiveTimeout } from './archive/archive.ts'
import { type Parts, versionOf } from './profile.ts'
import { besidesOf, linkDelay, regionsOf, specOf, storesOf, usualTtl } from './spec.ts'

/** Components that the regions' web services stand for: web services, and those that a probe or an action names. */
export function servedByWeb(runbook: Runbook): ReadonlySet<string> {
  const acted = runbook.steps.flatMap(({ work, component }) =>
    work.kind === 'action' && /^(http|service|component)\./.test(work.use) && component !== undefined
      ? [component]
      : [],
  )
  const serving = (runbook.system ?? []).filter(({ type }) => type === 'web-service').map(({ id }) => id)
  const probed = runbook.probes.map(({ component }) => component)
  const stores = new Set([...storesOf(runbook), ...besidesOf(runbook)])
  return new Set([...serving, ...probed, ...acted].filter((name) => !stores.has(name)))
}

/** Each of two servers takes the other's rows, and none that it has sent itself, since this version. */
const everywhere = 16

/**
 * Why a lab that is made of those programs cannot be built for the runbook at all, and what to do; undefined where it can.
 * @throws Failure `unreachable` where one of them cannot be run
 */
export function refusedBy(runbook: Runbook, { postgres }: Parts): string | undefined {
  if (postgres === undefined || specOf(runbook).data !== 'everywhere') return undefined
  const version = versionOf(join(postgres, 'postgres'), '--version')
  if (Number.parseInt(version, 10) >= everywhere) return undefined
  return (
    `A store that takes writes in both regions needs PostgreSQL ${everywhere} or newer, and ${postgres} has ${version}. ` +
    'Leave MUSTER_LAB_PROFILE out, so that the one from npm is used, or install a newer one.'
  )
}

const routers = ['traffic-manager', 'front-door']

/**
 * What of the runbook the lab does not have, or has otherwise, in sentences.
 * @param floor for how long the lab's resolver keeps each answer at least, where it was told to
 */
export function lackedBy(runbook: Runbook, floor?: Duration): readonly string[] {
  const built = new Set([
    ...servedByWeb(runbook),
    ...storesOf(runbook),
    ...besidesOf(runbook),
    // What traffic is directed through is the lab's traffic manager.
    ...(runbook.system ?? []).filter(({ type }) => routers.includes(type)).map(({ id }) => id),
    ...[leadingZone(runbook)?.id ?? []].flat(),
    ...runbook.steps.flatMap(({ work, component }) =>
      work.kind === 'action' && work.use.startsWith('traffic.') && component !== undefined ? [component] : [],
    ),
  ])
  const used = new Set(runbook.flows.flatMap(({ components }) => components))
  const lacking = [...used].filter((name) => !built.has(name)).sort()
  const absent =
    lacking.length > 0 ? [`The lab has no ${lacking.join(', no ')}: flows that need them were measured without.`] : []
  const there = regionsOf(runbook)
  const others = Object.keys(runbook.regions).filter((region) => !there.includes(region))
  const regions = others.map((region) => `The lab has two regions; ${region} is not among them.`)
  return [
    ...absent,
    ...regions,
    ...keeps(runbook, floor),
    ...runbook.stores.flatMap((store) => differs(store, runbook)),
  ]
}

/** How answers of DNS are kept otherwise than the plan says. */
function keeps(runbook: Runbook, floor: Duration | undefined): readonly string[] {
  const { dns } = specOf(runbook)
  if (!dns) return []
  const { component, ttl } = dns
  const { ttl: said } = runbook
  return [
    ...(said === undefined
      ? [
          `The plan does not say how long answers of ${component} are kept; in the lab it is ${formatDuration(seconds(usualTtl))}.`,
        ]
      : said === ttl
        ? []
        : [
            `DNS counts in whole seconds: in the lab answers of ${component} are kept for ${formatDuration(seconds(ttl))}.`,
          ]),
    ...(floor !== undefined && floor > ttl
      ? [`The lab's resolver was told to keep every answer for ${formatDuration(floor)} at least, whatever it says.`]
      : []),
  ]
}

function differs(store: Runbook['stores'][number], runbook: Runbook): readonly string[] {
  const { component, replication, lag } = store
  const { sync, data, objects } = specOf(runbook)
  if (objects?.components.includes(component))
    return lag && lag.p50 !== lag.p99
      ? [
          `In the lab what is put into ${component} is copied ${formatDuration(seconds(objects.lag))} later, every time; ` +
            `the plan says ${formatDuration(lag.p50)} as a rule and ${formatDuration(lag.p99)} at worst.`,
        ]
      : []
  const said: string[] = []
  // What is restored is not taken from a copy, here as little as there.
  if (replication === 'none' && store.restored !== true && (data === 'streamed' || data === 'everywhere'))
    said.push(`The plan does not replicate ${component}; the lab does, so its loss here is that of a replicated store.`)
  if (replication === 'async' && sync)
    said.push(`In the lab all stores share one server, so ${component} is replicated synchronously like the others.`)
  if (replication === 'async' && !sync && lag && data !== 'shipped')
    said.push(
      `In the lab ${component} lags by about ${linkDelay}ms, the delay of its link; ` +
        `the plan says ${formatDuration(lag.p50)} as a rule and ${formatDuration(lag.p99)} at worst.`,
    )
  if (replication === 'async' && lag && data === 'shipped')
    said.push(
      `In the lab what ${component} writes is shipped after ${formatDuration(seconds(archiveTimeout))} at most; ` +
        `the plan says ${formatDuration(lag.p50)} as a rule and ${formatDuration(lag.p99)} at worst.`,
    )
  if (!runbook.flows.some(({ data, stores: [first] }) => data === 'writes' && first === component))
    said.push(`In the lab no flow writes to ${component} first, so no write to it is counted.`)
  return said
}
