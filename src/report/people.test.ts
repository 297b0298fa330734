import { expect, test } from 'vitest'
import type { EventType, Happening } from '#journal'
import { eventLine } from './event-line.ts'
import { jsonText } from './json.ts'
import { bannerText } from './kind-words.ts'
import { nextCommands, word } from './next-words.ts'
import { runResultJson } from './run-result-json.ts'
import { runResultText } from './run-result-text.ts'
import { runJson, runsJson } from './runs-json.ts'
import { runsText, runText } from './runs-text.ts'
import { realRecords, realRunbook, realView } from './testing/people.ts'
import { hostile, poor, recordOf, rich, view } from './testing/samples.ts'

const control = /[\p{Cc}\p{Bidi_Control}]/u
const signal = 's1'

/** One of every type; the compiler sees to it that none is left out. */
const every: { readonly [T in EventType]: Extract<Happening, { type: T }>['data'] } = {
  runStarted: {
    runbookDigest: '',
    runbook: {},
    subject: 'prod',
    target: 'prod',
    kind: 'realEvent',
    follows: 'event-0',
    mode: 'planned',
    by: 'dba',
    dryRun: 'sha256:abcdefabcdefabcdef',
  },
  leaseTaken: {
    holder: 'laptop:2',
    epoch: 3,
    forced: { by: ['dba', 'incident-manager'], reason: 'the first laptop is on fire' },
  },
  stepStarted: { step: 'undo:promote', attempt: 1, key: 'k' },
  stepSucceeded: { step: 'promote', attempt: 1, output: { lag: 0 } },
  stepFailed: { step: 'promote', attempt: 1, retryable: false, message: 'no standby', harmless: true },
  stepProbed: { step: 'promote', attempt: 1, answer: 'unknown' },
  stepInDoubt: { step: 'promote', attempt: 1, reason: 'the answer was lost' },
  timerFired: { timer: 'deadline:checkout:100' },
  declared: {
    choice: 'wait',
    role: 'incident-manager',
    criteria: [
      { text: 'a', state: 'holds' },
      { text: 'b', state: 'unknown' },
    ],
    losses: [{ component: 'orders-db', unknown: 'nobody answers' }],
    until: '2026-10-02T03:30:00Z',
    comment: 'it may come back',
  },
  asked: { step: 'decide' },
  lossShown: { step: 'decide', stores: [{ component: 'orders-db', seconds: 0 }] },
  voted: { step: 'decide', decision: 'rejected', role: 'dba', person: 'dba', bound: 'b', comment: 'not yet', signal },
  decided: { step: 'decide', decision: 'approved', method: 'person' },
  claimed: { step: 'check', role: 'dba', signal },
  calledOut: {
    role: 'dba',
    step: 'check',
    channel: 'console',
    insteadOf: 'night-dba',
    trouble: 'the pager answers 503',
  },
  answeredCall: { role: 'dba', comment: 'on my way', signal },
  nobodyLeft: { step: 'check', reason: 'dba is absent and has no deputy.' },
  handedOver: { from: 'dba', to: 'night-dba', open: ['check', 'item:1'], signal },
  manualDone: { step: 'check', result: '3 of 3', signal },
  stepSkipped: { step: 'check', comment: 'no ledger here', signal },
  stepResolved: { step: 'promote', attempt: 1, answer: 'notDone', result: 'still a standby', signal },
  retryAsked: { step: 'promote', signal },
  undoAsked: { step: 'promote', comment: 'wrong region', signal },
  paused: { comment: 'shift change', signal },
  continued: { signal },
  cancelAsked: { undo: true, signal },
  modeChanged: { mode: 'forced', comment: 'east is gone for good', signal },
  itemOpened: { item: 'item:1', text: 'Two orders are charged twice', owner: 'dba' },
  itemClosed: { item: 'item:1', disposition: 'refunded', signal },
  glassBroken: { by: ['dba', 'incident-manager'], reason: 'sign-in is down', challenge: 'c', signal },
  splitFound: { other: 'event-1~abc', doubly: ['promote'], by: 'dba', reason: 'two laptops' },
  pagesMerged: {
    copies: [
      { copy: 'a1', lines: 12 },
      { copy: 'b2', lines: 3 },
    ],
    digest: 'd',
    lines: [],
    contradictions: ['check: done by Ada at 10:00, and failed by Bob at 10:01.'],
    by: 'dba',
    reason: 'the network was down',
  },
  noted: { text: 'Provider called' },
  signalRefused: { signal: 's9', reason: 'the step is not open' },
  faultInjected: { regions: ['east'], atMono: 1 },
  regionReturned: { regions: ['east'] },
  faultHealed: { as: 'partitioned' },
  runFinished: { outcome: 'cancelled', reason: 'not taken back: promote' },
}

test('every type of event has words', async () => {
  const lines = Object.entries(every).map(([type, data]) => {
    const event = { type, data } as Happening
    return eventLine(recordOf(event), realRunbook, 1000, rich) ?? '(nothing)'
  })
  expect(lines).not.toContain('(nothing)')
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/events.txt')
})

test.each([
  ['slow:undo:promote:2', '! undo:promote', 'takes longer than it usually does'],
  ['deadline:checkout:75', '! checkout', 'not restored, and 75% of its RTO are over'],
  ['escalate:decide:0', '! decide', 'nobody has decided, so it goes to the next in line'],
  ['undecided:decide', '! decide', 'the time to decide is over'],
  ['blip:detect', '? detect', 'the criteria neither hold nor clear, so a person is asked'],
])('the alarm %s is told', (timer, about, what) => {
  const line = eventLine(recordOf({ type: 'timerFired', data: { timer } }), realRunbook, 1000, rich) ?? ''
  expect(line).toContain(about)
  expect(line).toContain(what)
})

test('a wait that ends is no alarm', () => {
  expect(
    eventLine(recordOf({ type: 'timerFired', data: { timer: 'retry:a:1' } }), realRunbook, 1, rich),
  ).toBeUndefined()
})

test('work is told with how long it was open, and a step that takes one back by its own title', () => {
  const asked = recordOf({ type: 'asked', data: { step: 'warm' } })
  const done = {
    ...recordOf({ type: 'manualDone', data: { step: 'warm', result: 'ok', signal } }),
    seq: 100,
    tsMono: 1042,
  }
  expect(eventLine(done, realRunbook, 1000, rich, [asked])).toContain('done by ada: ok (30s)')
  const [first] = realRunbook.steps
  const undo = { title: 'Give it back', work: { kind: 'manual' as const, instruction: '' }, effect: 'keyed' as const }
  const book = {
    ...realRunbook,
    steps: [{ ...first, undo: { ...undo, timeout: 1, attempts: 1, backoff: 1 } }],
  } as unknown as typeof realRunbook
  const started = recordOf({ type: 'stepStarted', data: { step: 'undo:detect.east-lost', attempt: 1, key: 'k' } })
  expect(eventLine(started, book, 1000, rich)).toContain('Give it back')
})

test('after the glass was broken, every line says so', () => {
  const lines = realRecords.map((record, at) => eventLine(record, realRunbook, 1000, rich, realRecords.slice(0, at)))
  expect(lines.at(0)).toMatch(/^REAL EVENT +\+0s/)
  expect(lines.at(-1)).toMatch(/^REAL EVENT BREAK-GLASS +\+20s/)
})

test('a run that waits tells for whom, since when, what was shown and said, and what to type', async () => {
  await expect(runText(realView, rich)).toMatchFileSnapshot('golden/run.people.txt')
  expect(runText(realView, poor)).toMatch(/^[\n -~]*$/)
})

test('a run that waits, as data', async () => {
  const { events: _, ...rest } = runJson(realView)
  await expect(jsonText(rest)).toMatchFileSnapshot('golden/run.people.json.txt')
})

test('the mark of broken glass is on the whole run', () => {
  expect(runsText([realView], rich)).toContain('real event, BREAK-GLASS  prod     open, paused')
  expect(runsText([{ ...realView, paused: false, cancelling: true }], rich)).toContain('open, cancelling')
  expect(runsText([{ ...realView, outcome: 'cancelled' }], rich)).toMatch(/cancelled {2,}2026/)
  expect(runsJson([realView]).runs[0]).toMatchObject({
    breakGlass: true,
    paused: true,
    state: 'open',
    kind: 'realEvent',
  })
})

test('a run that was carried out tells how it ended and what to do next', async () => {
  const end = recordOf({ type: 'runFinished', data: { outcome: 'refused', reason: 'decide.east-lost was rejected' } })
  const refused = { ...realView, outcome: 'refused' as const, paused: false, records: [...realRecords, end] }
  const text = [realView, refused].map((one) => runResultText(one, rich)).join('\n')
  await expect(text).toMatchFileSnapshot('golden/run-result.txt')
  expect(runResultJson(refused)).toMatchObject({ outcome: 'refused', reason: 'decide.east-lost was rejected' })
  expect(runResultJson(view).outcome).toBe('open')
})

test('the real thing stands in a box, and a rehearsal does not', () => {
  const { records: _, ...run } = realView
  expect(`\n${bannerText({ ...run, environment: 'contoso prod', breakGlass: true }, rich)}`).toMatchInlineSnapshot(`
    "
    ┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┓
    ┃ REAL EVENT  BREAK-GLASS  contoso-orders, east-lost, failover (forced) on prod (prod, contoso prod) ┃
    ┗━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┛
    "
  `)
  expect(bannerText(run, poor)).toMatch(/^\+=+\+\n\| REAL EVENT {2}contoso.* \|\n\+=+\+\n$/)
  expect(bannerText({ ...run, kind: 'drill' }, rich)).toBe(
    'REHEARSAL  contoso-orders, east-lost, failover (forced) on prod (prod)\n',
  )
})

test('what is copied into a shell is one word, whatever it holds', () => {
  expect(word('promote.orders-db@west')).toBe('promote.orders-db@west')
  expect(word("a'b; rm -rf /")).toBe(`'a'\\''b; rm -rf /'`)
  expect(nextCommands({ run: 'r', step: '$(x)', for: 'decision' })).toEqual([
    "muster run approve r '$(x)' --as ROLE",
    "muster run reject r '$(x)' --as ROLE",
  ])
  expect(nextCommands({ run: 'r', step: 's', for: 'failure', role: 'dba' }).at(-1)).toBe('muster run cancel r --as dba')
})

test('nobody who may write into a run can steer a terminal', () => {
  const steps = realView.steps.map((step) => ({
    ...step,
    id: hostile,
    title: hostile,
    message: hostile,
    claimedBy: hostile,
    waitsFor: hostile,
    since: hostile,
    shown: [{ component: hostile, unknown: hostile }],
  }))
  const glass = recordOf({ type: 'glassBroken', data: { by: [hostile], reason: hostile, challenge: '', signal } })
  const foul = {
    ...realView,
    run: hostile,
    records: [...realRecords, glass],
    steps,
    items: [{ item: hostile, text: hostile, owner: hostile, step: hostile }],
  }
  for (const text of [runText(foul, rich), runsText([foul], rich), runResultText(foul, rich)])
    expect(text.replaceAll('\n', '')).not.toMatch(control)
})
