import { spawnSync } from 'node:child_process'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { chain, type JournalRecord, type NewEvent } from '#journal'
import type { Runbook, Step } from '#runbook'
import { type Duration, type Share, seconds } from '#units'
import type { Context } from './context.ts'
import { liveOf } from './live.ts'
import type { Terminal } from './screen.ts'

const step: Step = {
  id: 'promote.db@west',
  title: 'Promote db in west',
  objective: 'It serves',
  phase: 'recover',
  needs: [],
  owner: 'dba',
  work: { kind: 'action', use: 'postgres.promote', with: {} },
  requires: [],
  effect: 'probed',
  timeout: seconds(60),
  attempts: 3,
  backoff: seconds(1),
  irreversible: false,
  essential: true,
}

const runbook: Runbook = {
  schemaVersion: 1,
  plan: { name: 'orders', owner: 'team', digest: '' },
  scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
  direction: 'failover',
  mode: 'forced',
  from: 'east',
  to: 'west',
  regions: {},
  flows: [
    {
      id: 'checkout',
      does: 'A customer pays',
      tier: 1,
      data: 'writes',
      objectives: { rto: 600 as Duration },
      level: { success: 1 as Share, hold: seconds(1) },
      restoredBy: [step.id],
      stores: [],
      components: [],
    },
  ],
  stores: [],
  probes: [],
  decision: 'people',
  people: [],
  steps: [step],
  deviations: [],
  gaps: [],
}

const event = (at: number, happening: object): NewEvent =>
  ({
    ...happening,
    actor: { name: 'muster', authn: 'muster' },
    ts: '2026-10-02T03:14:00.000Z',
    tsMono: 500 + at,
  }) as NewEvent

const records: readonly JournalRecord[] = chain('event-1', 1, undefined, [
  event(0, {
    type: 'runStarted',
    data: {
      runbookDigest: '',
      runbook: JSON.parse(JSON.stringify(runbook)),
      subject: 'lab',
      target: 'lab',
      kind: 'drill',
    },
  }),
  event(1, { type: 'stepStarted', data: { step: step.id, attempt: 1, key: 'k' } }),
  event(2, { type: 'stepInDoubt', data: { step: step.id, attempt: 1, reason: 'the answer was lost' } }),
  event(3, { type: 'runFinished', data: { outcome: 'failed' } }),
]).map(({ record }) => record)

function contextOf(environment: Record<string, string>): { context: Context; told: string[]; stop: AbortController } {
  const told: string[] = []
  const stop = new AbortController()
  const style = { colour: false, width: 100, unicode: true }
  const context: Context = {
    cwd: '',
    environment,
    out: () => undefined,
    talk: (text) => void told.push(text),
    style: { out: style, talk: style },
    signal: stop.signal,
    today: '2026-10-02',
    end: () => undefined,
  }
  return { context, told, stop }
}

function terminalOf(isTTY: boolean): { terminal: Terminal; writes: string[] } {
  const writes: string[] = []
  const terminal = {
    isTTY,
    columns: 90,
    rows: 20,
    write: (text: string) => writes.push(text),
    on: () => undefined,
    removeListener: () => undefined,
  }
  return { terminal, writes }
}

test.each([
  ['off a terminal', false, {}],
  ['with NO_COLOR', true, { NO_COLOR: '1' }],
  ['in CI', true, { CI: 'true' }],
  ['on a terminal that cannot move its cursor', true, { TERM: 'dumb' }],
] as const)('%s there are plain lines', (_, isTTY, environment) => {
  const { context, told } = contextOf(environment)
  const { terminal, writes } = terminalOf(isTTY)
  const live = liveOf(context, { terminal })
  for (const record of records) live.record(record, runbook)
  live.close()
  expect(writes).toEqual([])
  expect(told).toHaveLength(4)
  expect(told[1]).toBe('REHEARSAL       +1s  ▸ promote.db@west  Promote db in west\n')
})

test('on a terminal every event is a line, and below them stands the run with what is expected', async () => {
  const { context, told } = contextOf({})
  const { terminal, writes } = terminalOf(true)
  const live = liveOf(context, { terminal })
  for (const record of records.slice(0, 2)) live.record(record, runbook)
  await delay(300)
  const drawn = writes.join('')
  expect(drawn).toContain('▸ promote.db@west  Promote db in west')
  expect(drawn).toContain('REHEARSAL  orders, east-lost, failover (forced) on lab (lab)')
  expect(drawn).toMatch(/checkout {2}restored in \S+, RTO 10m with odds of 100%/)
  live.record(records[2] as JournalRecord, runbook)
  live.asked([{ do: 'ask', step: step.id, for: 'doubt' }], runbook)
  live.close()
  expect(writes.join('')).toContain('muster run resolve event-1 promote.db@west --done --as dba')
  expect(told).toEqual([])
})

test('a run that is taken up shows what happened before', () => {
  const { context } = contextOf({})
  const { terminal, writes } = terminalOf(true)
  const live = liveOf(context, { terminal, earlier: records.slice(0, 2) })
  live.record(records[2] as JournalRecord, runbook)
  live.close()
  expect(writes.join('')).toContain('run event-1, ')
})

test('once Muster is told to stop, the terminal is as it was', () => {
  const { context, stop } = contextOf({})
  const { terminal, writes } = terminalOf(true)
  const live = liveOf(context, { terminal })
  live.record(records[0] as JournalRecord, runbook)
  stop.abort()
  const count = writes.length
  live.record(records[1] as JournalRecord, runbook)
  expect(writes.at(count - 1)).toContain('\u001b[?25h')
  expect(writes.at(-1)).toMatch(/^REHEARSAL.*promote\.db@west/)
})

/** Runs a command on a pseudo terminal; a part of util-linux. */
const pseudoTerminal = 'script'
const hasScript = spawnSync(pseudoTerminal, ['--version']).status === 0

test.skipIf(!hasScript)('on a real terminal the last lines stay, and nothing of the drawing is left behind', () => {
  const program = `
    import { liveOf } from './src/cli/live.ts'
    const style = { colour: false, width: 80, unicode: true }
    const context = { environment: {}, talk() {}, style: { out: style, talk: style }, signal: new AbortController().signal }
    const live = liveOf(context)
    for (const record of ${JSON.stringify(records)}) live.record(record, ${JSON.stringify(runbook)})
    live.close()
    process.stderr.write(process.stderr.isTTY ? 'a terminal' : 'none')
  `
  const command = `'${process.execPath}' --conditions=source --input-type=module -e "$PROGRAM"`
  const { stdout } = spawnSync(pseudoTerminal, ['-qec', command, '/dev/null'], {
    encoding: 'utf8',
    env: { ...process.env, PROGRAM: program, TERM: 'xterm', SHELL: '/bin/sh', CI: '', NO_COLOR: '' },
  })
  expect(stdout).toContain('a terminal')
  expect(stdout).toContain('✗ event-1          failed')
  expect(stdout.slice(stdout.lastIndexOf('\u001b[?25l'))).toContain('\u001b[?25h')
})
