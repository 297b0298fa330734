import { expect, test } from 'vitest'
import { chain, type JournalRecord, type NewEvent } from '#journal'
import { type Runbook, runbookDigest, type Step } from '#runbook'
import { type Share, seconds } from '#units'
import { judge } from './judge.ts'
import type { Measurements } from './model.ts'
import { questions } from './questions.ts'

function step(id: string, phase: Step['phase'], needs: readonly string[], given: Partial<Step> = {}): Step {
  return {
    id,
    title: id,
    objective: id,
    phase,
    needs,
    owner: 'lead',
    work: { kind: 'action', use: 'act', with: {} },
    requires: [],
    effect: 'keyed',
    timeout: seconds(60),
    attempts: 1,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
    ...given,
  }
}

const go: Step['work'] = { kind: 'decision', question: 'Go?', deciders: ['lead'], within: seconds(300) }
const book: Runbook = {
  schemaVersion: 1,
  plan: { name: 'shop', owner: 'team', digest: 'sha256:0' },
  scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
  direction: 'failover',
  mode: 'forced',
  from: 'east',
  to: 'west',
  regions: {},
  flows: [
    {
      id: 'checkout',
      does: 'A customer pays',
      tier: 1,
      data: 'writes',
      objectives: { rto: seconds(600) },
      level: { success: 1 as Share, hold: seconds(2) },
      restoredBy: ['promote'],
      stores: ['db'],
      components: ['db'],
    },
  ],
  stores: [{ component: 'db', replication: 'async' }],
  probes: [],
  decision: 'people',
  people: [
    { role: 'lead', name: 'Lea Lind', phone: '+1 555 0100', deputy: 'second', answersWithin: seconds(60) },
    { role: 'second', name: 'Sam Sand' },
  ],
  steps: [
    step('detect', 'detect', []),
    step('decide', 'decide', ['detect'], { work: go, effect: 'none' }),
    step('promote', 'recover', ['decide'], { component: 'db' }),
  ],
  deviations: [],
  gaps: ['A gap of the plan.'],
}

const nothing: Measurements = {
  schemaVersion: 1,
  method: 'none',
  clock: { source: 'host', skewSeconds: 0 },
  clients: [],
  ledgers: [],
}

type Told = Pick<NewEvent, 'type' | 'data'> & { readonly at: number; readonly by?: string }

function journal(...events: readonly Told[]): readonly JournalRecord[] {
  const start: Told = {
    type: 'runStarted',
    at: 0,
    data: { runbookDigest: runbookDigest(book), runbook: {}, subject: 'tabletop', target: 'tabletop', kind: 'drill' },
  }
  const all = [start, ...events].map(
    ({ at, by, ...event }) =>
      ({
        ...event,
        actor: { name: by ?? 'muster', authn: by === undefined ? 'muster' : 'stated' },
        ts: new Date(Date.UTC(2026, 10, 24) + at * 1000).toISOString(),
        tsMono: at,
      }) as NewEvent,
  )
  return chain('run-1', 1, undefined, all).map(({ record }) => record)
}

const told = (id: string, from: number, to: number): readonly Told[] => [
  { type: 'stepStarted', at: from, data: { step: id, attempt: 1, key: id } },
  { type: 'stepSucceeded', at: to, data: { step: id, attempt: 1, output: 'Told' } },
]
const voted = (at: number, role: string): readonly Told[] => [
  {
    type: 'voted',
    at,
    by: role,
    data: { step: 'decide', decision: 'approved', role, person: role, bound: 'b', signal: 's' },
  },
  { type: 'decided', at, data: { step: 'decide', decision: 'approved', method: 'person' } },
]
const struck: Told = { type: 'faultInjected', at: 1, data: { as: 'cut-off', regions: ['east'], atMono: 1 } }
const end = (at: number, outcome: 'succeeded' | 'failed' = 'succeeded'): Told => ({
  type: 'runFinished',
  at,
  data: { outcome },
})
const called = (at: number, role: string, more: object = {}): Told => ({
  type: 'calledOut',
  at,
  data: { role, step: 'decide', channel: 'console', ...more } as never,
})

test('a walk in which nobody said a word claims nothing, and lists what is missing', () => {
  const walked = judge(book, journal({ type: 'noted', at: 1, data: { text: 'by lead: Go' } }, end(2)), nothing)
  expect(walked).toMatchObject({ verdict: 'walked', steps: [], approvals: [] })
  expect(walked.flows).toEqual([
    {
      flow: 'checkout',
      rto: { target: 600 },
      rpo: { method: 'none', acknowledged: 0, lost: 0, unackedSurvivors: 0, duplicates: 0 },
    },
  ])
  expect(walked.gaps).toEqual([
    'A gap of the plan.',
    'No system took part: every step was told, so no recovery time and no loss was measured.',
    ...questions(book),
  ])
})

test('people who decide exercise it, and their time is the only one that counts', () => {
  const evidence = judge(
    book,
    journal(struck, ...told('detect', 1, 2), ...voted(92, 'lead'), ...told('promote', 92, 93), end(94)),
    nothing,
  )
  expect(evidence.verdict).toBe('exercised')
  expect(evidence.flows[0]?.rto).toEqual({ target: 600, phases: { decide: 90 } })
  expect(evidence.steps).toEqual([{ step: 'decide', seconds: 90, attempts: 1 }])
})

test('a decision that took longer than the plan gives it is a miss', () => {
  const evidence = judge(
    book,
    journal(struck, ...told('detect', 1, 2), ...voted(303, 'lead'), ...told('promote', 303, 304), end(305)),
    nothing,
  )
  expect(evidence.verdict).toBe('missed')
  expect(evidence.deviations).toContain('decide took 301 s, and the plan gives it 300 s.')
})

test('a step that nobody is left for is a miss, and a run that did not end well fails', () => {
  const left: Told = {
    type: 'nobodyLeft',
    at: 3,
    data: { step: 'decide', reason: 'lead is absent and has no deputy.' },
  }
  const evidence = judge(book, journal(struck, left, end(4, 'failed')), nothing)
  expect(evidence.verdict).toBe('missed')
  expect(evidence.gaps).toContain('Nobody could do decide: lead is absent and has no deputy.')
  expect(judge(book, journal(struck, end(4, 'failed')), nothing).verdict).toBe('failed')
})

test('on a system too, nobody left is a miss, whatever became of the flows', () => {
  const left: Told = {
    type: 'nobodyLeft',
    at: 3,
    data: { step: 'decide', reason: 'lead is absent and has no deputy.' },
  }
  const [start, ...rest] = journal(struck, left, end(4, 'failed'))
  const inLab = [{ ...start, data: { ...start?.data, subject: 'lab' } }, ...rest] as readonly JournalRecord[]
  const requests = [0, 1, 2, 3, 4].map((at) => ({ at, ok: at < 1, latency: 0.01 }))
  const unserved = {
    ...nothing,
    method: 'ledger' as const,
    t0: 1,
    clients: [{ flow: 'checkout', client: 'one', requests }],
  }
  const evidence = judge(book, inLab, unserved)
  expect(evidence).toMatchObject({ subject: 'lab', verdict: 'missed' })
  expect(evidence.flows[0]?.rto).toEqual({ target: 600, met: false })
  expect(evidence.gaps).toContain('Nobody could do decide: lead is absent and has no deputy.')
})

test('who was called, when they answered and when they decided is measured from the call', () => {
  const here: Told = { type: 'answeredCall', at: 75, by: 'second', data: { role: 'second', signal: 's0' } }
  const refused: Told = { type: 'signalRefused', at: 20, by: 'lead', data: { signal: 'x', reason: 'no' } }
  const { people, gaps } = judge(
    book,
    journal(
      struck,
      called(10, 'lead'),
      refused,
      called(70, 'second', { insteadOf: 'lead' }),
      here,
      ...voted(80, 'second'),
      end(81),
    ),
    nothing,
  )
  expect(people).toEqual([
    { role: 'lead', step: 'decide', called: '2026-11-24T00:00:10.000Z', channel: 'console', reached: false },
    {
      role: 'second',
      step: 'decide',
      called: '2026-11-24T00:01:10.000Z',
      channel: 'console',
      insteadOf: 'lead',
      answered: 5,
      decided: 10,
      reached: true,
    },
  ])
  expect(gaps).toContain('lead was called for decide and did not answer.')
})

test('an answer that lies on another clock was not measured, and was one all the same', () => {
  const taken: Told = { type: 'leaseTaken', at: 3, data: { holder: 'laptop:2', epoch: 2 } }
  const [people] = [
    judge(book, journal(struck, called(1000, 'lead'), taken, ...voted(5, 'lead'), end(6)), nothing).people,
  ]
  expect(people).toMatchObject([{ role: 'lead', reached: true }])
  expect(people?.[0]).not.toHaveProperty('answered')
})

test('a table asks for whoever cannot be reached or replaced, and for what nobody looks at', () => {
  expect(questions(book)).toEqual([
    'No step verifies db. How is it seen that it works?',
    'There are no criteria for activation. Who says that it has come, and by what?',
    'Nobody is told anything. Who should hear of it?',
  ])
  const alone = { ...book, people: [{ role: 'second', name: 'Sam' }] }
  expect(questions(alone)).toContain('lead is no contact of the plan. Who is it, and how are they reached? (decide)')
  const bare = { ...book, people: [{ role: 'lead', name: 'Lea', deputy: 'ghost' }] }
  expect(questions(bare)).toEqual(
    expect.arrayContaining([
      'lead has no phone number. How are they called when chat and mail are down?',
      'ghost, the deputy of lead, is no contact of the plan. Who is it?',
    ]),
  )
  const lone = { ...book, people: [{ role: 'lead', name: 'Lea' }] }
  expect(questions(lone, ['lead'])[0]).toBe('Nobody could do decide: lead is absent and has no deputy.')
})
