import { expect, test } from 'vitest'
import { intentsOf, openProgress } from '#execution'
import { type Happening, stepState } from '#journal'
import { type Runbook, type Step, stepIn } from '#runbook'
import { seconds } from '#units'
import { did, fresh, placed } from '../src/execution/testing/books.ts'
import { type Chance, seeded } from '../src/execution/testing/chance.ts'
import { anyRunbook } from '../src/execution/testing/random.ts'
import {
  drawnNormal,
  exp,
  type Lasts,
  type Law,
  log,
  type Node,
  normalQuantile,
  openChances,
  openKernel,
  type Pool,
} from '../src/simulation/testing/kernel.ts'
import { openQueue } from './simulation/queue.ts'

/**
 * The kernel and the driver agree: `decide`, under a virtual clock on which everything lasts as long as the kernel has
 * drawn, begins and settles every step at the very instant that the kernel gives.
 */

const [seed, count] = [5, 1500]

/** A runbook, and how the kernel is told of it. The node of a step has its place. */
interface Case {
  readonly book: Runbook
  readonly nodes: readonly Node[]
  readonly pools: readonly Pool[]
}

/** The pool of what is limited at once, then two teams. */
const [limited, team] = [0, 1]

function anyCase(chance: Chance): Case {
  const book = anyRunbook(chance, 16)
  const place = new Map(book.steps.map(({ id }, at) => [id, at]))
  const { atOnce } = book.limits ?? {}
  const isIn = (step: Step): boolean => stepIn(step, book.mode)
  const answers: Lasts = (u) => 90 * u
  const teamOf = (): Pool => ({
    capacity: 1 + chance.below(2),
    order: 'arrival',
    ...(chance.is(0.5) ? { answers } : {}),
  })
  const poolOf = (step: Step): { pool?: number } => {
    if (step.work.kind === 'action') return atOnce === undefined ? {} : { pool: limited }
    return isTaken(book, step) || chance.is(0.3) ? {} : { pool: team + chance.below(2) }
  }
  const nodes = book.steps.map((step): Node => {
    // What the run's mode leaves out is waited for by nobody.
    if (!isIn(step)) return { needs: [], lasts: { kind: 'fixed', seconds: 0 }, ended: 0 }
    const target = place.get(step.insteadOf ?? '')
    const acts = step.work.kind === 'action'
    return {
      needs: step.needs.map((need) => place.get(need) as number),
      lasts: isTaken(book, step) ? { kind: 'fixed', seconds: 0 } : anyLength(chance),
      essential: step.essential,
      ...poolOf(step),
      ...(target === undefined ? {} : { insteadOf: target }),
      // A rehearsal that nobody watches ends with the first failure; the kernel knows nothing of that.
      ...(acts ? { attempts: step.attempts, backoff: chance.of([1, 25]), failing: failingOf(book, chance) } : {}),
    }
  })
  // The driver takes its waits from the runbook.
  const steps = book.steps.map((step, at) => ({
    ...step,
    work: unshown(step.work),
    backoff: seconds(nodes[at]?.backoff ?? 0),
  }))
  return { book: { ...book, steps }, nodes, pools: [{ capacity: atOnce ?? 1, order: 'place' }, teamOf(), teamOf()] }
}

/** What a decision accepts is looked up before it is asked for, which takes a time that no node stands for. */
function unshown(work: Step['work']): Step['work'] {
  if (work.kind !== 'decision') return work
  const { accepts: _, ...rest } = work
  return rest
}

function failingOf(book: Runbook, chance: Chance): number {
  return book.decision === 'automatic' ? 0 : chance.of([0, 0.3, 0.8, 1])
}

function anyLength(chance: Chance): Law | Lasts {
  const p50 = 1 + 60 * chance.next()
  return chance.of<Law | Lasts>([
    { kind: 'lognormal', p50, p95: 3 * p50 },
    { kind: 'uniform', from: p50, to: 2 * p50 },
    (u, start) => u * (p50 + start / 10),
  ])
}

/** Whether the runbook takes the decision by itself. */
function isTaken(book: Runbook, { work }: Step): boolean {
  return work.kind === 'decision' && book.decision === 'automatic'
}

/** How long something lasts, worked out as the kernel says that it does. */
function lengthOf(law: Law | Lasts, u: number, start: number): number {
  if (typeof law === 'function') return law(u, start)
  if (law.kind === 'fixed') return law.seconds
  if (law.kind === 'uniform') return law.from + (law.to - law.from) * u
  return law.p50 * exp((log(law.p95 / law.p50) / normalQuantile(0.95)) * drawnNormal((u * 2 ** 32) | 0))
}

interface Driven {
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly tries: readonly number[]
  readonly reached: ReadonlySet<string>
}

/** Drives a runbook by `decide` under a virtual clock. @param drawOf a uniform number by place, then by pool */
function driven(
  { book, nodes, pools }: Case,
  drawOf: (place: number) => number,
  failsAt: (place: number) => number,
): Driven {
  const progress = openProgress(book, fresh)
  const queue = openQueue()
  const reached = new Set<string>()
  const place = new Map(book.steps.map(({ id }, at) => [id, at]))
  const [starts, ends] = [book.steps.map(() => Infinity), book.steps.map(() => Infinity)]
  const tries = book.steps.map(() => 0)
  const lengths = book.steps.map(() => 0)
  /** What happens at this instant. */
  const now: Happening[] = []
  const teams = pools.map(({ capacity }) => ({
    free: capacity,
    waiting: [] as { readonly at: number; readonly came: number }[],
    isCalled: false,
    isHere: false,
  }))

  const begin = (at: number): number => {
    const { lasts } = nodes[at] as Node
    if (tries[at] === 0) {
      starts[at] = queue.now
      lengths[at] = lengthOf(lasts, drawOf(at), queue.now)
    }
    tries[at] = (tries[at] as number) + 1
    return lengths[at] as number
  }
  const act = (at: number, attempt: number): void => {
    const { id, attempts, insteadOf } = book.steps[at] as Step
    if (insteadOf !== undefined) reached.add('fallback begun')
    if (book.limits !== undefined) reached.add('limited at once')
    const { failing = 0 } = nodes[at] as Node
    const fails = failsAt(at) < Array.from({ length: attempt }).reduce<number>((share) => share * failing, 1)
    queue.after(begin(at), () => {
      now.push(fails ? did.fail(id, attempt, { retryable: true, harmless: true }) : did.succeed(id, attempt))
      if (!fails) return
      reached.add(attempt < attempts ? 'attempt failed' : 'failed for good')
    })
  }
  const work = (at: number, done: () => void): void => {
    const step = book.steps[at] as Step
    queue.after(begin(at), () => {
      now.push(step.work.kind === 'manual' ? did.hand(step.id) : did.decide(step.id))
      done()
    })
  }
  const ask = (at: number): void => {
    reached.add((book.steps[at] as Step).work.kind)
    const pool = nodes[at]?.pool
    const own = teams[pool ?? -1]
    if (!own || pool === undefined) return work(at, () => undefined)
    own.waiting.push({ at, came: queue.now })
    own.waiting.sort((one, other) => one.came - other.came || one.at - other.at)
    if (own.isCalled) return
    own.isCalled = true
    const { answers } = pools[pool] as Pool
    const answer = (): void => void (own.isHere = true)
    if (answers === undefined) return answer()
    reached.add('team called')
    queue.after(answers(drawOf(nodes.length + pool), queue.now), answer)
  }
  /** Whoever is there does one thing at a time, in the order in which they were asked for. */
  const hand = (): void => {
    for (const own of teams) {
      while (own.isHere && own.free > 0) {
        const next = own.waiting.shift()
        if (!next) break
        own.free -= 1
        work(next.at, () => void (own.free += 1))
      }
      if (own.isHere && own.waiting.length > 0) reached.add('team is busy')
    }
  }
  const carryOut = (event: Happening): void => {
    progress.take(placed(progress.state, event, queue.now))
    if (event.type === 'stepStarted') act(place.get(event.data.step) as number, event.data.attempt)
    else if (event.type === 'asked') ask(place.get(event.data.step) as number)
    else if (event.type === 'decided' && event.data.method === 'automatic') {
      begin(place.get(event.data.step) as number)
      reached.add('decided by itself')
    }
  }
  const waits = new Set<string>()
  const wait = (timer: string, id: string, lasts: number): void => {
    if (waits.has(timer)) return
    waits.add(timer)
    const { attempts } = stepState(progress.state, id)
    const { backoff = 0 } = nodes[place.get(id) as number] as Node
    const base = Math.min(backoff * 2 ** (attempts - 1), 30)
    // The driver adds up to a half of jitter; the kernel takes the wait as it is.
    expect(lasts).toBeGreaterThanOrEqual(base)
    expect(lasts).toBeLessThanOrEqual(base * 1.5)
    queue.after(base, () => now.push(did.fire(timer)))
  }
  /** Everything that follows from what has happened at this instant. */
  const follow = (): void => {
    for (const event of now.splice(0)) carryOut(event)
    hand()
    for (let isNew = true; isNew; ) {
      const commands = progress.commands()
      const events = intentsOf(commands) as readonly Happening[]
      for (const event of events) carryOut(event)
      for (const command of commands)
        if (command.do === 'wait' && command.timer.startsWith('retry:'))
          wait(command.timer, command.timer.split(':')[1] as string, command.for)
      isNew = events.length > 0
      hand()
    }
    for (const [at, { id }] of book.steps.entries())
      if (ends[at] === Infinity && progress.isSettled(id)) ends[at] = queue.now
  }
  follow()
  while (queue.next(Infinity)) follow()
  return { starts, ends, tries, reached }
}

test(`decide begins and settles every step when the kernel does, in ${count} random runbooks`, () => {
  const reached = new Map<string, number>()
  let begun = 0
  for (let run = 0; run < count; run++) {
    const chance = seeded(run)
    const all = anyCase(chance)
    const kernel = openKernel(all.nodes, all.pools)
    kernel.time(seed, run)
    const chances = openChances()
    chances.begin(seed, run)
    const found = driven(all, kernel.draw, chances.ofNode)
    for (const what of found.reached) reached.set(what, (reached.get(what) ?? 0) + 1)
    for (const [place, step] of all.book.steps.entries()) {
      const told = `${step.id} of runbook ${run}`
      // What the mode leaves out was over before the run began.
      if (!stepIn(step, all.book.mode)) continue
      expect(kernel.starts[place], `${told} begins`).toBe(found.starts[place])
      expect(kernel.ends[place], `${told} is settled`).toBe(found.ends[place])
      expect(kernel.tries[place], `attempts of ${told}`).toBe(found.tries[place])
      if (kernel.starts[place] !== Infinity) begun += 1
    }
  }
  expect(begun).toBeGreaterThan(count * 4)
  for (const what of [
    'attempt failed',
    'decided by itself',
    'decision',
    'failed for good',
    'fallback begun',
    'limited at once',
    'manual',
    'team called',
    'team is busy',
  ])
    expect(reached.get(what) ?? 0, what).toBeGreaterThan(20)
})
