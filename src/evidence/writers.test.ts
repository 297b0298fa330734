import { expect, test } from 'vitest'
import { chain, type JournalRecord, type NewEvent } from '#journal'
import type { Runbook, Step } from '#runbook'
import { seconds } from '#units'
import type { Measurements, Writing } from './model.ts'
import { fencesHeld, writersOf } from './writers.ts'

const act = (id: string, use: string, given: Readonly<Record<string, string>>): Step => ({
  id,
  title: id,
  objective: `${id} is done`,
  phase: 'fence',
  needs: [],
  owner: 'operator',
  work: { kind: 'action', use, with: given },
  requires: [],
  effect: 'keyed',
  timeout: seconds(60),
  attempts: 1,
  backoff: seconds(1),
  irreversible: false,
  essential: true,
})

const runbook = (everywhere?: boolean): Runbook => ({
  schemaVersion: 1,
  plan: { name: 'shop', owner: 'shop', digest: 'sha256:0' },
  scenario: { id: 'cut', class: 'partition', loses: [] },
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
  ...(everywhere === undefined
    ? {}
    : {
        system: [
          {
            id: 'db',
            type: 'postgres',
            active: ['east', 'west'],
            standby: [],
            keeps: true,
            writesEverywhere: everywhere,
            operations: [],
            needs: [],
          },
        ],
      }),
  steps: [
    act('fence', 'traffic.fence', { region: 'east' }),
    act('unfence', 'traffic.unfence', { region: 'east' }),
    act('share', 'traffic.share', { regions: 'east,west' }),
  ],
  deviations: [],
  gaps: [],
})

/** Fenced at 10 s; let in again from 20 s on by the step named. */
function journal(opened?: string): readonly JournalRecord[] {
  const told = (at: number, event: Pick<NewEvent, 'type' | 'data'>): NewEvent =>
    ({ ...event, actor: { name: 'muster', authn: 'muster' }, ts: '2026-11-24T00:00:00Z', tsMono: at }) as NewEvent
  return chain('run-1', 1, undefined, [
    told(10, { type: 'stepSucceeded', data: { step: 'fence', attempt: 1, output: null } }),
    ...(opened === undefined
      ? []
      : [told(20, { type: 'stepStarted', data: { step: opened, attempt: 1, key: opened } })]),
  ]).map(({ record }) => record)
}

const wrote = (region: string, from: number, to: number): Writing => ({
  component: 'db',
  region,
  from,
  to,
  acknowledged: 5,
})

function judged(writings: readonly Writing[], opened?: string, everywhere?: boolean) {
  const measurements: Measurements = {
    schemaVersion: 1,
    method: 'ledger',
    clock: { source: 'host', skewSeconds: 0 },
    clients: [],
    ledgers: [],
    writings,
  }
  return writersOf(runbook(everywhere), journal(opened), measurements)
}

test('one region after the other is one writer at a time', () => {
  expect(judged([wrote('east', 0, 9), wrote('west', 11, 30)])).toEqual({
    stores: [{ component: 'db', regions: ['east', 'west'], split: false }],
    violations: [],
  })
})

test('a region that writes after it was fenced is a second writer, also where every region may write', () => {
  for (const everywhere of [undefined, false, true])
    expect(judged([wrote('east', 0, 10.5), wrote('west', 11, 30)], undefined, everywhere)).toEqual({
      stores: [{ component: 'db', regions: ['east', 'west'], split: true }],
      violations: ['Split brain: east took writes of db after it was fenced.'],
    })
})

test.each(['unfence', 'share'])('once traffic is let in again by %s, a region may write again', (opened) => {
  const both = [wrote('east', 0, 9), wrote('west', 11, 19), wrote('east', 21, 30)]
  expect(judged(both, opened)?.violations).toEqual([])
  expect(judged(both)?.violations).toEqual(['Split brain: east took writes of db after it was fenced.'])
})

test('two at the same time are a split only where one region may write', () => {
  const both = [wrote('east', 0, 9), wrote('west', 5, 30)]
  expect(judged(both, undefined, true)?.violations).toEqual([])
  expect(judged(both, undefined, false)?.violations).toEqual([
    'Split brain: east and west took writes of db at the same time.',
  ])
})

test('where nobody knows which region took a write, nothing is said', () => {
  const { writings: _, ...silent }: Measurements = {
    schemaVersion: 1,
    method: 'none',
    clock: { source: 'host', skewSeconds: 0 },
    clients: [],
    ledgers: [],
    writings: [],
  }
  expect(writersOf(runbook(), journal(), silent)).toBeUndefined()
})

test('a fence held where whoever came past the entry was refused, and is not shown where nobody came', () => {
  const held = (writes: ReadonlyArray<{ at: number; ok: boolean }>, opened?: string) =>
    fencesHeld(runbook(), journal(opened), {
      schemaVersion: 1,
      method: 'ledger',
      clock: { source: 'host', skewSeconds: 0 },
      clients: [],
      ledgers: [],
      pinned: [
        { region: 'east', component: 'db', writes },
        { region: 'west', component: 'db', writes: [{ at: 12, ok: true }] },
      ],
    })
  const refused = [9, 11, 12, 19.5].map((at) => ({ at, ok: at < 10 }))
  const before = { at: 9, ok: true }
  const after = { at: 21, ok: true }
  expect(held([...refused, after], 'unfence')).toEqual({
    fences: [{ region: 'east', component: 'db', tried: 3, taken: 0 }],
    gaps: [],
  })
  expect(held([...refused, after]).fences).toEqual([{ region: 'east', component: 'db', tried: 4, taken: 1 }])
  expect(held([before])).toEqual({
    fences: [{ region: 'east', component: 'db', tried: 0, taken: 0 }],
    gaps: ['Nobody tried to write db in east while it was fenced, so the fence is not shown.'],
  })
})
