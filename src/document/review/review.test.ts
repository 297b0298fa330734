import { describe, expect, test } from 'vitest'
import type { Happening, JournalRecord } from '#journal'
import type { Section } from '../model.ts'
import { htmlOf } from '../html.ts'
import { inputOf, shop } from '../testing/samples.ts'
import type { ReviewInput, Told } from './input.ts'
import { reviewOf } from './review.ts'

const runbook = inputOf(shop, 'east-lost').failover
const route = 'route.edge@west'

function told(at: number, event: Happening, over: Partial<Told> = {}, by = 'muster'): Told {
  const record = {
    ...event,
    seq: Math.round(at * 10),
    ts: new Date(Date.UTC(2026, 10, 30, 3) + at * 1000).toISOString(),
    tsMono: at,
    actor: { name: by, authn: by === 'muster' ? 'muster' : 'stated' },
  } as unknown as JournalRecord
  return { record, elapsed: at, what: event.type, ...over }
}

const started = { type: 'stepStarted', data: { step: route, attempt: 1, key: 'k' } } as const
const events: readonly Told[] = [
  told(0, { type: 'noted', data: { text: 'begun' } }),
  told(1, {
    type: 'lossShown',
    data: {
      step: 'decide.east-lost',
      stores: [
        { component: 'orders-db', seconds: 12.3 },
        { component: 'queue', unknown: 'it does not answer' },
      ],
    },
  }),
  told(2, { type: 'asked', data: { step: 'decide.east-lost' } }),
  told(
    182,
    { type: 'timerFired', data: { timer: 'escalate:decide.east-lost:0' } },
    { what: 'nobody has decided, so it goes to the next in line' },
  ),
  told(
    200,
    {
      type: 'voted',
      data: {
        step: 'decide.east-lost',
        decision: 'approved',
        role: 'head-of-operations',
        person: 'p',
        comment: 'Two hours, says the provider',
      },
    } as Happening,
    {},
    'head-of-operations',
  ),
  told(210, started),
  told(220, { ...started, data: { ...started.data, attempt: 2 } }),
  told(300, { type: 'stepSucceeded', data: { step: route, attempt: 2, output: null } }, { took: 90 }),
  told(310, { type: 'timerFired', data: { timer: 'retry:x:1' } }, { what: 'not an alarm' }),
  told(320, { type: 'stepSkipped', data: { step: 'names-by-hand', comment: 'not needed', signal: 's' } }),
  told(330, { type: 'itemOpened', data: { item: 'item:1', text: 'Two orders are charged twice', owner: 'database' } }),
  told(335, { type: 'itemOpened', data: { item: 'item:2', text: 'One order is missing', owner: 'database' } }),
  told(340, { type: 'itemClosed', data: { item: 'item:1', disposition: 'refunded', signal: 's' } }),
]
const input: ReviewInput = {
  run: 'event-1',
  runbook,
  subject: 'prod',
  target: 'prod',
  kind: 'realEvent',
  date: '2026-12-01',
  outcome: 'succeeded',
  events,
  usual: { [route]: 10 },
}
const sectionOf = (id: string, of: Partial<ReviewInput> = {}): string => {
  const found = reviewOf({ ...input, ...of }).sections.find((section: Section) => section.id === id)
  return JSON.stringify(found)
}

test('it says what happened, with what was measured, and that nothing was where nothing was', () => {
  expect(sectionOf('summary')).toContain('A real event on prod (prod): ')
  expect(sectionOf('summary')).toContain('east-lost, failover, succeeded after 5m 40s, begun 2026-11-30T03:00:00.000Z.')
  expect(sectionOf('summary')).toContain('Nothing was measured')
  const none = { unackedSurvivors: 0, duplicates: 0 }
  const flows = [
    {
      flow: 'checkout',
      rto: { measured: 300, target: 1800, met: true },
      rpo: { ...none, method: 'ledger', measured: 95, target: 60, met: false, acknowledged: 500, lost: 3 },
    },
    { flow: 'browse', rto: {}, rpo: { ...none, method: 'none', acknowledged: 0, lost: 0 } },
  ] as const
  const measured = sectionOf('summary', {
    evidence: { verdict: 'Missed.', flows, deviations: ['A shorter clock.'], gaps: [] },
  })
  for (const words of [
    'Missed.',
    '5m',
    'of 30m',
    ', missed',
    '3 of 500',
    'not counted',
    'not measured',
    'A shorter clock.',
  ])
    expect(measured).toContain(words)
})

test('every event that says something stands in the timeline, with who said it', () => {
  const timeline = sectionOf('timeline')
  expect(timeline.match(/UTC/g)).toHaveLength(events.length)
  expect(timeline).toContain('head-of-operations')
  expect(
    sectionOf('timeline', {
      events: [told(0, { type: 'noted', data: { text: 'x' } }, { what: undefined as never }), ...events.slice(1, 2)],
    }).match(/UTC/g),
  ).toHaveLength(1)
})

test('a decision is told with who took it, how long it was open, and the loss that it was taken upon', () => {
  const decisions = sectionOf('decisions')
  for (const words of [
    'Declare east-lost and go to west',
    ': approved',
    'head-of-operations',
    '3m 18s',
    'loss shown: orders-db 12s, queue unknown: it does not answer; Two hours, says the provider',
  ])
    expect(decisions).toContain(words)
  expect(sectionOf('decisions', { events: events.slice(0, 1) })).toContain('left to machines')
})

test('what took long is told against what is usual, with attempts and alarms', () => {
  const late = sectionOf('late')
  for (const words of ['{"strong":"Send customers to west"}', '1m 30s', '10s', '"2"', 'nobody has decided'])
    expect(late).toContain(words)
  expect(late).not.toContain('not an alarm')
  expect(sectionOf('late', { usual: { [route]: 100 } })).not.toContain('{"strong":"Send customers to west"}')
  expect(sectionOf('late', { events: events.slice(0, 1) })).toContain('No step was carried out.')
})

test('what remains has an owner and a state, and the clocks of the plan', () => {
  const remains = sectionOf('remains', {
    evidence: { verdict: '', flows: [], deviations: [], gaps: ['identity has no step here.'] },
    ...(shop.postRecovery ? { afterwards: shop.postRecovery } : {}),
  })
  for (const words of [
    'Two orders are charged twice',
    'refunded',
    'One order is missing',
    '{"strong":"open"}',
    'names-by-hand was skipped: not needed',
    'identity has no step here.',
    'incident-manager sees to it.',
    'Within 5d, the cause is known.',
  ])
    expect(remains).toContain(words)
  expect(sectionOf('remains', { events: events.slice(0, 1) })).toContain('Nothing that the journal knows of.')
})

describe('questions', () => {
  const asks = (...more: readonly Happening[]): string =>
    sectionOf('questions', { events: [...events.slice(0, 1), ...more.map((event, at) => told(at + 1, event))] })
  test.each<readonly [string, Happening]>([
    ['be seen next time whether', { type: 'stepInDoubt', data: { step: route, attempt: 1, reason: 'r' } }],
    [
      'usual approvals not be had',
      { type: 'glassBroken', data: { by: ['a'], reason: 'r', challenge: 'c', signal: 's' } },
    ],
    [
      'taken from its holder',
      { type: 'leaseTaken', data: { holder: 'h', epoch: 2, forced: { by: ['a', 'b'], reason: 'r' } } },
    ],
    ['two come to drive the run', { type: 'splitFound', data: { other: 'o', doubly: [], by: 'a', reason: 'r' } }],
    [
      'what is true?',
      {
        type: 'pagesMerged',
        data: { copies: [], digest: 'd', lines: [], contradictions: ['c'], by: 'a', reason: 'r' },
      },
    ],
    [
      'could database not be called',
      { type: 'calledOut', data: { role: 'database', step: 's', channel: 'pager', trouble: '503' } } as Happening,
    ],
  ])('%s', (words, event) => {
    expect(asks(event)).toContain(words)
    expect(asks()).not.toContain(words)
  })

  test('what the journal shows is asked about, once, and the usual ones always', () => {
    const questions = sectionOf('questions')
    expect(questions.match(/take 2 attempts/g)).toHaveLength(1)
    for (const words of [
      'longer than it usually does',
      'did the first who may decide not answer',
      'cost to skip',
      'What could have told us sooner?',
    ])
      expect(questions).toContain(words)
    expect(asks()).not.toContain('attempts')
  })
})

test('it is marked as a draft, and prints', () => {
  const document = reviewOf(input)
  expect(document.stamp).toMatchObject({ proven: 'DRAFT', needsVerified: true, date: '2026-12-01' })
  expect(htmlOf(document)).toContain('<h1>Review of event-1</h1>')
})
