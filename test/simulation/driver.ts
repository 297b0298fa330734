import { Failure } from '#diagnostics'
import { type Command, intentsOf, openProgress, type Progress } from '#execution'
import { type Happening, type JournalRecord, type NewEvent, nothingYet, replay, undoPrefix } from '#journal'
import { type Step, stepIn } from '#runbook'
import { answered, stepNamed } from '../../src/execution/testing/inside.ts'
import type { Driver, Fate, Host, Simulation } from './simulation.ts'

const freshFor = 5

/** @throws Failure `busy` where somebody else holds the run */
export function startDriver(sim: Simulation, name: string, host: Host, force: boolean, ended: () => void): Driver {
  const { book, chance, queue, store, world } = sim
  let isAlive = true
  let standsUntil = 0
  const driver: Driver = {
    name,
    host,
    get isAlive() {
      return isAlive
    },
    get standsUntil() {
      return standsUntil
    },
    standStill(seconds) {
      standsUntil = Math.max(standsUntil, queue.now + seconds)
    },
    die: () => end('died'),
    told: () => later(0.2, inbox),
  }
  const later = (delay: number, what: () => void): void =>
    queue.after(delay, () => {
      if (!isAlive) return
      if (queue.now < standsUntil) later(standsUntil - queue.now, what)
      else what()
    })
  const end = (how: string): void => {
    if (!isAlive) return
    isAlive = false
    sim.trace(`${name} ${how}`)
    ended()
  }
  const mono = (): number => queue.now + host.zero

  const epoch = store.take(driver, force)
  let held = queue.now
  const progress: Progress = openProgress(book, store.records.length > 0 ? replay(store.records) : nothingYet('run-1'))
  const started = store.records.length
  let stored = started
  sim.trace(`${name} on ${host.name} took lease ${epoch} at ${stored}`)

  let waiting: { make: () => readonly Happening[]; at: number; done: () => void }[] = []
  let writing = false
  const underWay = new Set<string>()
  const stops = new Map<string, () => void>()

  const record = (make: () => readonly Happening[], done: () => void = () => undefined): void => {
    waiting.push({ make, at: mono(), done })
    if (writing) return
    writing = true
    later(0, commit)
  }
  const stamped = (happenings: readonly Happening[], at: number): readonly NewEvent[] =>
    happenings.map((happening) => ({
      ...happening,
      actor: { name: 'muster', authn: 'muster' },
      ts: '2026-11-24T10:00:00.000Z',
      tsMono: Number(at.toFixed(6)),
    }))
  const withIntents = (batch: typeof waiting): readonly NewEvent[] => {
    const all: NewEvent[] = []
    const add = (events: readonly NewEvent[]): void => {
      for (const event of events) progress.take({ ...event, runId: 'run-1', epoch, seq: progress.state.seq + 1 })
      all.push(...events)
    }
    for (const { make, at } of batch) add(stamped(make(), at))
    for (;;) {
      const next = intentsOf(progress.commands())
      if (next.length === 0) return all
      add(stamped(next, mono()))
    }
  }
  const commit = (): void => {
    if (sim.dies('before write')) return end('died before a write')
    const batch = waiting
    waiting = []
    const events = withIntents(batch)
    const asked = queue.now
    later(events.length === 0 ? 0 : 0.01 + chance.next() * 0.05, () => {
      if (events.length > 0) {
        if (sim.dies('torn write')) return end('died within a write, which is lost')
        const fate: Fate = sim.faulty() && chance.is(0.01) ? chance.of(['lost', 'stored unseen']) : 'stored'
        if (fate !== 'stored') sim.reached(`append ${fate}`)
        try {
          stored += store.append(stored, epoch, events, fate).length
          held = asked
        } catch (error) {
          if (!(error instanceof Failure)) throw error
          if (error.kind === 'busy') sim.reached('refused stale append')
          return end(`could not write: ${error.message}`)
        }
        if (sim.dies('after write')) return end('died after a write')
      }
      for (const entry of batch) entry.done()
      if (sim.dies('after done')) return end('died after what was written was done')
      carryOut()
      writing = waiting.length > 0
      if (writing) commit()
    })
  }

  let carried = started
  const carryOut = (): void => {
    for (; carried < stored; carried++) {
      const one = store.records[carried] as JournalRecord
      if (one.type === 'stepStarted') attempt(stepOf(one.data.step), one.data.attempt, one.data.key)
      else if (one.type === 'runFinished') return end('ended')
    }
    for (const command of progress.commands())
      switch (command.do) {
        case 'probe':
          launch(`probe:${command.step}`, (over) => looked(command, over))
          break
        case 'show':
          launch(`show:${command.step}`, (over) => shown(command.step, over))
          break
        case 'wait':
          launch(command.timer, (over) => waited(command, over))
          break
        case 'stop':
          stops.get(command.step)?.()
          break
        default:
      }
  }
  const launch = (what: string, work: (over: () => void) => void): void => {
    if (underWay.has(what)) return
    underWay.add(what)
    work(() => {
      underWay.delete(what)
      later(0, carryOut)
    })
  }

  const attempt = (step: Step, number: number, key: string): void => {
    let isOver = false
    const result = (happening: Happening): void => {
      if (isOver) return
      isOver = true
      record(() => [happening])
    }
    const failed = (message: string, given: { retryable?: boolean; harmless?: true } = {}): void =>
      result({ type: 'stepFailed', data: { step: step.id, attempt: number, retryable: false, message, ...given } })
    stops.set(step.id, () => later(0.1, () => failed('It was told to stop.', { harmless: true })))
    const checks = chance.is(0.3) ? chance.next() * 20 : 0.001
    later(checks, () => {
      if (isOver) return
      if (sim.faulty() && chance.is(0.05))
        return failed('A check before it did not hold.', { retryable: true, harmless: true })
      if (!assured()) return
      const { cancelling, mode = book.mode } = progress.state
      if (!step.id.startsWith(undoPrefix) && (cancelling || !stepIn(step, mode))) {
        sim.reached('broken off between intent and act')
        return failed('It was broken off before it began.', { harmless: true })
      }
      if (sim.dies('before call')) return end('died before a call')
      // A process may be stopped between its last look and the act, and act when it wakes.
      if (!sim.faulty() || !chance.is(0.02)) return act()
      driver.standStill(chance.next() * 60)
      sim.rival()
      later(0, act)
    })
    const act = (): void => {
      const isStale = epoch !== store.epoch
      sim.trace(`${name} acts ${step.id} ${number}`)
      const answer = world.act(step, { key, attempt: number, epoch, at: queue.now, isStale })
      if (answer === 'refused') {
        sim.reached('act of a stale holder refused by its target')
        return later(0.1, () => failed('The target has seen a newer lease.', { harmless: true }))
      }
      if (sim.dies('after call')) return end('died after a call')
      const luck = sim.faulty() ? chance.next() : 1
      // Whether there is a disaster may stay open for long.
      later(0.05 + chance.next() * (step.phase === 'detect' ? 900 : 30), () => {
        if (luck < 0.06) return failed('The answer was lost.', { retryable: true })
        if (luck < 0.09) return failed('It says that it failed.', {})
        result({ type: 'stepSucceeded', data: { step: step.id, attempt: number, output: null } })
      })
    }
  }
  const assured = (): boolean => {
    if (queue.now - held <= freshFor) return true
    try {
      store.renew(epoch)
      held = queue.now
      return true
    } catch {
      sim.reached('lost lease noticed before an act')
      end('noticed that the run was taken over')
      return false
    }
  }

  const looked = (command: Extract<Command, { do: 'probe' }>, over: () => void): void => {
    later(0.05 + chance.next(), () => {
      const answer = sim.faulty() && chance.is(0.1) ? 'unknown' : world.look(command.step, epoch)
      const wanted = (): boolean => progress.commands().some((one) => one.do === 'probe' && one.step === command.step)
      const { step, attempt: number } = command
      record(() => (wanted() ? [{ type: 'stepProbed', data: { step, attempt: number, answer } }] : []), over)
    })
  }
  const shown = (step: string, over: () => void): void =>
    later(0.5, () => {
      const stores = [
        chance.is(0.5) ? { component: 'orders-db', seconds: 2 } : { component: 'orders-db', unknown: 'no answer' },
      ]
      const wanted = (): boolean => progress.commands().some((one) => one.do === 'show' && one.step === step)
      record(() => (wanted() ? [{ type: 'lossShown', data: { step, stores } }] : []), over)
    })
  const waited = (first: Extract<Command, { do: 'wait' }>, over: () => void): void => {
    const seen = mono()
    const wanted = () =>
      progress.commands().find((one) => one.do === 'wait' && one.timer === first.timer) as typeof first | undefined
    const wait = (now: typeof first | undefined): void => {
      if (!now) return over()
      const left = now.for - (mono() - Math.min(now.since ?? seen, mono()))
      if (left > 1e-9) return later(left, () => wait(wanted()))
      record(() => (wanted() ? [{ type: 'timerFired', data: { timer: first.timer } }] : []), over)
    }
    wait(first)
  }

  let reading = false
  const inbox = (): void => {
    const [signal] = store.signals()
    if (reading || !signal) return
    reading = true
    const settled = (): void => {
      store.settle(signal.id)
      reading = false
      inbox()
    }
    // A driver may have died between the event and the settling.
    if (store.records.some(({ data }) => 'signal' in data && data.signal === signal.id)) {
      sim.reached('signal answered once though its driver died')
      return settled()
    }
    record(() => answered(book, progress.state, signal), settled)
  }
  const stepOf = (id: string): Step => {
    const step = stepNamed(book, id)
    if (!step) throw new RangeError(`No step ${id}.`)
    return step
  }

  const first: readonly Happening[] =
    started === 0
      ? [
          {
            type: 'runStarted',
            data: {
              runbookDigest: 'sha256:0',
              runbook: null,
              subject: 'lab',
              target: 'lab',
              kind: 'drill',
              by: 'lead',
              clock: host.name,
              usual: Object.fromEntries(book.steps.map(({ id }) => [id, 15])),
            },
          },
        ]
      : [{ type: 'leaseTaken', data: { holder: name, epoch, clock: host.name } }]
  if (progress.state.outcome === undefined) {
    record(() => first)
    later(0.2, inbox)
  } else later(0, () => end('found the run at its end'))
  return driver
}
