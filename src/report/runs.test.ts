import { expect, test } from 'vitest'
import { eventLine } from './event-line.ts'
import { hostile, poor, recordOf, records, rich, runbook, view } from './testing/samples.ts'
import { jsonText } from './json.ts'
import { labStatusJson, labStatusText } from './lab-status.ts'
import { runJson, runsJson } from './runs-json.ts'
import { runsText, runText } from './runs-text.ts'

const control = /[\p{Cc}\p{Bidi_Control}]/u

test('runs are listed with their state and head', () => {
  const real = { ...view, run: '01k7real', kind: 'realEvent', subject: 'prod', outcome: 'succeeded' } as const
  expect(`\n${runsText([real, view], rich)}`).toMatchInlineSnapshot(`
    "
    run        plan            scenario   direction  kind        subject  state      started                   head
    01k7real   contoso-orders  east-lost  failover   real event  prod     succeeded  2026-10-02T03:14:00.000Z  6ceb162c57f2
    01k6drill  contoso-orders  east-lost  failover   rehearsal   lab      open       2026-10-02T03:14:00.000Z  6ceb162c57f2
    "
  `)
  expect(runsText([], rich)).toContain('muster drill --scenario SCENARIO\n')
})

test('runs as data carry the whole head', () => {
  const { runs, schemaVersion } = runsJson([view])
  expect(schemaVersion).toBe(1)
  expect(runs[0]).toEqual({
    run: '01k6drill',
    plan: 'contoso-orders',
    scenario: 'east-lost',
    direction: 'failover',
    kind: 'drill',
    subject: 'lab',
    target: 'lab',
    state: 'open',
    started: '2026-10-02T03:14:00.000Z',
    head: view.head,
    mode: 'forced',
    paused: false,
    cancelling: false,
    breakGlass: false,
  })
})

test('a run shows its events and what it waits for', async () => {
  await expect(runText(view, rich)).toMatchFileSnapshot('golden/run.txt')
  const ascii = runText({ ...view, outcome: 'cancelled' }, poor)
  expect(ascii).toMatch(/^[\n -~]*$/)
  expect(ascii).toContain('\nNot done\n')
})

test('a run as data has every event and every step', async () => {
  await expect(jsonText(runJson(view))).toMatchFileSnapshot('golden/run.json.txt')
})

test('progress is one line an event, marked as a rehearsal, with how long a step took', async () => {
  const lines = records.map(
    (record, index) => eventLine(record, runbook, 1000, rich, records.slice(0, index)) ?? '(nothing)',
  )
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/progress.txt')
})

test('a line without the records before it says neither kind nor duration', () => {
  const line = eventLine(records[11] ?? recordOf({ type: 'noted', data: { text: '' } }), runbook, 1000, rich)
  expect(line).toBe("    +6.6s  ✓ promote.orders-db@west  east's orders-db is now served from west")
})

test.each([
  [
    { type: 'decided', data: { step: 'd', decision: 'rejected', method: 'person', comment: 'wait' } },
    '✗ d',
    'rejected by ada: wait',
  ],
  [{ type: 'manualDone', data: { step: 'm', result: '3 of 3', signal: 's1' } }, '✓ m', 'done by ada: 3 of 3'],
  [
    { type: 'stepInDoubt', data: { step: 's', attempt: 1, reason: 'nobody saw' } },
    '! s',
    'in doubt, a person must decide: nobody saw',
  ],
  [
    { type: 'stepFailed', data: { step: 's', attempt: 3, retryable: false, message: 'gone' } },
    '✗ s',
    'attempt 3 failed: gone',
  ],
  [
    { type: 'stepSucceeded', data: { step: 's', attempt: 1, output: { rows: 3, by: ['x'], ok: true } } },
    '✓ s',
    'rows 3, ok true',
  ],
  [
    { type: 'stepSucceeded', data: { step: 'check.ledger', attempt: 1, output: null } },
    '✓ check.ledger',
    'Compare totals',
  ],
  [{ type: 'stepSucceeded', data: { step: 's', attempt: 1, output: ['a'] } }, '✓ s', 'done'],
  [{ type: 'regionReturned', data: { regions: ['east'] } }, '✓ east', 'back, with its old data'],
  [{ type: 'faultInjected', data: { regions: ['east'], atMono: 1 } }, 'east', 'lost: the clock of recovery runs'],
  [{ type: 'faultInjected', data: { as: 'slow', regions: ['east'], atMono: 1 } }, 'east', 'answers, and far too late'],
  [
    { type: 'faultInjected', data: { as: 'partitioned', regions: [], between: ['east', 'west'], atMono: 1 } },
    'east, west',
    'the line between them is cut: the clock of recovery runs',
  ],
  [
    { type: 'faultInjected', data: { as: 'dropped', regions: [], components: ['orders-db'], atMono: 1 } },
    'orders-db',
    'tables are gone',
  ],
  [{ type: 'faultInjected', data: { as: 'refused', regions: [], atMono: 1 } }, 'management', 'refuses every change'],
  [{ type: 'faultHealed', data: { as: 'partitioned' } }, '✓ cause', 'taken away: the line carries again'],
  [{ type: 'runFinished', data: { outcome: 'failed', reason: 'no quorum' } }, '✗ 01k6drill', 'failed: no quorum'],
  [{ type: 'runFinished', data: { outcome: 'succeeded' } }, '✓ 01k6drill', 'succeeded'],
] as const)('$type is told', (event, about, what) => {
  const line = eventLine(recordOf(event), runbook, 1000, rich) ?? ''
  expect(line).toMatch(/^ +\+12s {2}/)
  expect(line).toContain(about)
  expect(line).toContain(what)
})

test('a real event is marked as one, and a clock that began anew is not computed with', () => {
  const started = recordOf({
    type: 'runStarted',
    data: { runbookDigest: '', runbook: {}, subject: 'prod', target: 'prod', kind: 'realEvent' },
  })
  expect(eventLine(started, runbook, 5000, rich)).toBe(
    'REAL EVENT        +?  ▸ 01k6drill               real event on prod (prod) begins',
  )
})

test('no event can steer a terminal', () => {
  const event = recordOf({ type: 'stepSucceeded', data: { step: hostile, attempt: 1, output: { [hostile]: hostile } } })
  expect(eventLine(event, runbook, 1000, rich)).not.toMatch(control)
  const steps = view.steps.map((step) => ({ ...step, id: hostile, state: 'failed' as const, waitsFor: hostile }))
  const foul = {
    ...view,
    run: hostile,
    plan: hostile,
    scenario: hostile,
    target: hostile,
    startedAt: hostile,
    head: hostile,
    steps,
    records: [event],
  }
  for (const text of [runText(foul, rich), runsText([foul], rich)])
    expect(text.replaceAll('\n', '')).not.toMatch(control)
})

const lab = {
  running: true,
  claimedBy: '01k6drill',
  since: '2026-10-02T03:14:00Z',
  processes: [
    { name: 'orders-db', region: 'east', pid: 41, address: '127.0.0.1:5432', alive: false },
    { name: 'traffic', pid: 42, alive: true },
  ],
}

test('a lab shows its processes, the dead ones too', () => {
  expect(`\n${labStatusText(lab, rich)}`).toMatchInlineSnapshot(`
    "
    Lab running, held by run 01k6drill since 2026-10-02T03:14:00Z, 2 processes
      ✗ dead  orders-db  east  pid 41  127.0.0.1:5432
      ✓       traffic          pid 42
    "
  `)
  expect(labStatusText({ running: false, processes: [] }, rich)).toBe('Lab not running, 0 processes\n')
})

test('a lab that is made of programs of this machine says of which', () => {
  const parts = { postgres: '15.18', haproxy: '2.6.12', knot: '3.2.6', 'other\u001b[2J': '1' }
  const [, second] = labStatusText({ ...lab, parts }, rich).split('\n')
  expect(second).toBe(
    'The lab is made of programs of this machine: PostgreSQL 15.18, HAProxy 2.6.12, Knot 3.2.6, other 1.',
  )
  expect(labStatusJson({ ...lab, parts })).toStrictEqual({ schemaVersion: 1, ...lab, parts })
})

test('a lab as data leaves out what is not known', () => {
  expect(labStatusJson(lab)).toStrictEqual({ schemaVersion: 1, ...lab })
  expect(labStatusJson({ running: false, processes: [] })).toStrictEqual({
    schemaVersion: 1,
    running: false,
    processes: [],
  })
})
