import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { openSession, systemClock } from '#execution'
import type { Outcome } from '#journal'
import { parsePlan, type Plan } from '#plan'
import { runbookDigest } from '#runbook'
import { estatePlan } from '../../test/own/plan.ts'
import { actingOn } from './acting.ts'
import { compiledFor } from './compiled.ts'
import { openMuster } from './open.ts'
import { openProject } from './project.ts'
import { provingOf } from './real-evidence.ts'

// One flow that is served all the time, and a database that nobody reaches.
vi.setConfig({ testTimeout: 120_000 })
const run = 'event-20261124-030000-abcdef'
const served = createServer((_, response) => void response.end('{}'))
const folder = mkdtempSync(join(tmpdir(), 'muster-proving-'))
let asked = 0
served.on('request', () => asked++)
let text: string
let homes = 0
let environment: Record<string, string>
const said: string[] = []
const watcher = { say: (line: string) => void said.push(line), record() {}, asked() {}, forecast() {} }

beforeAll(async () => {
  await new Promise<void>((resolve) => served.listen(0, '127.0.0.1', resolve))
  const { port } = served.address() as AddressInfo
  text = estatePlan({ door: port, management: port, eastApi: port, westApi: port, copyApi: port })
})
afterAll(() => {
  served.closeAllConnections()
  served.close()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  const nowhere = 'postgres://muster@127.0.0.1:1/orders'
  const home = join(folder, `home-${homes++}`)
  environment = { MUSTER_HOME: home, OWN_EAST: nowhere, OWN_WEST: nowhere, OWN_COPY: nowhere, OWN_TOKEN: 'none' }
})
afterEach(() => said.splice(0))

function planOf(): Plan {
  const { plan } = parsePlan(text, 'plan.yaml')
  if (!plan) throw new Error('The plan of this test cannot be read.')
  return plan
}

function real() {
  const project = openProject({ cwd: folder, environment })
  const acting = actingOn(project, planOf(), 'staging', () => false)
  const way = { scenario: 'east-lost', direction: 'failover', decision: 'people', mode: 'test' } as const
  return { project, acting, runbook: compiledFor(planOf(), acting, way) }
}

/** Leaves a run as a process that died just after its end did. */
async function ended(outcome: Outcome, measured: boolean): Promise<void> {
  const { project, runbook } = real()
  const kept = project.workspace.kept(run)
  kept.set('plan.yaml', text)
  if (measured) kept.add('diary.jsonl', `["clock","${systemClock.id}"]\n`, false)
  const data = { runbookDigest: runbookDigest(runbook), runbook: JSON.parse(JSON.stringify(runbook)) }
  const { id: clock } = systemClock
  await project.withStore(async (store) => {
    const session = await openSession(store, run, systemClock, () => {})
    await session.record([
      { type: 'runStarted', data: { ...data, subject: 'nonprod', target: 'staging', kind: 'realEvent', clock } },
      { type: 'runFinished', data: { outcome } },
    ])
    await session.close()
  })
}

describe('a real run that is measured', () => {
  it('goes on where nothing can be written down of it any more, which is told once', async () => {
    const { project, acting, runbook } = real()
    const stop = new AbortController()
    const forecast = (): never => {
      throw new Error('Nothing was to be forecast.')
    }
    const evidence = { shown: forecast }
    const proving = await provingOf(project, evidence, acting, run, runbook, forecast, { signal: stop.signal, watcher })
    const notes = join(project.workspace.home, 'runs', run)
    while (!existsSync(join(notes, 'diary.jsonl'))) await delay(10)
    rmSync(notes, { recursive: true })
    writeFileSync(notes, 'No folder.')
    const before = asked
    while (asked < before + 4) await delay(20)
    await proving?.stop()
    expect(said.filter((line) => /cannot be kept: .*diary\.jsonl cannot be written/.test(line))).toHaveLength(1)
    expect(said).toHaveLength(1)
  })

  it('is not measured, and goes on, where what was written down cannot even be looked for', async () => {
    const { project, acting, runbook } = real()
    const nowhere = { ...acting, measured: () => acting.measured?.('no name of a run') }
    const forecast = (): never => {
      throw new Error('Nothing was to be forecast.')
    }
    const { signal } = new AbortController()
    const evidence = { shown: forecast }
    expect(await provingOf(project, evidence, nowhere, run, runbook, forecast, { signal, watcher })).toBeUndefined()
    expect(said).toEqual([expect.stringMatching(/^This run is not measured: /)])
  })

  it('gets its evidence when it is taken up, where its process died between its end and that', async () => {
    await ended('succeeded', true)
    const muster = openMuster({ cwd: folder, environment })
    const driving = { signal: new AbortController().signal, wait: true, watcher }
    const { view, pending } = await muster.resumeEvent(run, driving)
    expect([view.outcome, pending]).toEqual(['succeeded', false])
    expect(said.at(-1)).toBe(`Evidence ${join(environment['MUSTER_HOME'] ?? '', 'evidence', run)}`)
    expect(muster.verify(run)).toMatchObject({ faults: [], judgedAgain: true })
    const evidence = JSON.parse(
      readFileSync(join(environment['MUSTER_HOME'] ?? '', 'evidence', run, 'evidence.json'), 'utf8'),
    )
    expect(evidence).toMatchObject({ run, kind: 'realEvent', target: 'staging' })
    // A database that is not reached keeps what was written to it, and nobody else can know.
    expect(said.join('\n')).toContain('The markers of this run could not be removed')
    await expect(muster.resumeEvent(run, driving)).rejects.toThrow(`The run ${run} has ended: succeeded`)
  })

  it('is left for whoever takes it up, where measuring is broken off', async () => {
    await ended('succeeded', true)
    const muster = openMuster({ cwd: folder, environment })
    const stopped = { signal: AbortSignal.abort(), wait: true, watcher }
    await muster.resumeEvent(run, stopped)
    expect(said.at(-1)).toContain(`its evidence is not written yet: muster run resume ${run}`)
    expect(existsSync(join(environment['MUSTER_HOME'] ?? '', 'evidence', run))).toBe(false)
    await muster.resumeEvent(run, { ...stopped, signal: new AbortController().signal })
    expect(muster.verify(run).faults).toEqual([])
  })

  it('has ended for good where it was not measured here, or was called off', async () => {
    const muster = openMuster({ cwd: folder, environment })
    const driving = { signal: new AbortController().signal, wait: true, watcher }
    await ended('succeeded', false)
    await expect(muster.resumeEvent(run, driving)).rejects.toThrow(`The run ${run} has ended: succeeded`)
    environment['MUSTER_HOME'] = join(folder, `home-${homes++}`)
    await ended('cancelled', true)
    await expect(openMuster({ cwd: folder, environment }).resumeEvent(run, driving)).rejects.toThrow(
      'has ended: cancelled',
    )
  })
})
