import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Happening, replay } from '#journal'
import { columns } from '#markup'
import type { Step } from '#runbook'
import { remaining } from '#simulation'
import { seconds } from '#units'
import type { Live } from './live-model.ts'
import { liveView } from './live-view.ts'
import { commandLines, fitted } from './segments.ts'
import type { Style } from './style.ts'
import { realLive, realOutlook, realRecords } from './testing/people.ts'
import { hostile, poor, rich, runbook } from './testing/samples.ts'
import { whoMay } from './who-may.ts'

const control = /[\p{Cc}\p{Bidi_Control}]/u

function stateOf(...happenings: ReadonlyArray<readonly [number, Happening]>) {
  return replay(
    happenings.map(([at, happening], index) => ({ ...happening, runId: '01k6', seq: index + 1, epoch: 1, tsMono: at })),
  )
}

const begun = [
  1000,
  { type: 'runStarted', data: { runbookDigest: '', runbook: {}, subject: 'lab', target: 'lab', kind: 'drill' } },
] as const satisfies readonly [number, Happening]

const rehearsal: Live = {
  runbook,
  state: stateOf(
    begun,
    [1000.5, { type: 'faultInjected', data: { regions: ['east'], atMono: 1000.5 } }],
    [1004, { type: 'decided', data: { step: 'decide.east-lost', decision: 'approved', method: 'automatic' } }],
    [1004, { type: 'stepStarted', data: { step: 'promote.orders-db@west', attempt: 1, key: 'k' } }],
  ),
  kind: 'drill',
  subject: 'lab',
  target: 'lab',
  asks: [],
  now: 1006.4,
  height: 20,
}

test('a real event that waits for people in every way', async () => {
  await expect(`${liveView(realLive, rich).join('\n')}\n`).toMatchFileSnapshot('golden/live.txt')
  expect(liveView(realLive, poor).join('\n')).toMatch(/^[\n -~]*$/)
})

test('a rehearsal with what is expected of it', async () => {
  const estimates = Object.fromEntries(
    runbook.steps.map(({ id }) => [id, { p50: 4, p95: 9, basis: 'catalog' as const, observations: 0, source: 'test' }]),
  )
  const outlook = remaining(runbook, estimates, rehearsal.state, rehearsal.now, { seed: 1, runs: 500 })
  const lines = liveView({ ...rehearsal, estimates, outlook }, { ...rich, width: 72 })
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/live.rehearsal.txt')
})

test('without estimates a step tells how long it has run, and no more', () => {
  expect(liveView(rehearsal, rich)).toContain('▸ promote.orders-db@west  2s  Promote orders-db in west')
})

test.each([
  [
    'a failure is tried again',
    { type: 'stepFailed', data: { step: 'promote.orders-db@west', attempt: 1, retryable: true, message: 'refused' } },
    '↻ promote.orders-db@west  attempt 1 failed, once more soon: refused',
  ],
  [
    'a driver was lost',
    { type: 'leaseTaken', data: { holder: 'b', epoch: 2 } },
    '↻ promote.orders-db@west  interrupted: its driver was lost',
  ],
  [
    'another clock counts anew',
    { type: 'leaseTaken', data: { holder: 'b', epoch: 2, clock: 'other' } },
    'run 01k6, 2s since it was taken over, 1 of 3 steps',
  ],
  [
    'it is being cancelled',
    { type: 'cancelAsked', data: { undo: true, signal: 's' } },
    'run 01k6, cancelling: taking back what was done, 6s since the fault, 1 of 3 steps',
  ],
  [
    'it is over',
    { type: 'runFinished', data: { outcome: 'failed' } },
    'run 01k6, failed, 6s since the fault, 1 of 3 steps',
  ],
] as const)('%s', (_, happening, line) => {
  const state = replay([
    ...[begun, [1000.5, { type: 'faultInjected', data: { regions: ['east'], atMono: 1000.5 } }] as const].map(
      ([at, event], index) => ({ ...event, runId: '01k6', seq: index + 1, epoch: 1, tsMono: at }) as never,
    ),
    ...(
      [
        { type: 'decided', data: { step: 'decide.east-lost', decision: 'approved', method: 'automatic' } },
        { type: 'stepStarted', data: { step: 'promote.orders-db@west', attempt: 1, key: 'k' } },
        happening,
      ] as const
    ).map((event, index) => ({ ...event, runId: '01k6', seq: index + 3, epoch: 1, tsMono: 1004 }) as never),
  ])
  expect(liveView({ ...rehearsal, state }, rich)).toContain(line)
})

test('what was done by hand or is left to settle is asked for in its own words', () => {
  const asks = [
    { step: 'promote.orders-db@west', for: 'failure' },
    { step: '', for: 'items' },
  ] as const
  const lines = liveView({ ...realLive, asks }, rich)
  expect(lines).toContain('    muster run retry event-1 promote.orders-db@west --as dba')
  expect(lines).toContain('? item:review  head-of-operations has to settle: Review why the emergency keys were used')
})

test('an alarm is over when its step is, and the last of a deadline stands for the first', () => {
  const timers = (...names: readonly string[]) => ({ ...realLive.state, timers: new Set(names) })
  const slow = liveView(
    { ...realLive, state: timers('slow:promote.orders-db@west:1', 'undecided:detect.east-lost') },
    rich,
  )
  expect(slow.join('\n')).not.toMatch(/longer|time to decide/)
  const both = liveView({ ...realLive, state: timers('deadline:checkout:75', 'deadline:checkout:100') }, rich).join(
    '\n',
  )
  expect(both).toContain('not restored, and its RTO is over')
  expect(both).not.toContain('75%')
  const steps = new Map(realLive.state.steps).set('route.storefront@west', { status: 'succeeded', attempts: 1 })
  const restored = { ...timers('deadline:checkout:100'), steps }
  expect(liveView({ ...realLive, state: restored }, rich).join('\n')).not.toContain('RTO is over')
})

test('who may decide are the deciders, their deputies, those it went on to and who broke the glass', () => {
  const decide = realLive.runbook.steps.find(({ id }) => id === 'decide.east-lost') as Step
  const work = { ...decide.work, escalation: [{ after: seconds(60), to: 'chief' }] } as Step['work']
  const open = { ...realLive.state, steps: new Map(), timers: new Set<string>() }
  const { glassBrokenBy: _, ...unbroken } = open
  const who = (state: Live['state'], step = { ...decide, work }) => whoMay(realLive.runbook, state, step)
  expect(who(unbroken)).toEqual(['incident-manager', 'head-of-operations'])
  expect(who({ ...unbroken, timers: new Set(['escalate:decide.east-lost:0']) })).toEqual([
    'incident-manager',
    'chief',
    'head-of-operations',
  ])
  expect(who(open)).toEqual(['incident-manager', 'head-of-operations', 'dba'])
  // Where everybody has answered, its owner is who to ask.
  const votes = ['incident-manager', 'head-of-operations'].map((role) => ({
    decision: 'approved' as const,
    role,
    person: role,
  }))
  const answered = new Map([[decide.id, { status: 'waiting' as const, attempts: 0, votes }]])
  expect(who({ ...unbroken, steps: answered })).toEqual(['dba'])
})

test('where there is no room for all, what waits for people goes first', () => {
  const lines = liveView({ ...realLive, height: 9 }, rich)
  expect(lines).toHaveLength(9)
  expect(lines[2]).toContain('? decide.east-lost')
  expect(lines.at(-1)).toMatch(/^… \d+ lines more$/)
})

test('never more lines nor wider ones than there is room for, whatever anybody has written', () => {
  const text = fc.constantFrom(
    'a',
    'promote the database',
    '数据库恢复',
    'e\u0301'.repeat(30),
    hostile,
    'x'.repeat(300),
  )
  fc.assert(
    fc.property(
      text,
      text,
      fc.integer({ min: 4, max: 50 }),
      fc.integer({ min: 20, max: 130 }),
      fc.boolean(),
      (a, b, height, width, colour) => {
        const style: Style = { colour, width, unicode: true }
        const wild: Live = {
          ...realLive,
          runbook: {
            ...realLive.runbook,
            plan: { ...realLive.runbook.plan, name: a },
            steps: realLive.runbook.steps.map((step) => ({ ...step, title: b, owner: a })),
          },
          outlook: { ...realOutlook, flows: realOutlook.flows.map((flow) => ({ ...flow, flow: a })) },
          height,
        }
        const lines = liveView(wild, style)
        expect(lines.length).toBeLessThanOrEqual(height)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is taken away
        const bare = lines.map((line) => line.replace(/\u001b\[\d+m/g, ''))
        for (const line of bare) {
          expect(line).not.toMatch(control)
          if (!line.startsWith('    ')) expect(columns(line)).toBeLessThanOrEqual(width)
        }
      },
    ),
    { numRuns: 200 },
  )
})

test('a line is cut between characters, wide ones and marked ones too', () => {
  expect(fitted(['数据库'], 5, rich)).toBe('数据…')
  expect(fitted(['数据库'], 6, rich)).toBe('数据库')
  expect(fitted(['e\u0301e\u0301e\u0301'], 2, rich)).toBe('e\u0301…')
  expect(fitted(['ab', ['red', 'cd'], 'ef'], 4, { ...rich, colour: true })).toBe('ab\u001b[31mc\u001b[39m…')
})

test('a command that is broken still runs as it stands', () => {
  const command = 'muster run approve event-20261002-031400-ab12 accept-loss.east-lost --as head-of-payments'
  const lines = commandLines(command, 40, '    ')
  expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(40)
  expect(
    lines
      .join('\n')
      .replace(/ \\\n +/g, ' ')
      .trim(),
  ).toBe(command)
  expect(commandLines(command, 120, '  ')).toEqual([`  ${command}`])
})

test('the mode of the run is shown as it is now', () => {
  const switched = replay([
    ...realRecords,
    { type: 'modeChanged', data: { mode: 'planned', signal: 's' }, runId: 'event-1', seq: 99, epoch: 1, tsMono: 1030 },
  ])
  expect(liveView({ ...realLive, state: switched }, rich)[0]).toContain('failover (planned)')
})
