import { expect, test } from 'vitest'
import type { RunState } from '#journal'
import type { Runbook, RunbookFlow } from '#runbook'
import { seconds } from '#units'
import { decide } from './decide.ts'
import { after, at, decision, did, fresh, manual, runbook, step, words } from './testing/books.ts'

const next = (book: Runbook, state: RunState): readonly string[] => words(decide(book, state))
const started = (mono: number, given: { clock?: string; usual?: Record<string, number> } = {}): RunState =>
  at(fresh, mono, {
    type: 'runStarted',
    data: { runbookDigest: '', runbook: null, subject: 'lab', target: 'lab', kind: 'drill', ...given },
  })

function flow(given: Partial<RunbookFlow> = {}): RunbookFlow {
  return {
    id: 'buy',
    does: 'Sells',
    tier: 1,
    data: 'writes',
    objectives: { rto: seconds(400) },
    level: { success: 1 as RunbookFlow['level']['success'], hold: seconds(5) },
    restoredBy: ['route'],
    stores: [],
    components: [],
    ...given,
  }
}

test('three quarters of the RTO and all of it raise alarms, counted from the fault, until the flow is restored', () => {
  const book = runbook([step('route'), manual('after', ['route'])], { flows: [flow()] })
  const begun = after(started(100), did.begin('route'))
  expect(decide(book, begun)).toEqual([
    { do: 'wait', timer: 'deadline:buy:75', for: 300, since: 100 },
    { do: 'wait', timer: 'deadline:buy:100', for: 400, since: 100 },
  ])
  const fault = after(begun, { type: 'faultInjected', data: { regions: ['east'], atMono: 130 } })
  expect(decide(book, fault)).toMatchObject([{ since: 130 }, { since: 130 }])
  const late = after(fault, did.fire('deadline:buy:75'))
  expect(next(book, late)).toEqual(['wait deadline:buy:100'])
  expect(next(book, after(late, did.succeed('route')))).toEqual(['open after'])
})

test('a flow that two steps restore raises its alarms until both are done', () => {
  const book = runbook([step('route'), step('warm')], { flows: [flow({ restoredBy: ['route', 'warm'] })] })
  const one = after(started(0), did.begin('route'), did.succeed('route'), did.begin('warm'))
  expect(next(book, one)).toEqual(['wait deadline:buy:75', 'wait deadline:buy:100'])
  expect(next(book, after(one, did.succeed('warm')))).toEqual(['finish succeeded'])
})

test('a deadline is not counted on another machine’s clock: the alarm of a run that was taken over is never early', () => {
  const book = runbook([step('route')], { flows: [flow()] })
  const begun = after(started(100, { clock: 'here' }), did.begin('route'), {
    type: 'faultInjected',
    data: { regions: ['east'], atMono: 130 },
  })
  // The other clock is far ahead.
  const moved = at(begun, 9_000_000, did.take(2, 'there'))
  expect(decide(book, moved)).toMatchObject([{ do: 'start' }, { since: 9_000_000 }, { since: 9_000_000 }])
  expect(decide(book, at(begun, 200, did.take(2, 'here')))).toMatchObject([{}, { since: 130 }, { since: 130 }])
})

test('flows without an objective, without a step that restores them, and on the way back raise no alarm', () => {
  const steps = [step('route')]
  const silent = [flow({ objectives: {} }), flow({ restoredBy: [] })]
  expect(next(runbook(steps, { flows: silent }), started(0))).toEqual(['start route'])
  expect(next(runbook(steps, { flows: [flow()], direction: 'failback' }), started(0))).toEqual(['start route'])
})

test('a step that takes longer than it usually does raises an alarm, an action as well as a person’s work', () => {
  const book = runbook([step('a'), manual('m'), step('b')])
  const state = at(started(0, { usual: { a: 30, m: 600 } }), 7, did.begin('a'), did.begin('b'), did.ask('m'))
  expect(decide(book, state)).toEqual([
    { do: 'ask', step: 'm', for: 'work' },
    { do: 'wait', timer: 'slow:m:0', for: 600, since: 7 },
    { do: 'wait', timer: 'slow:a:1', for: 30, since: 7 },
  ])
  expect(next(book, after(state, did.fire('slow:a:1'), did.fire('slow:m:0')))).toEqual(['ask work m'])
})

const watching = runbook(
  [step('notice', [], { phase: 'detect', effect: 'none', backoff: seconds(1) }), decision('declare', ['notice'])],
  { activation: { when: { kind: 'known', value: true } as never, text: 'it is lost', blip: seconds(300) } },
)

test('what neither holds nor clears is put before a person in the end, counted from the first look', () => {
  const looking = at(started(0), 10, did.begin('notice'))
  expect(next(watching, started(0))).toEqual(['start notice'])
  expect(decide(watching, looking)).toEqual([{ do: 'wait', timer: 'blip:notice', for: 300, since: 10 }])
  // It counts on though the look had to begin anew.
  const again = at(looking, 200, did.fail('notice', 1, { retryable: true }))
  expect(next(watching, again)).toEqual(['wait retry:notice:1', 'wait blip:notice'])
  const third = at(after(again, did.fire('retry:notice:1')), 250, did.begin('notice', 2))
  expect(decide(watching, third)).toEqual([{ do: 'wait', timer: 'blip:notice', for: 300, since: 10 }])
  const asked = after(third, did.fire('blip:notice'))
  expect(next(watching, asked)).toEqual(['open declare'])
  const declared = after(asked, did.ask('declare'), did.vote('declare', 'lead'), did.decide('declare'))
  expect(next(watching, declared)).toEqual(['stop notice'])
  expect(next(watching, at(looking, 20, did.succeed('notice')))).toEqual(['open declare'])
})

test('a blip does not declare a disaster where nobody is asked', () => {
  const alone = { ...watching, decision: 'automatic' as const }
  const looking = after(started(0), did.begin('notice'))
  expect(next(alone, looking)).toEqual([])
  expect(next(alone, after(looking, did.fire('blip:notice')))).toEqual([])
})

test('a watch that is out of the run’s mode raises no question', () => {
  const [notice, declare] = watching.steps
  const book = { ...watching, steps: [{ ...notice, modes: ['planned'] }, declare] } as Runbook
  const looking = after(started(0), did.begin('notice'))
  expect(next(book, looking)).toEqual(['stop notice'])
  // What counts is the mode to which people have switched.
  expect(next(book, after(looking, did.mode('planned')))).toEqual(['wait blip:notice'])
})
