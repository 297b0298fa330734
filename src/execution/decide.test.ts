import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fold, type Happening, type JournalRecord, nothingYet, type RunState, stepState } from '#journal'
import type { Effect, Runbook, Step } from '#runbook'
import { seconds } from '#units'
import { backoff, type Command, decide } from './decide.ts'

function step(id: string, needs: readonly string[], given: Partial<Step> = {}): Step {
  return {
    id,
    title: id,
    objective: id,
    phase: 'recover',
    needs,
    owner: 'lead',
    work: { kind: 'action', use: 'some.action', with: {} },
    requires: [],
    effect: 'keyed',
    timeout: seconds(10),
    attempts: 3,
    backoff: seconds(0.2),
    irreversible: false,
    essential: true,
    ...given,
  }
}

function runbook(steps: readonly Step[], decision: Runbook['decision'] = 'people'): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'shop', owner: 'team', digest: 'sha256:0' },
    scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
    direction: 'failover',
    mode: 'forced',
    from: 'east',
    to: 'west',
    regions: {},
    flows: [],
    stores: [],
    probes: [],
    decision,
    people: [],
    steps,
    deviations: [],
    gaps: [],
  }
}

const start: RunState = { ...nothingYet, run: 'run-1' }

function after(state: RunState, happening: Happening): RunState {
  const place = { v: 1, seq: state.seq + 1, prev: '', runId: 'run-1', epoch: 1, ts: '', tsMono: 0 }
  return fold(state, { ...place, actor: { name: 'muster', authn: 'muster' }, ...happening } as JournalRecord)
}

function all(state: RunState, ...happenings: readonly Happening[]): RunState {
  return happenings.reduce(after, state)
}

const begun = (id: string, attempt = 1): Happening => ({ type: 'stepStarted', data: { step: id, attempt, key: 'k' } })
const done = (id: string, attempt = 1): Happening => ({
  type: 'stepSucceeded',
  data: { step: id, attempt, output: null },
})
const failed = (id: string, attempt: number, retryable: boolean): Happening => ({
  type: 'stepFailed',
  data: { step: id, attempt, retryable, message: 'no answer' },
})
const taken: Happening = { type: 'leaseTaken', data: { holder: 'h:1', epoch: 2 } }

function words(commands: readonly Command[]): readonly string[] {
  return commands.map((command) =>
    command.do === 'wait' ? command.timer : command.do === 'finish' ? command.outcome : `${command.do} ${command.step}`,
  )
}

test('steps begin as soon as all that they need is done, side by side', () => {
  const book = runbook([step('a', []), step('b', ['a']), step('c', ['a']), step('d', ['b', 'c'])])
  expect(words(decide(book, start))).toEqual(['start a'])
  expect(words(decide(book, all(start, begun('a'))))).toEqual([])
  const two = all(start, begun('a'), done('a'))
  expect(words(decide(book, two))).toEqual(['start b', 'start c'])
  expect(words(decide(book, all(two, begun('b'), done('b'))))).toEqual(['start c'])
})

test.each<[Effect, string]>([
  ['none', 'start a'],
  ['keyed', 'start a'],
  ['probed', 'probe a'],
  ['unkeyed', 'doubt a'],
])('after a lost driver a step with effect %s leads to: %s', (effect, expected) => {
  const book = runbook([step('a', [], { effect })])
  expect(words(decide(book, all(start, begun('a'), taken)))).toEqual([expected])
})

test('a probe that says done settles the step, one that says not done lets it begin again, one that cannot tell asks a person', () => {
  const book = runbook([step('a', [], { effect: 'probed' })])
  const lost = all(start, begun('a'), taken)
  const answer = (given: 'done' | 'notDone' | 'unknown') =>
    words(decide(book, after(lost, { type: 'stepProbed', data: { step: 'a', attempt: 1, answer: given } })))
  expect(answer('done')).toEqual(['succeeded'])
  expect(answer('notDone')).toEqual(['start a'])
  expect(answer('unknown')).toEqual(['doubt a'])
})

test('a failure that may pass waits for its timer, and a probed step looks before it acts again', () => {
  const keyed = runbook([step('a', [])])
  const probed = runbook([step('a', [], { effect: 'probed' })])
  const broken = all(start, begun('a'), failed('a', 1, true))
  expect(words(decide(keyed, broken))).toEqual(['retry:a:1'])
  const fired = after(broken, { type: 'timerFired', data: { timer: 'retry:a:1' } })
  expect(decide(keyed, fired)).toMatchObject([{ do: 'start', step: 'a', attempt: 2 }])
  expect(words(decide(probed, fired))).toEqual(['probe a'])
})

test('a step that nobody can look at is never tried again by itself', () => {
  const book = runbook([step('a', [], { effect: 'unkeyed' })])
  expect(words(decide(book, all(start, begun('a'), failed('a', 1, true))))).toEqual(['doubt a'])
  const doubted = all(start, begun('a'), taken, {
    type: 'stepInDoubt',
    data: { step: 'a', attempt: 1, reason: 'lost' },
  })
  expect(decide(book, doubted)).toEqual([{ do: 'ask', step: 'a', for: 'doubt' }])
  // A rehearsal without people has nobody to ask, so it ends.
  expect(words(decide(runbook(book.steps, 'automatic'), doubted))).toEqual(['failed'])
})

test('an essential failure ends the run once what is under way has ended, and an inessential one does not', () => {
  const book = runbook([step('a', []), step('b', []), step('talk', [], { essential: false })])
  const broken = all(start, begun('a'), begun('b'), failed('a', 1, false))
  expect(words(decide(book, broken))).toEqual([])
  expect(words(decide(book, after(broken, done('b'))))).toEqual(['failed'])
  const spoken = all(start, begun('talk'), failed('talk', 1, false), begun('a'), done('a'), begun('b'), done('b'))
  expect(words(decide(book, spoken))).toEqual(['succeeded'])
})

test('a rejected decision refuses the run; an automatic one is taken by the runbook', () => {
  const decision = step('go', [], {
    phase: 'decide',
    effect: 'none',
    work: { kind: 'decision', question: 'Go?', deciders: ['lead'] },
  })
  expect(decide(runbook([decision]), start)).toEqual([{ do: 'ask', step: 'go', for: 'decision' }])
  expect(decide(runbook([decision], 'automatic'), start)).toEqual([{ do: 'decide', step: 'go' }])
  const rejected = after(start, { type: 'decided', data: { step: 'go', decision: 'rejected', method: 'person' } })
  expect(words(decide(runbook([decision]), rejected))).toEqual(['refused'])
})

test('waits between attempts double, carry up to a half of jitter, and are the same on every replay', () => {
  const one = step('a', [])
  for (const attempt of [1, 2, 3, 4]) {
    const wait = backoff('run-1', one, attempt)
    expect(wait).toBeGreaterThanOrEqual(0.2 * 2 ** (attempt - 1))
    expect(wait).toBeLessThanOrEqual(0.2 * 2 ** (attempt - 1) * 1.5)
    expect(backoff('run-1', one, attempt)).toBe(wait)
  }
  expect(backoff('run-1', one, 1)).not.toBe(backoff('run-2', one, 1))
})

const effects: readonly Effect[] = ['none', 'keyed', 'probed', 'unkeyed']

/** Plays a run against a world that fails, crashes and answers by a list of chances, and keeps count from outside. */
function played(book: Runbook, chances: readonly number[]): { outcome: string; begunAfterDone: number; early: number } {
  let state = start
  let turn = 0
  let begunAfterDone = 0
  let early = 0
  const settled = new Set<string>()
  // Faults stop at some time; a run that then does not end is stuck.
  const chance = (): number => (turn++ < 200 ? (chances[turn % chances.length] ?? 0) : 0.9)
  for (let round = 0; round < 2000; round++) {
    const commands = decide(book, state)
    const finish = commands.find((command) => command.do === 'finish')
    if (finish?.do === 'finish') return { outcome: finish.outcome, begunAfterDone, early }
    if (commands.length === 0 || commands.every((command) => command.do === 'ask'))
      return { outcome: 'asked', begunAfterDone, early }
    for (const command of commands) {
      if (command.do === 'start') {
        if (settled.has(command.step)) begunAfterDone++
        const needs = book.steps.find((one) => one.id === command.step)?.needs ?? []
        if (!needs.every((need) => settled.has(need))) early++
        state = after(state, begun(command.step, command.attempt))
        const luck = chance()
        if (luck < 0.15) state = after(state, taken)
        else if (luck < 0.3) state = after(state, failed(command.step, command.attempt, true))
        else {
          state = after(state, done(command.step, command.attempt))
          settled.add(command.step)
        }
      } else if (command.do === 'probe') {
        const answer = chance() < 0.5 ? 'done' : 'notDone'
        state = after(state, { type: 'stepProbed', data: { step: command.step, attempt: command.attempt, answer } })
        if (answer === 'done') settled.add(command.step)
      } else if (command.do === 'wait') state = after(state, { type: 'timerFired', data: { timer: command.timer } })
      else if (command.do === 'doubt')
        state = after(state, {
          type: 'stepInDoubt',
          data: { step: command.step, attempt: command.attempt, reason: 'lost' },
        })
    }
  }
  return { outcome: 'endless', begunAfterDone, early }
}

test('whatever fails and crashes until faults stop: no finished step begins again, none begins early, and the run ends or asks a person', () => {
  const outcomes = new Set<string>()
  fc.assert(
    fc.property(
      fc.array(fc.record({ effect: fc.constantFrom(...effects), needs: fc.array(fc.nat(20), { maxLength: 3 }) }), {
        minLength: 1,
        maxLength: 12,
      }),
      fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 60 }),
      (shape, chances) => {
        const steps = shape.map(({ effect, needs }, index) =>
          step(`s${index}`, index === 0 ? [] : [...new Set(needs.map((need) => `s${need % index}`))], { effect }),
        )
        const result = played(runbook(steps), chances)
        outcomes.add(result.outcome)
        expect(result).toMatchObject({ begunAfterDone: 0, early: 0 })
        expect(['succeeded', 'failed', 'asked']).toContain(result.outcome)
      },
    ),
    { numRuns: 300, seed: 1 },
  )
  // Each way out was really taken, so that the property is no empty word.
  expect([...outcomes].sort()).toEqual(['asked', 'failed', 'succeeded'])
})

test('a decision over a state is the same whoever asks', () => {
  const book = runbook([step('a', []), step('b', ['a'])])
  const state = all(start, begun('a'), done('a'))
  expect(decide(book, state)).toEqual(decide(structuredClone(book), structuredClone(state)))
  expect(stepState(state, 'a').attempts).toBe(1)
})
