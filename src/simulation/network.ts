import type { Estimate, Estimates } from '#evidence'
import type { Runbook, Step } from '#runbook'
import type { Calls } from './calls.ts'
import { type Directory, isKnown, withDeputies, workerFor } from './contacts.ts'
import type { Course, Standing } from './course.ts'
import { untilOpen } from './hours.ts'
import type { Lasts, Law, Node, Pool } from './kernel/index.ts'
import { begunBefore, decidingOf, estimateOf, isTakenAtOnce, lawOf, stillOpen, underWay } from './spans.ts'
import { isWatch } from './switching.ts'

/** A wait before a further attempt is this much longer than the step says, for the driver adds up to a half by chance. */
const jitter = 1.25

/** What the nodes of a course are made with. */
export interface Making {
  readonly estimates: Estimates
  readonly standing: Standing
  readonly directory: Directory
  readonly calls: Calls
  /** When the criteria hold in the run that is timed, seconds since the fault; where detection follows from clocks. */
  readonly noticed?: () => number
  /** When the fault comes in the run that is timed, in seconds since midnight UTC. */
  fault(): number
  /** Begins a run of its own and gives a number in (0, 1). */
  sample(number: number): number
}

/** A course as the kernel takes it. */
export interface Network {
  /** In the order of the course's steps. */
  readonly nodes: readonly Node[]
  readonly pools: readonly Pool[]
  /** The places of the contacts whose answers may matter, each once. */
  readonly called: readonly number[]
  /** By place: what is drawn for the step itself; undefined where nothing is. */
  readonly spreads: ReadonlyArray<Pick<Estimate, 'p50' | 'p95'> | undefined>
  /** The places of decisions that come about by people's answers, and not by an estimate of all of it. */
  readonly answered: readonly number[]
  /** The places of steps that nobody is there to do. */
  readonly nobodys: readonly number[]
}

interface Span {
  readonly lasts: Law | Lasts
  readonly spread?: Pick<Estimate, 'p50' | 'p95'>
  readonly called?: readonly number[]
  readonly isNobodys?: true
}

/** A course as nodes: its steps, people as pools that do one thing at a time, and the actions that may run at once. */
export function networkOf(runbook: Runbook, course: Course, making: Making): Network {
  const { directory, standing } = making
  const places = new Map(course.steps.map((step, place) => [step.id, place]))
  const urgent = urgentIn(runbook, course)
  const crews = crewsOf(
    course.steps.filter(({ id }) => urgent.has(id)),
    directory,
  )
  const pools = [...crews.keys()].map((worker) => poolOf(worker, crews.get(worker) ?? [], making))
  const { atOnce } = runbook.limits ?? {}
  const limit = atOnce === undefined ? undefined : pools.push({ capacity: atOnce, order: 'place' }) - 1
  const workers = [...crews.keys()]
  const spans = course.steps.map((step) => spanOf(step, runbook, making))
  const poolFor = (step: Step): number | undefined => {
    if (step.work.kind === 'action') return limit
    if (step.work.kind !== 'manual' || !urgent.has(step.id)) return undefined
    const worker = workerFor(directory.contacts, directory.placeOf(step.owner))
    return worker === undefined ? undefined : workers.indexOf(worker)
  }
  return {
    nodes: course.steps.map((step, place) => {
      const target = places.get(course.fallbacks.get(step.id) ?? '')
      const pool = poolFor(step)
      return {
        needs: placesOf(step.needs, places).filter((need) => need < place),
        lasts: (spans[place] as Span).lasts,
        essential: step.essential,
        ...(pool === undefined ? {} : { pool }),
        ...(target === undefined ? {} : { insteadOf: target }),
        ...attemptsOf(step, making.estimates[step.id]),
        ...standingOf(step, standing),
      }
    }),
    pools,
    called: [
      ...new Set([
        ...spans.flatMap(({ called = [] }) => called),
        ...workers.flatMap((worker, place) =>
          pools[place]?.answers ? withDeputies(directory.contacts, [worker]) : [],
        ),
      ]),
    ],
    spreads: spans.map(({ spread }) => spread),
    answered: spans.flatMap(({ called }, place) => (called ? [place] : [])),
    nobodys: spans.flatMap(({ isNobodys }, place) => (isNobodys ? [place] : [])),
  }
}

function spanOf(step: Step, runbook: Runbook, { estimates, standing, directory, calls, ...run }: Making): Span {
  if (isTakenAtOnce(step, runbook)) return { lasts: { kind: 'fixed', seconds: 0 } }
  const estimate = estimateOf(step, estimates)
  const { noticed } = run
  if (noticed && isWatch(step, runbook)) return { lasts: (_, start) => Math.max(0, noticed() - start) }
  const { contacts, placeOf } = directory
  const since = begunBefore(step, standing)
  if (step.work.kind === 'decision') {
    const deciding = decidingOf(step, step.work, estimate, directory, calls)
    if (deciding) {
      const { lasts, takes: spread, called } = deciding
      if (since === undefined) return { lasts, spread, called }
      return { lasts: stillOpen(lasts, since, standing.now, run.sample), spread, called }
    }
  }
  if (since !== undefined) return { lasts: underWay(estimate, since, standing.now), spread: estimate }
  const isNobodys = step.work.kind === 'manual' && workerFor(contacts, placeOf(step.owner)) === undefined
  if (isNobodys) return { lasts: () => Number.POSITIVE_INFINITY, isNobodys }
  return { lasts: lawOf(estimate), spread: estimate }
}

/** What a flow waits for. Nobody lets that wait for the rest, so the rest keeps nobody from it. */
function urgentIn({ flows }: Runbook, { steps, fallbacks, inStead }: Course): ReadonlySet<string> {
  const found = new Set(inStead(flows.flatMap(({ restoredBy }) => restoredBy)))
  for (const step of steps.toReversed()) {
    if (!found.has(step.id) && !found.has(fallbacks.get(step.id) ?? '')) continue
    found.add(step.id)
    for (const need of step.needs) found.add(need)
  }
  return found
}

/** The steps by hand, by who does them. */
function crewsOf(steps: readonly Step[], { contacts, placeOf }: Directory): ReadonlyMap<number, readonly Step[]> {
  const found = new Map<number, Step[]>()
  for (const step of steps) {
    const worker = step.work.kind === 'manual' ? workerFor(contacts, placeOf(step.owner)) : undefined
    if (worker === undefined) continue
    const known = found.get(worker)
    if (known) known.push(step)
    else found.set(worker, [step])
  }
  return found
}

/** People who do one thing at a time each, in the order in which it comes up. */
function poolOf(worker: number, steps: readonly Step[], { directory, calls, estimates, fault }: Making): Pool {
  const { contacts, placeOf } = directory
  const contact = contacts[worker] as (typeof contacts)[number]
  const pool: Pool = { capacity: contact.count, order: 'arrival' }
  // What was measured counts from when it could begin, so their answers are in it.
  const isMeasured = steps.every(({ id }) => estimates[id]?.basis === 'measured')
  const absent = steps.map(({ owner }) => contacts[placeOf(owner)] as typeof contact).filter((owner) => owner.absent)
  const isAsked = withDeputies(contacts, [worker]).some((place) => isKnown(contacts[place] as typeof contact))
  if (absent.length === 0 && (isMeasured || !isAsked)) return pool
  /** Nobody knows that the owner is away until it has not answered. */
  const late = (called: number): number =>
    Math.max(
      0,
      ...absent.map(({ hours, within = 0 }) => (hours && untilOpen(hours, fault() + called) > 0 ? 0 : within)),
    )
  return { ...pool, answers: (_, called) => calls.answered(worker, called + late(called)) - called }
}

function attemptsOf({ attempts, backoff }: Step, estimate: Estimate | undefined): Partial<Node> {
  const chance = estimate?.failing?.chance ?? 0
  return chance > 0 ? { attempts, backoff: backoff * jitter, failing: chance } : {}
}

/** Where the step of a run under way stands. What was before the fault is at it. */
function standingOf({ id }: Step, { now, begun, ended }: Standing): Partial<Node> {
  const [since, until] = [begun.get(id), ended.get(id)]
  if (until !== undefined) return { ended: Math.max(0, until) }
  if (since !== undefined) return { begun: Math.max(0, since) }
  return now > 0 ? { notBefore: now } : {}
}

function placesOf(ids: readonly string[], places: ReadonlyMap<string, number>): readonly number[] {
  return ids.flatMap((id) => places.get(id) ?? [])
}
