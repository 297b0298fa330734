import { registry } from '#actions'
import type { Facts } from '#conditions'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Clock, World } from '#execution'
import type { StoreLoss } from '#journal'
import { type Check, type Runbook, type Step, stepsIn } from '#runbook'
import { identities, lossNow, type Seen } from '#targets'
import { toMilliseconds } from '#units'

/** What a check that comes before a step says now. */
export interface CheckSeen {
  readonly step: string
  readonly title: string
  /** `unknown`: it could not be asked. */
  readonly state: 'ok' | 'failing' | 'unknown'
  /** What was seen, or why it does not hold. */
  readonly detail: string
}

/** The world as it stands at this moment, as far as a runbook asks. */
export interface Looks {
  readonly seen: readonly Seen[]
  readonly checks: readonly CheckSeen[]
  readonly facts: Facts
  readonly losses: readonly StoreLoss[]
}

/** Asks everything that a runbook reads before it acts, all at once, and changes nothing. Never rejects but for a bug. */
export async function looksAt(world: World, runbook: Runbook, clock: Clock): Promise<Looks> {
  const [seen, facts, losses, checks] = await Promise.all([
    identities(world, runbook),
    world.facts().catch((): Facts => ({})),
    lossNow(world, runbook),
    Promise.all(
      stepsIn(runbook).flatMap((step) =>
        (step.before ?? []).map((check) => checked(world, runbook, step, check, clock)),
      ),
    ),
  ])
  return { seen, checks, facts, losses }
}

async function checked(world: World, runbook: Runbook, step: Step, check: Check, clock: Clock): Promise<CheckSeen> {
  const said = { step: step.id, title: check.title }
  const action = registry.get(check.use)
  // Only what changes nothing may be run to see whether it would hold.
  if (action?.effect !== 'none') return { ...said, state: 'unknown', detail: `Muster has no check "${check.use}"` }
  const wrong = action.accepts(check.with)
  if (wrong !== undefined) return { ...said, state: 'failing', detail: wrong }
  try {
    const output = await action.run(check.with, {
      run: 'dry-run',
      runbook,
      step: step.id,
      key: 'dry-run',
      epoch: 0,
      world,
      clock,
      signal: AbortSignal.timeout(Math.min(toMilliseconds(step.timeout), patience)),
      say: () => {},
    })
    return { ...said, state: 'ok', detail: JSON.stringify(output) }
  } catch (error) {
    if (error instanceof RetryableFailure) return { ...said, state: 'unknown', detail: error.message }
    if (error instanceof TerminalFailure) return { ...said, state: 'failing', detail: error.message }
    throw error
  }
}

/** Milliseconds after which a check is given up. */
const patience = 10_000

/** Looks that do not say what they should; of a region that is given up as lost, and of what is restored, nothing is expected. */
export function failingIn(runbook: Runbook, { seen, checks }: Looks): readonly string[] {
  const stores = new Set(runbook.stores.map(({ component }) => component))
  const moves = runbook.from !== runbook.to
  const given = new Set(runbook.mode === 'forced' ? [...(moves ? [runbook.from] : []), ...runbook.scenario.loses] : [])
  const anew = new Set(runbook.stores.flatMap(({ component, restored }) => (restored === true ? [component] : [])))
  return [
    ...seen
      .filter(({ component, state, region }) => state !== 'ok' && !given.has(region) && !anew.has(component))
      .map(({ component, region, detail }) => `${component} in ${region}: ${detail}`),
    ...seen
      .filter(
        ({ component, region, role }) =>
          moves && stores.has(component) && !anew.has(component) && region === runbook.to && role === 'primary',
      )
      .map(({ component, region }) => `${component} in ${region}: it is the primary already; it was moved before`),
    ...checks.filter(({ state }) => state !== 'ok').map(({ step, title, detail }) => `${step}: ${title}: ${detail}`),
  ]
}

/**
 * What is otherwise than it was, in sentences: who answers, in which role, as whom, and what the checks said. How far
 * a copy is behind changes all the time and is no such thing.
 */
export function changedSince(before: Looks, now: Looks): readonly string[] {
  const place = ({ component, region }: Seen): string => `${component} in ${region}`
  const is = ({ state, role, identity }: Seen): string =>
    [
      state === 'ok' ? 'answers' : state === 'failing' ? 'does not answer as it should' : 'could not be asked',
      ...(role === undefined ? [] : [`as ${role}`]),
      ...Object.entries(identity ?? {})
        .map(([name, value]) => `${name} ${value}`)
        .sort(),
    ].join(', ')
  const known = new Map(now.seen.map((one) => [place(one), one]))
  const checks = new Map(now.checks.map((one) => [`${one.step}: ${one.title}`, one]))
  return [
    ...before.seen.flatMap((one) => {
      const other = known.get(place(one))
      const [was, isNow] = [is(one), other ? is(other) : 'was not looked at']
      return was === isNow
        ? []
        : [`${place(one)}: it was "${was}" and is "${isNow}" now (${other?.detail ?? 'unknown'}).`]
    }),
    ...before.checks.flatMap((one) => {
      const other = checks.get(`${one.step}: ${one.title}`)
      return one.state !== 'ok' || other?.state === 'ok'
        ? []
        : [`${one.step}: "${one.title}" held and does not hold now: ${other?.detail ?? 'it was not asked'}.`]
    }),
  ]
}
