import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesOf } from '#digest'
import { type JournalRecord, type NewEvent, chain } from '#journal'
import { type Runbook, runbookDigest } from '#runbook'
import { type Share, seconds } from '#units'
import { type JudgedRun, evidenceFiles } from './files.ts'
import { judge } from './judge.ts'
import { manifest, manifestName } from './manifest.ts'
import type { Measurements } from './model.ts'
import { verifyEvidence } from './verify.ts'

function runbook(direction: Runbook['direction']): Runbook {
  const route = {
    id: 'route',
    title: 'Send customers to west — now',
    objective: 'Served again',
    phase: 'route',
    needs: [],
    owner: 'operator',
    work: { kind: 'action', use: 'traffic.route', with: { region: 'west' } },
    requires: [],
    effect: 'keyed',
    timeout: seconds(30),
    attempts: 1,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
    expected: seconds(2),
  } as const
  return {
    schemaVersion: 1,
    plan: { name: 'contoso-orders', owner: 'orders', digest: 'sha256:0' },
    scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
    direction,
    mode: direction === 'failback' ? 'planned' : 'forced',
    from: 'east',
    to: 'west',
    regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
    flows: [
      {
        id: 'checkout',
        does: 'A customer pays 5 €',
        tier: 1,
        data: 'writes',
        objectives: { rto: seconds(30), rpo: seconds(5) },
        level: { success: 1 as Share, hold: seconds(1) },
        restoredBy: ['route'],
        stores: [],
        components: ['shop'],
      },
    ],
    stores: [],
    probes: [],
    decision: 'automatic',
    people: [],
    steps: [route],
    deviations: [],
    gaps: [],
  }
}

function judged(run: string, direction: Runbook['direction'], follows?: string): JudgedRun {
  const book = runbook(direction)
  const event = (at: number, type: NewEvent['type'], data: unknown): NewEvent =>
    ({
      type,
      data,
      actor: { name: 'muster', authn: 'muster' },
      ts: `2026-11-24T00:00:0${at}.000Z`,
      tsMono: at,
    }) as NewEvent
  const journal = chain(run, 1, undefined, [
    event(0, 'runStarted', {
      runbookDigest: runbookDigest(book),
      runbook: book,
      subject: 'lab',
      target: 'lab',
      kind: 'drill',
      ...(follows === undefined ? {} : { follows }),
    }),
    event(1, 'stepStarted', { step: 'route', attempt: 1, key: 'k' }),
    event(3, 'stepSucceeded', { step: 'route', attempt: 1, output: { region: 'west' } }),
    event(5, 'runFinished', { outcome: 'succeeded' }),
  ]).map(({ record }): JournalRecord => record)
  const measurements: Measurements = {
    schemaVersion: 1,
    method: 'ledger',
    clock: { source: 'monotonic clock of the host', skewSeconds: 0 },
    ...(direction === 'failover' ? { t0: 1 } : {}),
    clients: [
      {
        flow: 'checkout',
        client: 'one',
        requests: [0.5, 1.5, 3.25, 3.75, 4.5].map((at) => ({ at, ok: at !== 1.5, latency: 0.0123 })),
      },
    ],
    ledgers: [],
  }
  return { runbook: book, journal, measurements, evidence: judge(book, journal, measurements) }
}

function directory(): Map<string, Uint8Array> {
  const texts = evidenceFiles({
    ...judged('run-1', 'failover'),
    plan: 'apiVersion: muster/v1\n# 5 € and more\n',
    forecast: { schemaVersion: 1, runs: 10 },
    report: 'Measured 2.25s of 30s\n',
    failback: judged('run-2', 'failback', 'run-1'),
  })
  return new Map([...texts].map(([name, text]) => [name, bytesOf(text)]))
}

/** The directory with some files' texts changed and a manifest made anew, as somebody who forges would. */
function forged(change: Readonly<Record<string, (text: string) => string>>): Map<string, Uint8Array> {
  const files = directory()
  const decoder = new TextDecoder()
  for (const [name, edit] of Object.entries(change)) {
    const before = decoder.decode(files.get(name))
    const after = edit(before)
    expect(after).not.toBe(before)
    files.set(name, bytesOf(after))
  }
  return files.set(manifestName, bytesOf(manifest(files)))
}

test('a directory verifies as it was written', () => {
  expect([...directory().keys()].sort()).toEqual([
    'evidence.json',
    'failback-evidence.json',
    'failback-journal.jsonl',
    'failback-measurements.json',
    'failback-runbook.json',
    'forecast.json',
    'journal.jsonl',
    'manifest.json',
    'measurements.json',
    'plan.yaml',
    'report.txt',
    'runbook.json',
  ])
  expect(verifyEvidence(directory())).toEqual([])
})

test('any flipped bit of any byte of any file is found, and the file is named', () => {
  const files = directory()
  for (const [name, content] of files)
    fc.assert(
      fc.property(fc.nat(content.length - 1), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        const flipped = Uint8Array.from(content)
        flipped[at] = (flipped[at] ?? 0) ^ (1 << bit)
        const faults = verifyEvidence(new Map(files).set(name, flipped))
        expect(faults).toHaveLength(1)
        expect(faults[0]?.startsWith(`${name} was changed`)).toBe(true)
      }),
      { numRuns: 150 },
    )
})

test('any file that is removed or added is named', () => {
  for (const name of directory().keys()) {
    const files = directory()
    files.delete(name)
    expect(verifyEvidence(files)).toEqual([expect.stringMatching(new RegExp(`^${name} (was removed|is missing)`))])
  }
  for (const name of ['extra.txt', 'failback-extra', '../x'])
    expect(verifyEvidence(directory().set(name, bytesOf('x')))).toEqual([
      `${name} was added: the manifest does not list it.`,
    ])
})

test('a manifest made anew over fewer files does not hide what is missing', () => {
  for (const name of ['journal.jsonl', 'report.txt', 'failback-runbook.json']) {
    const files = directory()
    files.delete(name)
    expect(verifyEvidence(files.set(manifestName, bytesOf(manifest(files))))).not.toEqual([])
  }
})

test('a better verdict does not follow from the journal, even under a new manifest', () => {
  for (const prefix of ['', 'failback-']) {
    const name = `${prefix}evidence.json`
    expect(verifyEvidence(forged({ [name]: (text) => text.replace('"met-technically"', '"met"') }))).toEqual([
      `${name} does not follow from ${prefix}runbook.json, ${prefix}journal.jsonl and ${prefix}measurements.json.`,
    ])
  }
})

test('measurements, runbooks and journals cannot be bettered either', () => {
  const faster = forged({ 'measurements.json': (text) => text.replace('"at":3.25', '"at":1.75') })
  expect(verifyEvidence(faster)).toHaveLength(1)
  const easier = forged({ 'runbook.json': (text) => text.replace('"rto":30', '"rto":99') })
  expect(verifyEvidence(easier)).toContain('runbook.json is not the runbook that journal.jsonl was started with.')
  const estimate = forged({ 'runbook.json': (text) => text.replace('"expected":2', '"expected":3') })
  expect(verifyEvidence(estimate)).toEqual(['runbook.json is not the runbook that journal.jsonl was started with.'])
  const rewritten = forged({ 'journal.jsonl': (text) => text.replace('"tsMono":3', '"tsMono":2') })
  expect(verifyEvidence(rewritten)[0]).toMatch(/^journal\.jsonl does not verify: record 4 does not follow/)
  const cut = forged({ 'journal.jsonl': (text) => text.slice(0, text.trimEnd().lastIndexOf('\n') + 1) })
  expect(verifyEvidence(cut)[0]).toMatch(/^journal\.jsonl does not verify: the journal ends at/)
})

test('loose or broken JSON is refused without a crash', () => {
  for (const name of ['evidence.json', 'runbook.json', 'measurements.json', 'failback-measurements.json']) {
    expect(verifyEvidence(forged({ [name]: (text) => ` ${text}` }))).toEqual([`${name} is not canonical JSON.`])
    expect(verifyEvidence(forged({ [name]: () => '{' }))).toEqual([`${name} is not JSON.`])
    expect(verifyEvidence(forged({ [name]: () => '{}\n' })).length).toBeGreaterThan(0)
    expect(verifyEvidence(forged({ [name]: () => 'null\n' })).length).toBeGreaterThan(0)
  }
  expect(verifyEvidence(forged({ 'journal.jsonl': () => '' }))).toEqual([
    'journal.jsonl does not begin with the start of a run.',
    expect.any(String),
    expect.any(String),
  ])
  expect(verifyEvidence(new Map())).toEqual(['manifest.json is missing, so nothing here can be verified.'])
})

test('a failback belongs to the failover beside it', () => {
  const texts = evidenceFiles({
    ...judged('run-1', 'failover'),
    plan: 'x\n',
    forecast: {},
    report: 'x\n',
    failback: judged('run-9', 'failback', 'run-8'),
  })
  expect(verifyEvidence(new Map([...texts].map(([name, text]) => [name, bytesOf(text)])))).toEqual([
    'failback-journal.jsonl continues another run than the one in journal.jsonl.',
  ])
})
