import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, describe, expect, type TestContext, test, vi } from 'vitest'
import type { Fault } from '#runbook'
import { seconds } from '#units'
import { hasEnded, identityOf, type ProcessIdentity, signal } from '../processes.ts'
import { type Parts, partsOf } from '../profile.ts'
import { cleanUp, readRegistry, type Registry } from '../registry.ts'
import { labDown } from '../status.ts'
import { createLab } from '../target.ts'
import { clock, eastLost, eventually, failOver, laboratory, manage, runbookOf, sql } from '../testing/lab.ts'
import { commandIn, makeNetworks, type NetworkPrograms, type Remains } from './namespaces.ts'

// Patience for a machine with other work; nothing here asserts that anything is quick.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const found = partsOf('full', process.env['PATH'] ?? '').namespaces
const { home, basePort, remove } = await laboratory()
const runbook = runbookOf('async')
type Lab = ReturnType<typeof createLab>
const labOf = (parts: Parts): Lab => createLab({ home, basePort, clock, parts, idleLimit: seconds(900) })

const lineCut: Fault = { as: 'partitioned', regions: [], components: [], between: ['east', 'west'] }
const toldOf = 'Each region has a network of its own, and so has the line between them'

/** Milliseconds: longer than the system asks for a neighbour before it says that a host cannot be reached. */
const longSilence = 4500

afterAll(remove)

function needed({ skip }: TestContext): NetworkPrograms {
  return found ?? skip('optional: this machine does not let the lab make networks')
}

/** Namespaces and interfaces of this lab that the machine has. */
function left(): readonly string[] {
  const listed = (path: string) => (existsSync(path) ? readdirSync(path) : [])
  const ours = new RegExp(`^muster-?${basePort}(-|$)`)
  return [...listed('/run/netns'), ...listed('/sys/class/net')].filter((name) => ours.test(name))
}

/** Somebody in the west who connects to the near end of the line towards PostgreSQL in the east, and asks once for each line. */
const asking = `
const { connect } = require('node:net')
const [host, port] = process.argv.slice(1)
const socket = connect(Number(port), host)
let tell = () => {}
const said = (what) => tell(what)
socket.on('error', ({ code }) => said(code)).on('close', () => said('closed')).on('data', () => said('answered'))
const outcome = (act) => new Promise((resolve) => { tell = resolve; act(); setTimeout(resolve, ${longSilence}, 'silence') })
const connected = outcome(() => socket.on('connect', () => said('connected')))
require('node:readline').createInterface(process.stdin).on('line', async () => {
  const how = await connected
  const began = performance.now()
  const what = how === 'connected' ? await outcome(() => socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]))) : how
  console.log(JSON.stringify({ what, seconds: (performance.now() - began) / 1000 }))
})`

async function askerIn(lab: Lab, { nsenter }: NetworkPrograms) {
  const [row] = await sql(lab, 'west', 'select sender_host, sender_port from pg_stat_wal_receiver')
  const at = [String(row?.['sender_host']), String(row?.['sender_port'])]
  return askingAt(at, nsenter)
}

function askingAt(at: readonly string[], nsenter: string) {
  const inside = { nsenter, namespace: `muster-${basePort}-west` }
  const { program, args } = commandIn(inside, [process.execPath, '-e', asking, ...at])
  const child: ChildProcess = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface(child.stdout as NonNullable<ChildProcess['stdout']>)
  return {
    again: () => askingAt(at, nsenter),
    async ask(): Promise<{ readonly what: string; readonly seconds: number }> {
      const line = new Promise<string>((resolve) => lines.once('line', resolve))
      child.stdin?.write('\n')
      return JSON.parse(await line)
    },
    end: () => child.kill('SIGKILL'),
  }
}

const rows = async (lab: Lab, region: string) =>
  Number((await sql(lab, region, 'select count(*) as n from orders'))[0]?.['n'])

/** What comes of a connection from the machine to a region's web service. */
function reached(lab: Lab, region: string): Promise<string> {
  const { hostname, port } = new URL(lab.endpoint('storefront', region).url)
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname)
    const done = (what: string) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(what)
    }
    const timer = setTimeout(() => done('silence'), longSilence)
    socket.once('connect', () => done('connected')).once('error', ({ code }: NodeJS.ErrnoException) => done(code ?? ''))
  })
}

describe('regions with networks of their own', () => {
  const lab = labOf(found ? { namespaces: found } : {})
  let asker: ReturnType<typeof askingAt>

  test('are told of, and the line between them has its delay', async (context) => {
    const programs = needed(context)
    const said: string[] = []
    await lab.start('run-1', runbook, (line) => said.push(line))
    expect(said[0]).toBe(toldOf)
    expect(lab.parts?.()).toEqual({ namespaces: expect.stringMatching(/^\d+\.\d+/) })
    expect(left().length).toBe(6)
    await lab.load(seconds(1.5))
    asker = await askerIn(lab, programs)
    const { what, seconds: took } = await asker.ask()
    expect(what).toBe('answered')
    expect(took).toBeGreaterThanOrEqual(0.08)
  })

  test('a partition resets nothing and refuses nothing, and customers reach both sides', async (context) => {
    needed(context)
    const open = asker
    const t0 = await lab.inject('cut', lineCut)
    expect(await lab.inject('cut', lineCut)).toBe(t0)
    const late = open.again()
    const [before, after] = await Promise.all([open.ask(), late.ask()])
    expect([before.what, after.what]).toEqual(['silence', 'silence'])
    for (const one of [open, late]) one.end()
    expect(await Promise.all(['east', 'west'].map((region) => reached(lab, region)))).toEqual([
      'connected',
      'connected',
    ])
    expect(await lab.restoredSince(t0, runbook)).toBe(true)
    const [here, there] = [await rows(lab, 'east'), await rows(lab, 'west')]
    expect(here).toBeGreaterThan(there)
    await eventually('more was written in the east', async () => (await rows(lab, 'east')) > here)
    expect(await rows(lab, 'west')).toBe(there)
  })

  test('once the line carries again, what was written meanwhile arrives', async (context) => {
    needed(context)
    const written = await rows(lab, 'east')
    await lab.heal('mend', lineCut)
    await lab.heal('mend', lineCut)
    await eventually('the west has it', async () => (await rows(lab, 'west')) >= written, 90)
  })

  test('a region that is lost answers nobody, not even with a refusal, until it is given back', async (context) => {
    needed(context)
    const t0 = await lab.inject('fault', eastLost)
    expect(await reached(lab, 'east')).toBe('silence')
    await failOver(lab, runbook, t0)
    await lab.heal('heal', eastLost)
    expect(await reached(lab, 'east')).toBe('ECONNREFUSED')
    await manage(lab, 'storefront', 'east', '/start', { key: 'web' })
    expect(await reached(lab, 'east')).toBe('connected')
    await manage(lab, 'orders-db', 'east', '/rebuild', { key: 'rebuild', source: 'west' })
    expect(await sql(lab, 'west', 'select application_name, state from pg_stat_replication')).toEqual([
      { application_name: 'east', state: 'streaming' },
    ])
  })

  test('nothing of them is left after the stop', async (context) => {
    needed(context)
    await lab.stop()
    expect(left()).toEqual([])
  })
})

describe('what a lab leaves', () => {
  test('is left alone where a lab of another home has made networks of the same names since', async (context) => {
    const programs = needed(context)
    const registered: Remains[] = []
    const made = await makeNetworks(programs, ['east', 'west'], basePort, (remains) => registered.push(remains))
    const { program, args } = commandIn(made.insideOf('west'), [process.execPath, '-e', 'setTimeout(() => {}, 60000)'])
    const { pid } = spawn(program, args, { stdio: 'ignore' })
    const service = identityOf(pid ?? 0) as ProcessIdentity
    const [networks] = registered as [Remains]
    const supervisor = { pid: process.pid, startedAt: 'at another time' }
    const dead: Registry = { version: 1, supervisor, token: '', since: '', processes: [], networks }
    try {
      await cleanUp(home, dead)
      expect(left().length).toBe(6)
    } finally {
      await cleanUp(home, { ...dead, processes: [{ ...service, name: 'web' }] })
    }
    expect(left()).toEqual([])
  })

  test('a supervisor that is killed leaves its networks to whoever comes next', async (context) => {
    const parts = { namespaces: needed(context) }
    for (const next of ['down', 'up'] as const) {
      const lab = labOf(parts)
      await lab.start('run-1', runbook, () => {})
      const { supervisor } = readRegistry(home) ?? {}
      if (!supervisor) throw new Error('The lab has no registry.')
      signal(supervisor, 'SIGKILL')
      expect(await hasEnded(supervisor, 5000)).toBe(true)
      expect(left().length).toBe(6)
      if (next === 'up') {
        const said: string[] = []
        await labOf(parts).start('run-2', runbook, (line) => said.push(line))
        expect(said[0]).toBe(toldOf)
      }
      await labDown(home)
      expect(left()).toEqual([])
    }
  })

  test('a start that fails takes its networks with it', async (context) => {
    const namespaces = needed(context)
    const lab = labOf({ namespaces, postgres: join(home, 'nowhere') })
    await expect(lab.start('run-1', runbook, () => {})).rejects.toThrow('nowhere')
    expect(left()).toEqual([])
    expect(await lab.status()).toEqual({ running: false, processes: [] })
  })

  test('a machine that allows no networks is told of in a line, and has the lab without', async (context) => {
    const { nsenter } = needed(context)
    // The real program as somebody who may not: the kernel refuses.
    const ip = join(dirname(home), 'ip')
    writeFileSync(ip, `#!/bin/sh\nexec setpriv --reuid 65534 --regid 65534 --clear-groups ${found?.ip} "$@"\n`, {
      mode: 0o755,
    })
    const lab = labOf({ namespaces: { ip, nsenter } })
    const said: string[] = []
    await lab.start('run-1', runbook, (line) => said.push(line))
    expect(said[0]).toMatch(
      /^The regions share one network, for this machine allows no others \(.*Operation not permitted/,
    )
    expect(lab.parts?.()).toBeUndefined()
    expect(new URL(lab.endpoint('storefront', 'west').url).hostname).toBe('127.0.2.1')
    expect(left()).toEqual([])
    await lab.stop()
  })
})
