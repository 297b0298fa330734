import { bytesOf, canonical } from '#digest'
import { type JournalRecord, journalText } from '#journal'
import type { Runbook } from '#runbook'
import { manifest, manifestName } from './manifest.ts'
import type { Evidence, Measurements } from './model.ts'

/** One judged run with all that it was judged by. */
export interface JudgedRun {
  readonly evidence: Evidence
  readonly runbook: Runbook
  readonly journal: readonly JournalRecord[]
  readonly measurements: Measurements
}

/** What a directory of evidence is made from. */
export interface Rehearsal extends JudgedRun {
  /** The plan's text, as it was read. */
  readonly plan: string
  /** What was expected beforehand, as JSON. */
  readonly forecast: unknown
  /** The report for people. */
  readonly report: string
  readonly failback?: JudgedRun
}

/** The files that every directory of evidence has beside its manifest. */
export const requiredFiles = [
  'evidence.json',
  'runbook.json',
  'journal.jsonl',
  'measurements.json',
  'plan.yaml',
  'forecast.json',
  'report.txt',
] as const

/** What a failback's files have before their name. */
export const failbackPrefix = 'failback-'

/** A value as the evidence's JSON files hold it: canonical, and ended by a line feed. */
export function jsonText(value: unknown): string {
  return `${canonical(value)}\n`
}

/** The texts of all files of a directory of evidence by name, the manifest last. */
export function evidenceFiles(rehearsal: Rehearsal): Map<string, string> {
  const texts = new Map<string, string>([
    ...runFiles('', rehearsal),
    ['plan.yaml', rehearsal.plan],
    ['forecast.json', jsonText(rehearsal.forecast)],
    ['report.txt', rehearsal.report],
    ...(rehearsal.failback ? runFiles(failbackPrefix, rehearsal.failback) : []),
  ])
  const bytes = new Map([...texts].map(([name, text]) => [name, bytesOf(text)]))
  return texts.set(manifestName, manifest(bytes))
}

function runFiles(prefix: string, run: JudgedRun): ReadonlyArray<[string, string]> {
  return [
    [`${prefix}evidence.json`, jsonText(run.evidence)],
    [`${prefix}runbook.json`, jsonText(run.runbook)],
    [`${prefix}journal.jsonl`, journalText(run.journal)],
    [`${prefix}measurements.json`, jsonText(run.measurements)],
  ]
}
