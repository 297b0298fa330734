import { expect, test } from 'vitest'
import type { JournalRecord } from '#journal'
import type { Runbook, Step } from '#runbook'
import { outOfOrder } from './order.ts'

const step = (id: string, component: string, needs: readonly string[], more: Partial<Step> = {}): Step =>
  ({ id, component, needs, essential: true, work: { kind: 'action', use: 'act', with: {} }, ...more }) as Step

const promote = step('promote.db', 'db', [])
const scale = step('scale.web', 'web', ['promote.db'])

function found(steps: readonly Step[], ...records: ReadonlyArray<readonly [type: string, step: string]>) {
  const runbook = { mode: 'forced', steps } as unknown as Runbook
  return outOfOrder(
    runbook,
    records.map(([type, step], seq) => ({ seq, type, data: { step, answer: 'done' } }) as unknown as JournalRecord),
  )
}

const early = [{ step: 'scale.web', before: 'promote.db' }]

test('a step that begins after all that it needs has ended well is in order', () => {
  const all = [
    ['stepStarted', 'promote.db'],
    ['stepSucceeded', 'promote.db'],
    ['stepStarted', 'scale.web'],
  ] as const
  expect(found([promote, scale], ...all)).toEqual([])
  expect(found([promote, scale])).toEqual([])
})

test('what began while another component was still to come is out of order, and so is what it was skipped for', () => {
  expect(
    found(
      [promote, scale],
      ['stepStarted', 'scale.web'],
      ['stepStarted', 'promote.db'],
      ['stepSucceeded', 'promote.db'],
    ),
  ).toEqual(early)
  expect(found([promote, scale], ['stepSkipped', 'promote.db'], ['stepStarted', 'scale.web'])).toEqual(early)
  expect(found([promote, scale], ['stepFailed', 'promote.db'], ['stepStarted', 'scale.web'])).toEqual(early)
})

test('an attempt that failed early counts no more once a later one began in order', () => {
  expect(
    found(
      [promote, scale],
      ['stepStarted', 'scale.web'],
      ['stepSucceeded', 'promote.db'],
      ['stepFailed', 'scale.web'],
      ['stepStarted', 'scale.web'],
    ),
  ).toEqual([])
})

test('a fallback stands in for its step, and people begin when they are done', () => {
  const byHand = step('by-hand.db', 'db', [], {
    insteadOf: 'promote.db',
    work: { kind: 'manual', instruction: '' } as never,
  })
  expect(
    found(
      [promote, byHand, scale],
      ['stepFailed', 'promote.db'],
      ['manualDone', 'by-hand.db'],
      ['stepStarted', 'scale.web'],
    ),
  ).toEqual([])
  const look = step('look.web', 'web', ['promote.db'], { work: { kind: 'manual', instruction: '' } as never })
  expect(found([promote, look], ['manualDone', 'look.web'], ['stepSucceeded', 'promote.db'])).toEqual([
    { step: 'look.web', before: 'promote.db' },
  ])
})

test('its own component, what is not essential and what is of another mode do not matter', () => {
  const own = step('verify.db', 'db', ['promote.db'])
  const minor = { ...promote, essential: false }
  const planned = { ...promote, modes: ['planned'] as const }
  expect(found([promote, own], ['stepStarted', 'verify.db'])).toEqual([])
  expect(found([minor, scale], ['stepStarted', 'scale.web'])).toEqual([])
  expect(found([planned, scale], ['stepStarted', 'scale.web'])).toEqual([])
})
