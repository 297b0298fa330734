import { Failure } from '#diagnostics'
import { type JournalRecord, type Outcome, stepState } from '#journal'
import type { Runbook } from '#runbook'
import { seeded } from '../../src/execution/testing/chance.ts'
import { anyRunbook } from '../../src/execution/testing/random.ts'
import { openChecks } from './checks.ts'
import { startDriver } from './driver.ts'
import { openPeople } from './people.ts'
import { openQueue } from './queue.ts'
import type { Boundary, Driver, Host, Simulation } from './simulation.ts'
import { openSimulatedStore } from './store.ts'
import { openWorld } from './world.ts'

/** What is simulated: with faults to the end, or with faults that stop, after which the run must come to an end. */
export type Way = 'safety' | 'liveness'

export interface Simulated {
  readonly outcome: Outcome | undefined
  /** Which invariants do not hold and why; empty where all do. */
  readonly broken: readonly string[]
  /** Rare things that were reached. */
  readonly reached: ReadonlySet<string>
  /** Simulated seconds. */
  readonly seconds: number
  readonly effects: number
  /** The boundaries that drivers passed. */
  readonly boundaries: number
  /** Of every line of what happened; the same for the same seed. */
  readonly digest: string
  readonly lines: readonly string[]
}

const hour = 3600
const hosts: readonly Host[] = [
  { name: 'here', zero: 1000 },
  { name: 'there', zero: 900_000 },
  { name: 'elsewhere', zero: 3 },
]

/** How long faults happen, and within what time after them the run must come to its end; seconds. */
const faultsFor = 48 * hour
const within = 14 * 24 * hour

/** Options besides the seed, for runs that are enumerated rather than drawn. */
export interface Given {
  readonly book?: Runbook
  /** Drivers die at boundaries with these numbers, counted from 1; where it is left out, by chance. */
  readonly deaths?: ReadonlySet<number>
  /** When people cancel the run and want back what was done; seconds. */
  readonly cancelAt?: number
  /** Keeps every line, for whoever looks into a failing seed. */
  readonly keep?: boolean
}

/** One run from its start on, all of it by chance from the seed. */
export function simulate(seed: number, way: Way, given: Given = {}): Simulated {
  const chance = seeded(seed)
  const book = given.book ?? anyRunbook(chance, 12)
  const queue = openQueue()
  const broken: string[] = []
  const reached = new Set<string>()
  const lines: string[] = []
  let sum = 0x811c9dc5
  let boundaries = 0
  let drivers = 0
  const isScripted = given.deaths !== undefined
  const isAnswering = isScripted || way === 'safety' || chance.is(0.8)
  /** How fast people are, and how often things go wrong: seconds between looks, at most. */
  const pace = chance.of([300, 2 * hour, 8 * hour])
  const unfenced = !isScripted && chance.is(0.3)
  const live = new Set<Driver>()

  const sim: Simulation = {
    book,
    chance,
    queue,
    faulty: () => !isScripted && queue.now < faultsFor,
    dies(where: Boundary) {
      boundaries += 1
      const dies = given.deaths ? given.deaths.has(boundaries) : sim.faulty() && chance.is(0.012)
      if (dies) reached.add(`died: ${where}`)
      return dies
    },
    rival: () => queue.after(10 + chance.next() * 30, start),
    trace(line) {
      const text = `${queue.now.toFixed(3)} ${line}`
      for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193)
      if (given.keep) lines.push(text)
    },
    reached: (what) => void reached.add(what),
    broken: (invariant, why) => void broken.push(`${invariant}: ${why}`),
    store: openSimulatedStore(
      book,
      // A holder on another machine that is silent for long counts as dead.
      (driver) => driver.isAlive && driver.standsUntil - queue.now < 15,
      (record) => checks.record(record, sim.store.progress.state),
      (record, hash) => {
        // The hash of a record holds all that stands in it, and in those before.
        sim.trace(`stored ${hash}`)
        if (given.keep) lines.push(JSON.stringify([record.seq, record.type, record.data]))
        note(sim, record, reached)
      },
    ),
    world: openWorld((step) => step.effect === 'keyed' || (step.effect === 'probed' && !unfenced)),
  }
  const world = sim.world
  const checks = openChecks(sim)
  const watched: Simulation = {
    ...sim,
    world: {
      get calls() {
        return world.calls
      },
      stands: (step) => world.stands(step),
      look: (step, epoch) => world.look(step, epoch),
      act(step, call) {
        checks.act(step, call)
        return world.act(step, call)
      },
    },
  }

  const start = (force = false): void => {
    drivers += 1
    const { holder } = sim.store
    const isHeld = holder !== undefined && live.has(holder) && holder.standsUntil <= queue.now
    try {
      const driver = startDriver(watched, `driver-${drivers}`, chance.of(hosts), force, () => {
        live.delete(driver)
        if (sim.store.progress.state.outcome === undefined)
          queue.after(1 + chance.next() * (chance.is(0.2) ? pace : 120), again)
      })
      live.add(driver)
      if (isHeld && !force) sim.broken('D8', `${driver.name} took the run from ${holder.name}, which lives`)
      if (drivers > 1) reached.add(force ? 'taken over by force' : 'taken over')
    } catch (error) {
      if (!(error instanceof Failure && error.kind === 'busy')) throw error
      reached.add('second starter was told who drives')
    }
  }
  const again = (): void => {
    if (sim.store.progress.state.outcome === undefined && !live.has(sim.store.holder as Driver)) start()
  }
  const people = openPeople(watched, () => {
    for (const driver of live) driver.told()
  })
  const meddle = (): void => {
    if (!sim.faulty() || sim.store.progress.state.outcome !== undefined) return
    const [driver] = live
    const kind = chance.next()
    if (kind < 0.3) driver?.standStill(chance.next() * 90)
    else if (kind < 0.5) driver?.die()
    else if (kind < 0.8) start()
    else start(true)
    queue.after(60 + chance.next() * 4 * pace, meddle)
  }
  const looks = (): void => {
    if (sim.store.progress.state.outcome !== undefined) return
    if (isAnswering || sim.faulty()) people.look()
    queue.after(5 + chance.next() * pace, looks)
  }

  start()
  // Two start the same run in the same moment, and one of them wins.
  if (!isScripted) queue.after(chance.next() * 0.1, () => start())
  if (!isScripted) queue.after(chance.next() * 2 * pace, meddle)
  queue.after(1 + chance.next() * 60, looks)
  if (given.cancelAt !== undefined) queue.after(given.cancelAt, people.cancel)
  const until = way === 'safety' && !isScripted ? faultsFor : faultsFor + within
  while (queue.next(until));

  const { outcome } = sim.store.progress.state
  if (until > faultsFor && outcome === undefined) {
    const asks = sim.store.progress.commands().some((command) => command.do === 'ask')
    const isWaiting = !isAnswering && (asks || sim.store.progress.state.paused)
    if (isWaiting) reached.add('waits for people who have vanished')
    else
      sim.broken(
        'I8',
        `faults have stopped, people answer, and the run does not end: ${[...live].map(({ name }) => name).join()} drives, next is ${JSON.stringify(sim.store.progress.commands())}`,
      )
  }
  checks.end()
  if (outcome !== undefined) reached.add(`outcome ${outcome}`)
  return {
    outcome,
    broken,
    reached,
    seconds: queue.now,
    effects: world.calls.filter(({ hadEffect }) => hadEffect).length,
    boundaries,
    digest: `${(sum >>> 0).toString(16)}-${sim.store.records.length}-${boundaries}`,
    lines,
  }
}

/** Notes which rare things a record tells of. */
function note(sim: Simulation, record: JournalRecord, reached: Set<string>): void {
  const { state } = sim.store.progress
  switch (record.type) {
    case 'stepInDoubt':
      reached.add(`doubt: ${record.data.reason.replace(/^(The answer was lost|It says).*/, 'it failed')}`)
      return
    case 'stepStarted': {
      const step = sim.book.steps.find(({ id }) => id === record.data.step)
      if (step?.insteadOf !== undefined) reached.add('fallback used')
      if (record.data.step.startsWith('undo:'))
        reached.add(state.cancelling ? 'taken back by cancel' : 'taken back by hand')
      if ((stepState(state, record.data.step).takenBack ?? 0) > 0) reached.add('done again after it was taken back')
      return
    }
    case 'voted': {
      const step = sim.book.steps.find(({ id }) => id === record.data.step)
      if (stepState(state, record.data.step).status === 'notStarted' && step)
        reached.add('declared before the criteria held')
      return
    }
    case 'decided':
      reached.add(`decided ${record.data.decision} ${record.data.method}${record.data.comment ? ' as nobody did' : ''}`)
      return
    case 'timerFired':
      reached.add(`timer ${record.data.timer.split(':')[0]}`)
      return
    case 'stepProbed':
      reached.add(`probe ${record.data.answer}`)
      return
    case 'signalRefused':
      if (record.data.reason.includes('one person counts once')) reached.add('refused: one person twice')
      if (record.data.reason.includes('What was answered is not')) reached.add('refused: bound to something else')
      if (record.data.reason.includes('must have seen it')) reached.add('refused: loss not seen')
      if (record.data.reason.includes('no role')) reached.add('refused: stranger')
      return
    case 'stepFailed':
      if (record.data.message === 'It was told to stop.') reached.add('told to stop')
      return
    default:
      reached.add(record.type)
  }
}
