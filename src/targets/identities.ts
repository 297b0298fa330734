import { answered, differences, type Lag, lagOf, lookAt, ruleOf, type ServerRole, trafficSeen } from '#actions'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import { type Endpoint, type Identity, systemClock, type World } from '#execution'
import type { Runbook } from '#runbook'
import { type Reached, reachedBy, usesTraffic } from './reach.ts'

/** How something that a runbook reaches stands at this moment. */
export interface Seen {
  /** A component; `traffic` for what directs traffic, as it sees each region. */
  readonly component: string
  readonly region: string
  /** `ok`: it answers and is the one that is meant; `failing`: it does not, or is not; `unknown`: it could not be asked. */
  readonly state: 'ok' | 'failing' | 'unknown'
  /** There where anything answers, be it an error or somebody else; of what directs traffic nobody asks. */
  readonly answered?: true
  /** Of PostgreSQL. */
  readonly role?: ServerRole
  readonly identity?: Identity
  /** Of a standby: how far it is behind the runbook's other region. */
  readonly lag?: Lag
  /** What was seen, in a clause. */
  readonly detail: string
}

/** Milliseconds after which a look is given up. */
const patience = 10_000

/**
 * Looks at everything that a runbook's actions reach, all at once, and changes nothing.
 * @returns in the order of the runbook, what directs traffic last; never rejects but for a bug
 */
export async function identities(world: World, runbook: Runbook): Promise<readonly Seen[]> {
  const signal = AbortSignal.timeout(patience)
  const looks = reachedBy(runbook).map(
    async (reached): Promise<readonly Seen[]> => [await seenAt(world, runbook, reached, signal)],
  )
  if (usesTraffic(runbook)) looks.push(trafficIn(world, runbook, signal))
  return (await Promise.all(looks)).flat()
}

async function seenAt(world: World, runbook: Runbook, reached: Reached, signal: AbortSignal): Promise<Seen> {
  let endpoint: Endpoint
  try {
    endpoint = world.endpoint(reached.component, reached.region)
  } catch (error) {
    return unseen(reached, error)
  }
  try {
    return isPostgres(endpoint.url)
      ? await postgresAt(world, runbook, reached, endpoint, signal)
      : await serviceAt(world, reached, endpoint, signal)
  } catch (error) {
    return { ...unseen(reached, error), ...(isWord(error) ? { answered: true } : {}) }
  }
}

async function postgresAt(
  world: World,
  runbook: Runbook,
  reached: Reached,
  endpoint: Endpoint,
  signal: AbortSignal,
): Promise<Seen> {
  const { component, region } = reached
  const { role, identity } = await lookAt(world, component, region, signal)
  const wrong = differences(endpoint.identity, identity)
  if (wrong.length > 0)
    return { ...reached, state: 'failing', answered: true, role, identity, detail: `${wrong.join('; ')}` }
  const { from, to } = runbook
  const source = region === to ? from : to
  const lag =
    role === 'standby' && [from, to].includes(region)
      ? await lagOf(world, component, source, region, systemClock, signal)
      : undefined
  const detail = role === 'standby' ? 'answers as a standby' : `answers as a ${role}`
  return { ...reached, state: 'ok', answered: true, role, identity, ...(lag ? { lag } : {}), detail }
}

async function serviceAt(world: World, reached: Reached, { url }: Endpoint, signal: AbortSignal): Promise<Seen> {
  const { status } = await answered({ method: 'GET', url, signal, refuses: ruleOf(world) })
  return { ...reached, state: status < 500 ? 'ok' : 'failing', answered: true, detail: `answers with ${status}` }
}

async function trafficIn(world: World, runbook: Runbook, signal: AbortSignal): Promise<readonly Seen[]> {
  const both = [...new Set([runbook.from, runbook.to])].map((region) => ({ component: 'traffic', region }))
  try {
    const { routed, regions } = await trafficSeen(world, signal)
    return both.map((reached): Seen => {
      const one = regions[reached.region]
      if (!one) return { ...reached, state: 'failing', detail: 'is not known to what directs traffic' }
      const detail = [
        routed === undefined ? 'traffic is held' : routed === reached.region ? 'traffic goes here' : 'no traffic',
        ...(one.fenced ? ['fenced'] : []),
        one.answers === undefined
          ? 'not probed yet'
          : one.answers
            ? 'its probe is answered'
            : 'its probe is not answered',
      ].join(', ')
      return { ...reached, state: one.answers === undefined ? 'unknown' : one.answers ? 'ok' : 'failing', detail }
    })
  } catch (error) {
    return both.map((reached) => unseen(reached, error))
  }
}

/** Whether it was a server of PostgreSQL that said so: that it takes nobody in yet, or not this user. */
function isWord(error: unknown): boolean {
  const { cause } = error as { readonly cause?: { readonly code?: unknown } }
  // The codes of its errors have five characters, and none begins like those of the system, such as EPIPE.
  return typeof cause?.code === 'string' && /^(?!E)[0-9A-Z]{5}$/.test(cause.code)
}

/** What does not answer is failing; what refuses, or is not there to be asked, is unknown. */
function unseen(reached: Reached, error: unknown): Seen {
  if (error instanceof RetryableFailure) return { ...reached, state: 'failing', detail: error.message }
  if (error instanceof TerminalFailure) return { ...reached, state: 'unknown', detail: error.message }
  throw error
}

/** Whether an address leads to PostgreSQL. */
export function isPostgres(url: string): boolean {
  return /^postgres(ql)?:/.test(url)
}
