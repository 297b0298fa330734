import { describe, expect, test } from 'vitest'
import { type Happening, type Placed, type RunState, replay } from '#journal'
import type { Fault, FaultKind, Runbook, Step } from '#runbook'
import { seconds } from '#units'
import { faultOf, goes, mayGo } from './healing.ts'

function step(id: string, phase: Step['phase'], work: Step['work'], over: Partial<Step> = {}): Step {
  return {
    id,
    title: id,
    objective: `${id} is done`,
    phase,
    needs: [],
    owner: 'operator',
    work,
    requires: [],
    effect: 'keyed',
    timeout: seconds(60),
    attempts: 1,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
    ...over,
  }
}

const act = (id: string, phase: Step['phase'], use = 'http.check', over: Partial<Step> = {}): Step =>
  step(id, phase, { kind: 'action', use, with: {} }, over)
const byHand = (id: string, phase: Step['phase']): Step => step(id, phase, { kind: 'manual', instruction: 'Look.' })

function runbook(steps: readonly Step[], over: Partial<Runbook> = {}): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'shop', owner: 'shop', digest: 'sha256:0' },
    scenario: { id: 'lost', class: 'region', loses: ['east'] },
    direction: 'failover',
    mode: 'forced',
    from: 'east',
    to: 'west',
    regions: {},
    flows: [],
    stores: [],
    probes: [],
    decision: 'automatic',
    people: [],
    steps,
    deviations: [],
    gaps: [],
    ...over,
  }
}

const fault = (as: FaultKind): Fault => ({ as, regions: ['east'], components: [], between: [] })

/** The run began at 0 s. */
function after(...events: ReadonlyArray<readonly [at: number, happening: Happening]>): RunState {
  const start: Happening = {
    type: 'runStarted',
    data: { runbookDigest: '', runbook: {}, subject: 'lab', target: 'lab', kind: 'drill' },
  }
  return replay(
    [[0, start] as const, ...events].map(
      ([tsMono, happening], index): Placed => ({ ...happening, runId: 'run-1', seq: index + 1, epoch: 1, tsMono }),
    ),
  )
}

const began = (id: string): Happening => ({ type: 'stepStarted', data: { step: id, attempt: 1, key: id } })
const ended = (id: string): Happening => ({ type: 'stepSucceeded', data: { step: id, attempt: 1, output: null } })

test('a runbook of before faults were written down loses its regions', () => {
  expect(faultOf(runbook([]))).toEqual({ as: 'cut-off', regions: ['east'], components: [], between: [] })
  expect(faultOf(runbook([], { fault: fault('slow') })).as).toBe('slow')
})

test('what goes by itself, what was destroyed and what is gone for long is not taken away', () => {
  const asked: readonly FaultKind[] = [
    'cut-off',
    'killed',
    'slow',
    'partitioned',
    'refused',
    'failed',
    'dropped',
    'altered',
    'frozen',
  ]
  expect(asked.filter((as) => goes(runbook([]), fault(as)))).toEqual([
    'cut-off',
    'killed',
    'slow',
    'partitioned',
    'refused',
    'failed',
  ])
  const long = runbook([], { scenario: { id: 'gone', class: 'extended', loses: ['east'] } })
  expect(goes(long, fault('cut-off'))).toBe(false)
})

describe.each(['cut-off', 'killed', 'slow', 'failed'] as const)('%s', (as) => {
  const book = runbook([
    act('promote', 'recover'),
    act('route', 'route'),
    act('route-by-name', 'route', 'http.check', { insteadOf: 'route' }),
    act('wait', 're-protect'),
  ])

  test('may go once customers were sent over, not before', () => {
    expect(mayGo(book, fault(as), after([1, ended('promote')], [2, began('route')]), 60)).toBe(false)
    const all = after([1, ended('route')], [1, ended('route-by-name')])
    expect(mayGo(book, fault(as), all, 1)).toBe(true)
  })

  test('may go once what stands in for sending them over was done', () => {
    const alone = runbook([act('route', 'route'), act('by-name', 'recover', 'http.check', { insteadOf: 'route' })])
    expect(mayGo(alone, fault(as), after([1, ended('by-name')]), 1)).toBe(true)
  })
})

describe.each(['partitioned', 'refused'] as const)('%s', (as) => {
  const machine = act('heal.cut', 're-protect', 'activation.clear')

  test('may go once a machine waits for it, whatever else runs', () => {
    const book = runbook([act('fence', 'fence'), machine])
    expect(mayGo(book, fault(as), after([1, ended('fence')]), 60)).toBe(false)
    expect(mayGo(book, fault(as), after([1, ended('fence')], [2, began('heal.cut')]), 2)).toBe(true)
  })

  test.each(['heal.cut', 'return.gone'])('may go once a person was asked to wait by %s', (id) => {
    const book = runbook([act('fence', 'fence'), byHand(id, 're-protect')])
    expect(mayGo(book, fault(as), after([1, ended('fence')]), 60)).toBe(false)
    expect(mayGo(book, fault(as), after([1, { type: 'asked', data: { step: id } }]), 1)).toBe(true)
  })

  test('may go, where nobody waits for it, after three seconds in which nothing happened', () => {
    const book = runbook([act('fence', 'fence'), act('look', 'verify')])
    expect(mayGo(book, fault(as), after(), 2.9)).toBe(false)
    expect(mayGo(book, fault(as), after([10, began('fence')]), 60)).toBe(false)
    expect(mayGo(book, fault(as), after([10, began('fence')], [11, ended('fence')]), 13.9)).toBe(false)
    expect(mayGo(book, fault(as), after([10, began('fence')], [11, ended('fence')]), 14)).toBe(true)
  })

  test('a step of another mode is not waited for', () => {
    const book = runbook([act('look', 'verify'), { ...machine, modes: ['planned'] }])
    expect(mayGo(book, fault(as), after([1, ended('look')]), 4)).toBe(true)
  })
})
