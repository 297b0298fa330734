import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CompareRecord } from './model.ts'
import { keepRecord, readRecords } from './records.ts'
import { delay, method, paces } from './settings.ts'

const record: CompareRecord = {
  system: 'muster',
  settings: 'tuned',
  fault: 'kill',
  method,
  at: '2026-11-29T12:00:00Z',
  pace: paces.tuned,
  delay,
  versions: { postgresql: '15.18' },
  took: 38,
  downtime: 5.995,
  clientGap: 6.065,
  detect: 5.824,
  lost: 1,
  acknowledged: 2635,
  splitWrites: 0,
  writesPerSecond: 290,
}

test('runs are kept from call to call, and a line that is none is named', () => {
  const home = mkdtempSync(join(tmpdir(), 'muster-compare-records-'))
  try {
    expect(readRecords(home)).toEqual([])
    keepRecord(home, record)
    keepRecord(home, { ...record, fault: 'partition' })
    expect(readRecords(home)).toEqual([record, { ...record, fault: 'partition' }])
    appendFileSync(join(home, 'compare', 'runs.jsonl'), '{"system":')
    expect(() => readRecords(home)).toThrow(
      /runs\.jsonl:3 is no kept run\. Remove the line, or the file to begin anew\./,
    )
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})
