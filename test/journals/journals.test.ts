/**
 * Journals of every released format, replayed for ever. Those of the present one are recorded with
 *
 *     MUSTER_RECORD=1 npx vitest run --project rooms test/journals
 *
 * which writes those courses that have no journal yet. One that was released is never written anew: where replaying it
 * comes to something else, it is the code that has to change, or a numbered flag that says since when.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { canonical } from '#digest'
import { intentsOf } from '#execution'
import { type EventType, journalText, type JournalRecord, parseJournal, verifyChain } from '#journal'
import { runbookDigest } from '#runbook'
import { courses } from './courses.ts'
import { recorded } from './recorder.ts'
import { after, pinned, type Summary, summaryOf } from './summary.ts'

const folder = import.meta.dirname
/** The format that this Muster writes. */
const present = '1'
const largest = 60_000

if (process.env['MUSTER_RECORD'] === '1')
  for (const course of courses) {
    const path = join(folder, present, `${course.name}.jsonl`)
    if (existsSync(path)) continue
    mkdirSync(join(folder, present), { recursive: true })
    const records = await recorded(course)
    writeFileSync(path, journalText(records))
    writeFileSync(path.replace('.jsonl', '.json'), `${JSON.stringify(summaryOf(records), undefined, 2)}\n`)
  }

const formats = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
const journals = formats.flatMap(({ name: format }) =>
  readdirSync(join(folder, format))
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => ({ name: `${format}/${name}`, path: join(folder, format, name) })),
)

const read = (path: string): readonly JournalRecord[] => parseJournal(readFileSync(path, 'utf8')).records

/** What a driver writes down because the runbook says so, and nobody else. */
const intents: ReadonlySet<string> = new Set(['stepStarted', 'asked', 'decided', 'stepInDoubt', 'runFinished'])

const kinds: readonly EventType[] = [
  'asked',
  'cancelAsked',
  'claimed',
  'continued',
  'decided',
  'declared',
  'faultHealed',
  'faultInjected',
  'glassBroken',
  'handedOver',
  'itemClosed',
  'itemOpened',
  'leaseTaken',
  'lossShown',
  'manualDone',
  'modeChanged',
  'noted',
  'pagesMerged',
  'paused',
  'regionReturned',
  'retryAsked',
  'runFinished',
  'runStarted',
  'signalRefused',
  'splitFound',
  'stepFailed',
  'stepInDoubt',
  'stepProbed',
  'stepResolved',
  'stepSkipped',
  'stepStarted',
  'stepSucceeded',
  'timerFired',
  'undoAsked',
  'voted',
]

describe('recorded journals', () => {
  it('are there, at least twenty of each format, small, and of each course one', () => {
    expect(formats.map(({ name }) => name)).toContain(present)
    for (const { name: format } of formats)
      expect(journals.filter(({ name }) => name.startsWith(`${format}/`)).length).toBeGreaterThanOrEqual(20)
    for (const { name, path } of journals) expect(readFileSync(path).length, name).toBeLessThan(largest)
    for (const { name } of courses) expect(journals.map((one) => one.name)).toContain(`${present}/${name}.jsonl`)
    process.stdout.write(`journals: ${journals.length} of ${formats.length} formats replayed\n`)
  })

  it('have between them every kind of event', () => {
    const types = new Set(journals.flatMap(({ path }) => read(path).map(({ type }) => type)))
    expect([...types].toSorted()).toEqual(kinds.toSorted())
  })

  it.each(journals)('$name comes to what it came to', ({ path }) => {
    const { records, badLine } = parseJournal(readFileSync(path, 'utf8'))
    expect(badLine).toBeUndefined()
    expect(records.length).toBeGreaterThan(0)
    expect(verifyChain(records)).toBeUndefined()
    const [first] = records
    if (first?.type === 'runStarted') expect(runbookDigest(pinned(records))).toBe(first.data.runbookDigest)
    const summary = JSON.parse(readFileSync(path.replace('.jsonl', '.json'), 'utf8')) as Summary
    expect(summaryOf(records)).toEqual(summary)
  })

  it.each(journals)('$name has each intent where the runbook asks for it today', ({ path }) => {
    const records = read(path)
    const missing = after(records, (_, commands, at) => {
      const next = records[at + 1]
      if (!next || !intents.has(next.type)) return []
      const wanted = intentsOf(commands).map(({ type, data }) => canonical({ type, data }))
      return wanted.includes(canonical({ type: next.type, data: next.data })) ? [] : [`${next.seq} ${next.type}`]
    })
    expect(missing.flat()).toEqual([])
  })
})
