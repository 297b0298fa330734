import type { Command, Signal, SignalKind } from '#execution'
import { stepState, undoPrefix } from '#journal'
import { boundTo, stepNamed } from '../../src/execution/testing/inside.ts'
import type { Simulation } from './simulation.ts'

type Ask = Extract<Command, { do: 'ask' }>

/**
 * The people of a run. While faults happen they answer late, twice, against each other, in roles that they do not have,
 * and do what nobody asked for; afterwards they answer what they are asked, and what they say they have seen is so.
 * @param tell wakes whoever drives the run
 */
export function openPeople(sim: Simulation, tell: () => void): { look(): void; cancel(): void } {
  const { book, chance, queue, store, world } = sim
  let count = 0
  const roles = book.people.map(({ role }) => role)

  const send = (kind: SignalKind, by: string, step: string | undefined, data: Signal['data'] = {}): void => {
    const signal: Signal = {
      id: `${String(++count).padStart(6, '0')}-signal`,
      run: 'run-1',
      kind,
      by,
      comment: 'seen',
      data,
      at: '2026-11-24T10:00:00.000Z',
      ...(step === undefined ? {} : { step }),
    }
    sim.trace(`${by} sends ${kind} ${step ?? ''}`)
    store.send(signal)
    tell()
    // Whatever is clicked how often is one answer.
    if (chance.is(0.1)) store.send(signal)
  }
  const someone = (): string => (sim.faulty() && chance.is(0.05) ? 'stranger' : chance.of(roles))

  const decide = (step: string): void => {
    const { state } = store.progress
    const isSane = !sim.faulty()
    const bound =
      isSane || chance.is(0.8) ? { bound: chance.is(0.05) && !isSane ? 'another' : boundTo(book, state, step) } : {}
    const kind = isSane || chance.is(0.93) ? 'approve' : 'reject'
    send(kind, someone(), step, bound)
    if (!isSane && chance.is(0.2)) send(chance.of(['approve', 'reject']), someone(), step, bound)
  }
  /** Whether the effect of what is in doubt stands in the world; whoever is asked goes and looks. */
  const resolve = (step: string): void => {
    const isBack = step.startsWith(undoPrefix)
    const stands = world.stands(isBack ? step.slice(undoPrefix.length) : step)
    send('resolve', chance.of(roles), step, { answer: stands === isBack ? 'notDone' : 'done' })
  }
  const fix = (step: string): void => {
    const { work } = stepNamed(book, step) ?? {}
    const kind = chance.of<SignalKind>(['retry', 'skip', 'skip', ...(work?.kind === 'manual' ? ['done' as const] : [])])
    send(kind, chance.of(roles), step)
  }
  const answer = ({ for: what, step }: Ask): void => {
    switch (what) {
      case 'decision':
        return decide(step)
      case 'work':
        if (sim.faulty() && chance.is(0.2)) send('claim', chance.of(roles), step)
        return send('done', stepState(store.progress.state, step).claimedBy ?? chance.of(roles), step)
      case 'doubt':
        return resolve(step)
      case 'failure':
        return fix(step)
      case 'items': {
        const [item] = [...store.progress.state.items.values()].filter(({ disposition }) => disposition === undefined)
        return send('done', chance.of(roles), item?.item)
      }
    }
  }
  const meddle = (): void => {
    const step = chance.of(book.steps).id
    const done = book.steps.filter(({ id }) => stepState(store.progress.state, id).status === 'succeeded')
    const kind = chance.next()
    if (kind < 0.1) send('pause', someone(), undefined)
    else if (kind < 0.25) send('mode', someone(), undefined, { mode: chance.of(['planned', 'forced']) })
    else if (kind < 0.5 && done.length > 0) send('undo', someone(), chance.of(done).id)
    else if (kind < 0.55) send('item', someone(), step, { owner: 'lead' })
    else if (kind < 0.6) send('note', someone(), chance.is(0.5) ? step : `undo:${step}`)
    else if (kind < 0.7) send('cancel', someone(), undefined, { undo: chance.is(0.85) })
    else if (kind < 0.75) send('handover', someone(), undefined, { to: chance.of(roles) })
    else if (kind < 0.85) send('approve', someone(), step)
    else if (kind < 0.9) send('retry', someone(), step)
    else send('skip', someone(), step)
  }
  return {
    look() {
      const { state } = store.progress
      if (state.outcome !== undefined) return
      if (state.paused && (!sim.faulty() || chance.is(0.4))) send('continue', chance.of(roles), undefined)
      const asks = store.progress.commands().filter((command) => command.do === 'ask')
      for (const ask of asks) if (!sim.faulty() || chance.is(0.7)) answer(ask)
      if (sim.faulty() && queue.now > 10 && chance.is(0.12)) meddle()
      // Whoever knows better declares before the criteria hold.
      const question = book.steps.find(({ work }) => work.kind === 'decision')
      if (sim.faulty() && question && chance.is(0.05)) decide(question.id)
    },
    cancel: () => send('cancel', 'lead', undefined, { undo: true }),
  }
}
