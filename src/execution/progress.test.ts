import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, type Happening, type RunState, replay } from '#journal'
import type { Runbook } from '#runbook'
import { intentsOf } from './command.ts'
import { decide } from './decide.ts'
import type { Signal, SignalKind } from './ports.ts'
import { openProgress, type Progress } from './progress.ts'
import { answered } from './signals.ts'
import { did, fresh, placed } from './testing/books.ts'
import { type Chance, seeded } from './testing/chance.ts'
import { anyRunbook } from './testing/random.ts'

const kinds: readonly SignalKind[] = [
  'approve',
  'approve',
  'approve',
  'reject',
  'done',
  'done',
  'claim',
  'note',
  'item',
  'resolve',
  'resolve',
  'retry',
  'retry',
  'skip',
  'skip',
  'undo',
  'undo',
  'undo',
  'pause',
  'continue',
  'cancel',
  'mode',
  'mode',
  'handover',
]

function anySignal(chance: Chance, book: Runbook, id: string): Signal {
  const step = chance.of(book.steps).id
  return {
    id,
    run: 'run-1',
    kind: chance.of(kinds),
    step: chance.is(0.2) ? `undo:${step}` : step,
    by: chance.of(['lead', 'second', 'data-owner', 'dba', 'chief']),
    comment: 'so',
    at: '2026-11-24T10:00:00.000Z',
    data: {
      answer: chance.of(['done', 'notDone']),
      mode: chance.of(['planned', 'forced']),
      to: 'chief',
      undo: chance.is(0.8),
    },
  }
}

/** What may happen next in a run, whatever its driver, the world and people do. */
export function anything(chance: Chance, book: Runbook, state: RunState, turn: number): readonly Happening[] {
  const commands = decide(book, state)
  const running = [...state.steps].filter(([, { status }]) => status === 'running')
  const kind = chance.next()
  if (kind < 0.3) return intentsOf(commands)
  if (kind < 0.55 && running.length > 0) {
    const [id, { attempts }] = chance.of(running)
    if (chance.is(0.6)) return [did.succeed(id, attempts)]
    return [did.fail(id, attempts, { retryable: chance.is(0.7), ...(chance.is(0.4) ? { harmless: true } : {}) })]
  }
  if (kind < 0.75 && commands.length > 0) {
    const command = chance.of(commands)
    if (command.do === 'probe')
      return [did.probe(command.step, chance.of(['done', 'notDone', 'unknown'] as const), command.attempt)]
    if (command.do === 'wait') return [did.fire(command.timer)]
    if (command.do === 'show') return [did.show(command.step)]
  }
  if (kind < 0.8) return [did.take(state.epoch + 1, chance.of(['here', 'there']))]
  return answered(book, state, anySignal(chance, book, `signal-${turn}`))
}

function seen(book: Runbook, progress: Progress): string {
  return JSON.stringify([progress.commands(), book.steps.map(({ id }) => progress.isSettled(id))])
}

test('a run that is followed event by event does the same as one that is looked at from scratch', () => {
  const reached = new Set<string>()
  fc.assert(
    fc.property(
      fc.noShrink(fc.noBias(fc.nat())),
      fc.noBias(fc.integer({ min: 1, max: 40 })),
      fc.noBias(fc.integer({ min: 1, max: 80 })),
      (seed, longest, turns) => {
        const chance = seeded(seed)
        const book = anyRunbook(chance, longest)
        const progress = openProgress(book, fresh)
        const events = []
        for (let turn = 0; turn < turns && progress.state.outcome === undefined; turn++)
          for (const happening of anything(chance, book, progress.state, turn)) {
            const event = placed(progress.state, happening, turn)
            events.push(event)
            progress.take(event)
            reached.add(event.type)
            for (const command of progress.commands()) reached.add(command.do)
            const scratch = openProgress(book, progress.state)
            // As text, which is compared faster; where it differs, as values.
            if (seen(book, progress) !== seen(book, scratch)) {
              expect(progress.commands()).toEqual(scratch.commands())
              expect(seen(book, progress)).toBe(seen(book, scratch))
            }
          }
        expect(events.reduce(fold, fresh)).toEqual(progress.state)
        expect(replay(events).steps).toEqual(progress.state.steps)
      },
    ),
    { numRuns: 1500 },
  )
  // Whatever may be commanded or happen was.
  for (const word of ['start', 'probe', 'stop', 'doubt', 'show', 'open', 'decide', 'ask', 'wait', 'finish'])
    expect(reached).toContain(word)
  for (const word of ['undoAsked', 'cancelAsked', 'modeChanged', 'retryAsked', 'stepResolved', 'paused', 'handedOver'])
    expect(reached).toContain(word)
})
