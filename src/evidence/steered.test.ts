import { describe, expect, it } from 'vitest'
import { type Happening, type JournalRecord, type NewEvent, chain } from '#journal'
import type { Runbook, Step } from '#runbook'
import { type Share, seconds } from '#units'
import { judge } from './judge.ts'
import type { Measurements } from './model.ts'
import { openingSteps } from './opening.ts'

function step(id: string, phase: Step['phase'], needs: readonly string[], over: Partial<Step> = {}): Step {
  return {
    id,
    title: id,
    objective: `${id} is done`,
    phase,
    needs,
    owner: 'operator',
    work: { kind: 'action', use: `act.${id}`, with: {} },
    requires: [],
    effect: 'keyed',
    timeout: seconds(60),
    attempts: 2,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
    ...over,
  }
}

const decision: Step['work'] = { kind: 'decision', question: 'Go?', deciders: ['operator'] }

const runbook: Runbook = {
  schemaVersion: 1,
  plan: { name: 'shop', owner: 'orders', digest: 'sha256:0' },
  scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
  direction: 'failover',
  mode: 'forced',
  from: 'east',
  to: 'west',
  regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
  flows: [
    {
      id: 'buy',
      does: 'A customer pays',
      tier: 1,
      data: 'reads',
      objectives: { rto: seconds(30) },
      level: { success: 1 as Share, hold: seconds(2) },
      restoredBy: ['route'],
      stores: [],
      components: [],
    },
  ],
  stores: [],
  probes: [],
  decision: 'people',
  people: [],
  steps: [
    step('detect', 'detect', [], { modes: ['forced'] }),
    step('decide', 'decide', ['detect'], { work: decision }),
    step('accept-loss', 'decide', ['decide'], { work: decision, modes: ['forced'] }),
    step('drain', 'contain', ['decide'], { modes: ['planned'] }),
    step('promote', 'recover', ['accept-loss', 'drain'], { modes: ['planned', 'forced'] }),
    step('verify', 'verify', ['promote']),
    step('look', 'verify', ['promote'], { insteadOf: 'verify' }),
    step('route', 'route', ['verify'], { modes: ['planned', 'forced'] }),
  ],
  deviations: [],
  gaps: [],
}

type Told = Happening & { readonly at: number; readonly name?: string }

function records(...events: readonly Told[]): readonly JournalRecord[] {
  const told = events.map(
    ({ at, name, ...event }) =>
      ({
        ...event,
        actor: { name: name ?? 'muster', authn: name ? 'stated' : 'muster' },
        ts: new Date(Date.UTC(2026, 10, 24) + at * 1000).toISOString(),
        tsMono: at,
      }) as NewEvent,
  )
  return chain('run-1', 1, undefined, told).map(({ record }) => record)
}

const start = (over: Partial<Extract<Happening, { type: 'runStarted' }>['data']> = {}): Told => ({
  type: 'runStarted',
  at: 99,
  data: { runbookDigest: 'x', runbook: {}, subject: 'lab', target: 'lab', kind: 'drill', ...over },
})
const began = (id: string, at: number): Told => ({
  type: 'stepStarted',
  at,
  data: { step: id, attempt: 1, key: id },
})
const ended = (id: string, at: number): Told => ({
  type: 'stepSucceeded',
  at,
  data: { step: id, attempt: 1, output: null },
})
const approved = (id: string, at: number, method: 'person' | 'automatic' = 'person'): Told => ({
  type: 'decided',
  at,
  name: 'ada',
  data: { step: id, decision: 'approved', method },
})
const voted = (id: string, role: string, at: number, decision: 'approved' | 'rejected' = 'approved'): Told => ({
  type: 'voted',
  at,
  name: `${role} by name`,
  data: { step: id, decision, role, person: role, bound: 'b', signal: `${id}-${role}` },
})
const finished: Told = { type: 'runFinished', at: 120, data: { outcome: 'succeeded' } }

const measured: Measurements = {
  schemaVersion: 1,
  method: 'none',
  clock: { source: 'monotonic clock of the host', skewSeconds: 0 },
  t0: 100,
  clients: [
    {
      flow: 'buy',
      client: 'one',
      requests: Array.from({ length: 300 }, (_, index) => 95 + index / 10).map((at) => ({
        at,
        ok: at < 100 || at >= 110,
        latency: 0.01,
      })),
    },
  ],
  ledgers: [],
}

const judged = (...events: readonly Told[]) => judge(runbook, records(start(), ...events, finished), measured)
const rtoOf = (result: ReturnType<typeof judge>) => result.flows[0]?.rto

describe('approvals', () => {
  it('are every word of a person by role, and what was decided without one', () => {
    const { approvals } = judged(
      voted('decide', 'lead', 101),
      voted('decide', 'second', 102, 'rejected'),
      approved('decide', 103),
      approved('accept-loss', 104, 'automatic'),
    )
    expect(approvals.map(({ at: _, ...rest }) => rest)).toEqual([
      { step: 'decide', decision: 'approved', by: 'lead', method: 'person' },
      { step: 'decide', decision: 'rejected', by: 'second', method: 'person' },
      { step: 'accept-loss', decision: 'approved', by: 'ada', method: 'automatic' },
    ])
    expect(approvals[0]?.at).toBe('2026-11-24T00:01:41.000Z')
  })

  it('of a journal without such words are who decided', () => {
    expect(judged(approved('decide', 103)).approvals).toMatchObject([{ by: 'ada', method: 'person' }])
  })
})

describe('the marks of a run', () => {
  it('count the steps of its mode: nobody accepts a loss in a planned one, and nobody waits for it', () => {
    const forced = judged(approved('decide', 103), approved('accept-loss', 106))
    expect(rtoOf(forced)?.phases).toMatchObject({ decide: 6 })
    const planned = judge(
      runbook,
      records(start({ mode: 'planned' }), approved('decide', 103), approved('accept-loss', 106), finished),
      measured,
    )
    expect(rtoOf(planned)?.phases).toMatchObject({ decide: 3 })
  })

  it('count the mode that the run was last in', () => {
    const changed = judged(
      { type: 'modeChanged', at: 100, name: 'ada', data: { mode: 'planned', signal: 's' } },
      approved('decide', 103),
      approved('accept-loss', 106),
    )
    expect(rtoOf(changed)?.phases).toMatchObject({ decide: 3 })
    expect(changed.deviations).toContain('ada changed the mode to planned.')
  })

  it('begin, where nothing was injected, with what customers notice in that mode', () => {
    expect(openingSteps(runbook)).toEqual(['promote', 'verify', 'route'])
    expect(openingSteps(runbook, 'planned')).toEqual(['drain'])
    const { t0: _, ...unknown } = measured
    const events = [began('drain', 101), began('promote', 104), ended('verify', 112)]
    const of = (mode: 'planned' | 'forced') => judge(runbook, records(start({ mode }), ...events, finished), unknown)
    expect(rtoOf(of('planned'))?.measured).toBe(9)
    expect(rtoOf(of('forced'))?.measured).toBe(6)
  })

  it.each([
    ['by the step itself', [ended('verify', 112)], 12],
    ['by what stood in for it', [ended('look', 114)], 14],
    [
      'by a person who found it done',
      [
        {
          type: 'stepResolved',
          at: 113,
          name: 'ada',
          data: { step: 'verify', attempt: 1, answer: 'done', result: 'ok', signal: 's' },
        },
      ],
      13,
    ],
    [
      'not where a person found it not done',
      [
        {
          type: 'stepResolved',
          at: 113,
          data: { step: 'verify', attempt: 1, answer: 'notDone', result: 'no', signal: 's' },
        },
      ],
      undefined,
    ],
    ['not where it was taken back', [ended('verify', 112), ended('undo:verify', 113)], undefined],
  ] as ReadonlyArray<readonly [string, readonly Told[], number | undefined]>)(
    'have the verification %s',
    (_title, events, at) => {
      expect(rtoOf(judged(...events))?.validated).toBe(at)
    },
  )
})

describe('what people did to the run', () => {
  it.each([
    [
      { type: 'stepSkipped', data: { step: 'look', comment: 'It is closed.', signal: 's' } },
      'ada skipped look: It is closed.',
    ],
    [{ type: 'retryAsked', data: { step: 'route', signal: 's' } }, 'ada asked for one more attempt of route.'],
    [
      { type: 'cancelAsked', data: { undo: true, comment: 'False alarm', signal: 's' } },
      'ada cancelled the run and had it taken back: False alarm.',
    ],
    [{ type: 'cancelAsked', data: { undo: false, signal: 's' } }, 'ada cancelled the run.'],
    [
      { type: 'glassBroken', data: { by: ['lead', 'second'], reason: 'No sign-in', challenge: 'c', signal: 's' } },
      'Break-glass: lead and second went on without the usual approvals: No sign-in.',
    ],
    [
      { type: 'leaseTaken', data: { holder: 'h', epoch: 1, forced: { by: ['lead', 'second'], reason: 'It hangs' } } },
      'lead and second took the run from its holder: It hangs.',
    ],
    [
      { type: 'splitFound', data: { other: 'run-2', doubly: ['promote', 'route'], by: 'lead', reason: 'Two sites' } },
      'Another journal of this run was found, run-2; done twice: promote, route: Two sites.',
    ],
    [
      { type: 'splitFound', data: { other: 'run-2', doubly: [], by: 'lead', reason: 'Two sites' } },
      'Another journal of this run was found, run-2; no step was done twice: Two sites.',
    ],
    [
      {
        type: 'pagesMerged',
        data: {
          copies: [{ copy: 'a', lines: 2 }],
          digest: 'd',
          lines: [],
          contradictions: [],
          by: 'lead',
          reason: 'No network',
        },
      },
      'Lines of 1 pages of the runbook were merged; they agree with each other and with this run: No network.',
    ],
    [{ type: 'stepSucceeded', data: { step: 'undo:route', attempt: 1, output: null } }, 'route was taken back.'],
    [{ type: 'stepSucceeded', data: { step: 'look', attempt: 1, output: null } }, 'look stood in for verify.'],
  ] as ReadonlyArray<readonly [Happening, string]>)('%j is said', (event, sentence) => {
    expect(judged({ ...event, at: 111, name: 'ada' }).deviations).toEqual([sentence])
  })

  it.each([
    [{ type: 'leaseTaken', data: { holder: 'h', epoch: 1 } }],
    [{ type: 'stepSucceeded', data: { step: 'route', attempt: 1, output: null } }],
    [{ type: 'paused', data: { signal: 's' } }],
  ] as ReadonlyArray<readonly [Happening]>)('%j is nothing out of the way', (event) => {
    expect(judged({ ...event, at: 111, name: 'ada' }).deviations).toEqual([])
  })

  it('is that it was a rehearsal apart, where it was one', () => {
    const result = judge(runbook, records(start({ mode: 'test' }), finished), measured)
    expect(result.deviations).toEqual([
      'A rehearsal apart: what customers use was left alone, and nobody was sent anywhere.',
    ])
  })

  it.each([
    ['notDone', 'route was in doubt (lost); ada found it not done.'],
    ['done', 'route was in doubt (lost); ada found it done.'],
  ] as const)('is that a step in doubt was resolved as %s', (answer, sentence) => {
    expect(
      judged(
        { type: 'stepInDoubt', at: 111, data: { step: 'route', attempt: 1, reason: 'lost.' } },
        {
          type: 'stepResolved',
          at: 112,
          name: 'ada',
          data: { step: 'route', attempt: 1, answer, result: 'r', signal: 's' },
        },
      ).deviations,
    ).toEqual([sentence])
  })
})
