import { describe, expect, it } from 'vitest'
import type { Combination, CompareRecord } from './model.ts'
import { combinations, overheadsOf, rowsOf } from './rows.ts'
import { method, monitorPace, paces } from './settings.ts'
import { lengthOf, nextTurn } from './turns.ts'

const patroni: Combination = { system: 'patroni', settings: 'tuned', fault: 'kill' }
const muster: Combination = { ...patroni, system: 'muster' }
const unfenced: Combination = { ...patroni, system: 'muster-unfenced' }

function record(of: Combination, more: Partial<CompareRecord> = {}): CompareRecord {
  return {
    ...of,
    method,
    at: '2026-11-29T12:00:00Z',
    pace: paces.tuned,
    delay: 40,
    versions: { postgresql: '15.18' },
    took: 50,
    downtime: 6,
    clientGap: 6.5,
    detect: 5.5,
    lost: 0,
    acknowledged: 100,
    splitWrites: 0,
    writesPerSecond: 200,
    ...more,
  }
}

/** The figure of a record whose run never ended. */
function without(one: CompareRecord, name: 'downtime' | 'detect'): CompareRecord {
  const { [name]: _, ...rest } = one
  return rest
}

describe('a row', () => {
  it('is the median and the worst of the runs of its combination, and counts what was measured as now', () => {
    const runs = [
      record(patroni, { downtime: 7, lost: 4 }),
      record(patroni, { downtime: 5, lost: 0, splitWrites: 3 }),
      record(patroni, { downtime: 6.5, lost: 1 }),
      record(patroni, { downtime: 99, method: method - 1 }),
      record(muster),
    ]
    expect(rowsOf([patroni], runs)).toEqual([
      {
        ...patroni,
        runs: 3,
        measured: [7, 5, 6.5],
        downtime: { median: 6.5, worst: 7 },
        clientGap: { median: 6.5, worst: 6.5 },
        detect: { median: 5.5, worst: 5.5 },
        lost: { median: 1, worst: 4 },
        acknowledged: 300,
        splitBrain: 1,
        splitWrites: { median: 0, worst: 3 },
        writesPerSecond: { median: 200, worst: 200 },
      },
    ])
  })

  it('knows no worst where a run never ended, and no median where the middle one did not', () => {
    const never = without(record(patroni), 'downtime')
    const [row] = rowsOf([patroni], [record(patroni, { downtime: 5 }), record(patroni, { downtime: 7 }), never])
    expect({ downtime: row?.downtime, measured: row?.measured }).toEqual({ downtime: { median: 7 }, measured: [5, 7] })
    expect(rowsOf([patroni], [record(patroni), never])[0]?.downtime).toEqual({})
  })

  it('is not there without a run', () => expect(rowsOf(combinations, [])).toEqual([]))
})

describe('the overhead', () => {
  it('is of Muster with a witness beside those that wait as it does, and not beside the one that does not wait', () => {
    const rows = rowsOf(combinations, [
      record(patroni, { downtime: 6 }),
      record(muster, { downtime: 6.3 }),
      record(unfenced, { downtime: 2 }),
    ])
    expect(overheadsOf(rows)).toEqual([{ settings: 'tuned', fault: 'kill', against: 'patroni', share: 0.05 }])
  })

  it('is not told where one of the two is not known', () => {
    expect(overheadsOf(rowsOf(combinations, [record(patroni)]))).toEqual([])
    expect(overheadsOf(rowsOf(combinations, [without(record(patroni), 'downtime'), record(muster)]))).toEqual([])
    const other = record({ ...muster, fault: 'partition' })
    expect(overheadsOf(rowsOf(combinations, [record(patroni), other]))).toEqual([])
  })
})

describe('turns', () => {
  it('alternate between the systems, and begin with what has the fewest runs', () => {
    const asked = [patroni, muster]
    expect(nextTurn(asked, [], [], undefined, 1000)).toEqual(patroni)
    expect(nextTurn(asked, [record(patroni)], [], undefined, 1000)).toEqual(muster)
    expect(nextTurn(asked, [record(patroni), record(muster)], [], undefined, 1000)).toEqual(patroni)
    expect(nextTurn(asked, [record(patroni, { method: 0 }), record(muster)], [], undefined, 1000)).toEqual(patroni)
  })

  it('end where each has its runs, where no time is left, and where a system came to nothing twice', () => {
    expect(nextTurn([patroni], [record(patroni)], [], 1, 1000)).toBeUndefined()
    expect(nextTurn([patroni], [], [], 0, 1000)).toBeUndefined()
    expect(nextTurn([patroni], [record(patroni, { took: 70 })], [], undefined, 69)).toBeUndefined()
    expect(nextTurn([patroni], [record(patroni, { took: 70 })], [], undefined, 70)).toEqual(patroni)
    expect(nextTurn([patroni], [], [patroni], undefined, 1000)).toEqual(patroni)
    expect(nextTurn([patroni], [], [patroni, patroni], undefined, 1000)).toBeUndefined()
    expect(nextTurn([patroni, muster], [], [patroni], undefined, 1000)).toEqual(muster)
  })

  it('take as long as the longest before them, or a usual time', () => {
    expect(
      lengthOf(patroni, [record(patroni, { took: 40 }), record(patroni, { took: 45 }), record(muster, { took: 90 })]),
    ).toBe(45)
    expect(combinations.every((one) => lengthOf(one, []) > 0)).toBe(true)
  })
})

it('what pg_auto_failover waits for, in two parts, is what a lease lasts; its defaults are left alone', () => {
  const pace = monitorPace('tuned')
  expect((pace?.node_considered_unhealthy_timeout ?? 0) + (pace?.primary_demote_timeout ?? 0)).toBe(
    paces.tuned.ttl * 1000,
  )
  expect(monitorPace('default')).toBeUndefined()
})
