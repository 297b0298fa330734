import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
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

const other: CompareRecord = { ...record, fault: 'partition' }
let home: string
let file: string
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'muster-compare-records-'))
  file = join(home, 'compare', 'runs.jsonl')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

test('runs are kept from call to call', () => {
  expect(readRecords(home)).toEqual([])
  keepRecord(home, record)
  keepRecord(home, other)
  expect(readRecords(home)).toEqual([record, other])
})

test('a line that was broken off is no run, wherever it ends, and the next one is kept whole', () => {
  keepRecord(home, record)
  const whole = readFileSync(file).length
  const line = Buffer.from(JSON.stringify({ ...other, versions: { postgresql: '15.18 für Änderungen' } }))
  for (let length = 1; length < line.length; length++) {
    appendFileSync(file, line.subarray(0, length))
    expect(readRecords(home)).toEqual([record])
    keepRecord(home, other)
    expect(readRecords(home)).toEqual([record, other])
    truncateSync(file, whole)
  }
})

test('a last line that lacks its line feed alone is a run, and stays one', () => {
  keepRecord(home, record)
  truncateSync(file, readFileSync(file).length - 1)
  expect(readRecords(home)).toEqual([record])
  keepRecord(home, other)
  expect(readRecords(home)).toEqual([record, other])
})

test('a damaged line among others is told with its number and how to mend it', () => {
  keepRecord(home, record)
  appendFileSync(file, '{"system":\n')
  expect(() => readRecords(home)).toThrow(
    expect.objectContaining({
      kind: 'corrupt',
      message: `${file}:2 is no kept run. Remove that line, which loses this one run, or the file to begin anew.`,
    }),
  )
})

test('what cannot be written is told, and is no bug', () => {
  mkdirSync(join(home, 'compare', 'runs.jsonl'), { recursive: true })
  expect(() => keepRecord(home, record)).toThrow(expect.objectContaining({ kind: 'unreachable' }))
})
