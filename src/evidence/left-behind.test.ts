import { describe, expect, test } from 'vitest'
import type { Json } from '#digest'
import { type Happening, type JournalRecord, chain } from '#journal'
import type { Runbook, Step } from '#runbook'
import { seconds } from '#units'
import { leftOpen } from './left-behind.ts'
import type { LedgerCount, Measurements } from './model.ts'

const act: Step['work'] = { kind: 'action', use: 'component.operate', with: {} }
const byHand: Step['work'] = { kind: 'manual', instruction: 'Settle it.' }

function step(id: string, phase: Step['phase'], work = act): Step {
  return {
    id,
    title: id,
    objective: id,
    phase,
    needs: [],
    owner: 'operator',
    component: 'orders-db',
    region: 'east',
    work,
    requires: [],
    effect: 'keyed',
    timeout: seconds(60),
    attempts: 1,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
  }
}

const look = step('reconcile.orders-db@east', 'reconcile')
const settle = step('reconcile.orders-db', 'reconcile', byHand)
const again = step('re-protect.orders-db@east', 're-protect')

function runbook(steps: readonly Step[], over: Partial<Runbook> = {}): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'shop', owner: 'orders', digest: 'sha256:0' },
    scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
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

const records = (...events: readonly Happening[]): JournalRecord[] =>
  chain(
    'run-1',
    1,
    undefined,
    events.map((event, at) => ({
      ...event,
      actor: { name: 'muster', authn: 'muster' },
      ts: new Date(Date.UTC(2026, 10, 30) + at).toISOString(),
      tsMono: at,
    })),
  ).map(({ record }) => record)
const did = (id: string, output: Json = null): Happening => ({
  type: 'stepSucceeded',
  data: { step: id, attempt: 1, output },
})
const opened: Happening = {
  type: 'itemOpened',
  data: { item: 'item:1', text: 'Settle it.', owner: 'operator', step: look.id },
}
const closed: Happening = {
  type: 'itemClosed',
  data: { item: 'item:1', disposition: 'Entered again.', signal: 'signal-1' },
}

const ledger: LedgerCount = {
  component: 'orders-db',
  acknowledged: 100,
  lost: 2,
  unackedSurvivors: 0,
  duplicates: 0,
  lostKeys: ['a', 'b'],
}
const measured = (over: Partial<Measurements> = {}): Measurements => ({
  schemaVersion: 1,
  method: 'ledger',
  clock: { source: 'a clock', skewSeconds: 0 },
  clients: [],
  ledgers: [ledger],
  ...over,
})
const listing = { component: 'orders-db', region: 'east', at: 5, only: ['a', 'b', 'c'], differing: ['d'] }
const three = 'east had 3 writes of orders-db that west lacks'

describe('where nothing looks at what the other side had', () => {
  test('writes that were lost were overwritten without being listed, which is said', () => {
    expect(leftOpen(runbook([again]), records(did(again.id)), measured())).toEqual([
      '2 acknowledged writes of orders-db are lost, and what east had was overwritten by re-protect.orders-db@east without being listed.',
    ])
  })

  test('what nothing has overwritten yet was not listed', () => {
    expect(leftOpen(runbook([again]), records(), measured({ method: 'heartbeat' }))).toEqual([
      '2 markers of orders-db are lost, and nobody has listed what east had.',
    ])
  })

  test('a look that did not succeed is none', () => {
    expect(leftOpen(runbook([look, again]), records(did(again.id)), measured())[0]).toContain('without being listed')
  })

  test('nothing is open where nothing was lost, nothing has moved, or everything was drained first', () => {
    const none = measured({ ledgers: [{ ...ledger, lost: 0, lostKeys: [] }] })
    const made = records(did(again.id))
    expect(leftOpen(runbook([again]), made, none)).toEqual([])
    expect(leftOpen(runbook([again], { to: 'east' }), made, measured())).toEqual([])
    expect(leftOpen(runbook([again], { direction: 'failback' }), made, measured())).toEqual([])
  })
})

describe('where it was looked at', () => {
  const found = did(look.id, { known: true, onlyThere: 3, otherThere: 1 })

  test('what was found is counted, until somebody has said what becomes of it', () => {
    const steps = [look, settle, again]
    const open = `${three}, and 1 write of orders-db that west has with another content: they are listed, and nobody has said what becomes of them.`
    const list = measured({ leftBehind: [listing] })
    expect(leftOpen(runbook(steps), records(found, opened), list)).toEqual([open])
    // A manager of a real system keeps its own list, so that there is only its word.
    expect(leftOpen(runbook(steps), records(found, opened), measured())).toEqual([open])
    expect(leftOpen(runbook(steps), records(found, opened, closed), list)).toEqual([])
    const settled: Happening = {
      type: 'manualDone',
      data: { step: settle.id, result: 'All were entered again.', signal: 'signal-2' },
    }
    expect(leftOpen(runbook(steps), records(found, settled), list)).toEqual([])
  })

  test('what the other side has got meanwhile is not left open', () => {
    const list = measured({ ledgers: [], leftBehind: [{ ...listing, arrived: 3, differing: [] }] })
    expect(leftOpen(runbook([look]), records(found), list)).toEqual([])
  })

  test('lost writes that it does not have either are said to be nowhere', () => {
    const list = measured({ leftBehind: [{ ...listing, only: ['a'], differing: [] }] })
    const nowhere = '1 of 2 lost writes of orders-db were not found in east either.'
    expect(leftOpen(runbook([look]), records(found, opened, closed), list)).toEqual([nowhere])
    expect(leftOpen(runbook([look]), records(found), list)).toEqual([
      'east had 1 write of orders-db that west lacks: they are listed, and nobody has said what becomes of them.',
      nowhere,
    ])
  })

  test('what could not be seen is not known, with the reason', () => {
    const unseen = did(look.id, { known: false, why: 'its disk is gone' })
    expect(leftOpen(runbook([look, again]), records(unseen, did(again.id)), measured())).toEqual([
      'What orders-db in east still had is not known: its disk is gone.',
    ])
  })
})
