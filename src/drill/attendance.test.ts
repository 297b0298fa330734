import { expect, test } from 'vitest'
import { chain, type Happening, type JournalRecord, type NewEvent, replay } from '#journal'
import type { Runbook, Step } from '#runbook'
import { seconds } from '#units'
import { callsDue } from './attendance.ts'

function step(id: string, work: Step['work']): Step {
  return {
    id,
    title: id,
    objective: id,
    phase: work.kind === 'decision' ? 'decide' : 'verify',
    needs: [],
    owner: 'crew',
    work,
    requires: [],
    effect: 'none',
    timeout: seconds(60),
    attempts: 1,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
  }
}

const book: Runbook = {
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
  decision: 'people',
  people: [
    { role: 'lead', name: 'Lea', deputy: 'second', answersWithin: seconds(60) },
    { role: 'second', name: 'Sam', deputy: 'third', answersWithin: seconds(60) },
    { role: 'third', name: 'Tom' },
    { role: 'chief', name: 'Cleo' },
    { role: 'crew', name: 'Crew' },
  ],
  steps: [
    step('go', {
      kind: 'decision',
      question: 'Go?',
      deciders: ['lead'],
      escalation: [{ after: seconds(120), to: 'chief' }],
    }),
    step('look', { kind: 'manual', instruction: 'Look' }),
  ],
  deviations: [],
  gaps: [],
}

type Told = readonly [at: number, by: string, happening: Happening]

function due(now: number, asked: readonly string[], told: readonly Told[], absent: readonly string[] = []) {
  const start: Told = [
    0,
    'muster',
    {
      type: 'runStarted',
      data: { runbookDigest: '', runbook: null, subject: 'tabletop', target: 'tabletop', kind: 'drill', absent },
    },
  ]
  const events = [start, ...told].map(
    ([at, by, event]) =>
      ({ ...event, actor: { name: by, authn: by === 'muster' ? 'muster' : 'stated' }, ts: '', tsMono: at }) as NewEvent,
  )
  const records: readonly JournalRecord[] = chain('run-1', 1, undefined, events).map(({ record }) => record)
  const asks = asked.map((one) => ({ do: 'ask', step: one, for: 'decision' }) as const)
  return callsDue(book, replay(records), records, asks, now)
}

const called = (at: number, role: string): Told => [
  at,
  'muster',
  { type: 'calledOut', data: { role, step: 'go', channel: 'console' } },
]
const here = (at: number, role: string): Told => [at, role, { type: 'answeredCall', data: { role, signal: 's' } }]

test('whoever is asked is called, each once, and nobody where nothing is asked', () => {
  expect(due(0, [], [])).toEqual([])
  expect(due(0, ['go', 'look'], [])).toEqual([
    { role: 'lead', step: 'go' },
    { role: 'crew', step: 'look' },
  ])
  expect(due(1, ['go', 'look'], [called(0, 'lead')])).toEqual([{ role: 'crew', step: 'look' }])
})

test('who does not answer in time is climbed over to the deputy, and who does is not', () => {
  expect(due(59, ['go'], [called(0, 'lead')])).toEqual([])
  expect(due(60, ['go'], [called(0, 'lead')])).toEqual([{ role: 'second', step: 'go', insteadOf: 'lead' }])
  expect(due(60, ['go'], [called(0, 'lead'), here(30, 'lead')])).toEqual([])
  // The third may not decide, and is not woken for it; the work of the crew, of which nothing says how soon it answers, waits.
  expect(due(9999, ['go', 'look'], [called(0, 'lead'), called(60, 'second'), called(0, 'crew')])).toEqual([])
})

test('what was refused is no answer', () => {
  const refused: Told = [10, 'lead', { type: 'signalRefused', data: { signal: 's', reason: 'no' } }]
  expect(due(60, ['go'], [called(0, 'lead'), refused])).toHaveLength(1)
})

test('those to whom it was escalated are called once it was', () => {
  const escalated: Told = [120, 'muster', { type: 'timerFired', data: { timer: 'escalate:go:0' } }]
  const before = [called(0, 'lead'), called(60, 'second')]
  expect(due(120, ['go'], [...before, escalated])).toEqual([{ role: 'chief', step: 'go' }])
})

test('who is absent is never called: who stands in is, at once', () => {
  expect(due(0, ['go'], [], ['lead'])).toEqual([{ role: 'second', step: 'go', insteadOf: 'lead' }])
  expect(due(0, ['go'], [], ['lead', 'second'])).toEqual([{ role: 'third', step: 'go', insteadOf: 'lead' }])
  expect(due(60, ['go'], [called(0, 'lead')], ['second'])).toEqual([{ role: 'third', step: 'go', insteadOf: 'lead' }])
  expect(due(90, ['go'], [called(0, 'second')], ['lead'])).toEqual([])
  expect(due(0, ['look'], [], ['crew'])).toEqual([])
})
