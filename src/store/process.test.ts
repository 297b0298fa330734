import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Store, systemClock } from '#execution'
import { seconds } from '#units'
import { openStore } from './index.ts'
import { processesIn } from './process.ts'
import { note, quickClock } from './testing/course.ts'

const root = join(import.meta.dirname, '../..')
const scratch = mkdtempSync(join(tmpdir(), 'muster-process-'))
let folder: string
let store: Store
let folders = 0

beforeEach(() => {
  folders += 1
  folder = join(scratch, `store-${folders}`)
  store = openStore(folder, systemClock)
})
afterEach(() => store.close())
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const file = (name: string): string => join(folder, name)
const raw = (sql: string, where = folder): void => {
  const database = new DatabaseSync(join(where, 'muster.db'))
  database.exec(sql)
  database.close()
}

describe('a holder in the folder', () => {
  const given = (changes: string): void => raw(`update lease set ${changes}`)
  const taking = async (): Promise<unknown> => {
    let slept = 0
    const other = openStore(
      folder,
      quickClock((now) => void (slept = now)),
    )
    try {
      return { ...(await other.takeLease('run-1')), slept }
    } catch (error) {
      return error
    } finally {
      await other.close()
    }
  }

  it('of this host before it was started anew is gone', async () => {
    await store.takeLease('run-1')
    given(`place = 'another-boot pid:[1]'`)
    expect(await taking()).toMatchObject({ epoch: 2, slept: 0 })
  })

  it('in another container of this host may live, and is watched', async () => {
    await store.takeLease('run-1')
    given(`place = substr(place, 1, instr(place, ' ')) || 'pid:[1]', pid = 99999999`)
    expect(await taking()).toMatchObject({ epoch: 2, slept: 15 })
  })

  it('that did not know its place is known by the name of the host', async () => {
    await store.takeLease('run-1')
    given('place = null')
    expect(await taking()).toMatchObject({ kind: 'busy', message: expect.stringContaining(hostname()) })
    given('pid = 99999999')
    expect(await taking()).toMatchObject({ epoch: 2, slept: 0 })
  })

  it('that did not know its start is judged by its number alone', async () => {
    await store.takeLease('run-1')
    given(`started_at = 'unknown'`)
    expect(await taking()).toMatchObject({ kind: 'busy' })
  })

  it('that has ended and was not collected yet is gone', async () => {
    await store.takeLease('run-1')
    // Its parent never asks what became of it.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      const pid = await new Promise<number>((resolve) => parent.stdout.once('data', (text) => resolve(Number(text))))
      const state = (): string | undefined => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]
      for (let attempt = 0; state() !== 'Z' && attempt < 100; attempt++) await systemClock.sleep(seconds(0.02))
      expect(state()).toBe('Z')
      given(`pid = ${pid}, started_at = 'unknown'`)
      expect(await taking()).toMatchObject({ epoch: 2, slept: 0 })
    } finally {
      parent.kill('SIGKILL')
    }
  })

  it('that was stopped keeps its lease, and once it is taken over by force and wakes it can do nothing', {
    timeout: 60_000,
  }, async () => {
    await store.close()
    const holder = `
      import { systemClock } from '#execution'; import { openStore } from '#store'
      const store = openStore(process.argv[1], systemClock); const { epoch } = await store.takeLease('run-1')
      console.log('held')
      process.stdin.once('data', async () => {
        const event = { type: 'noted', data: { text: 'late' }, actor: { name: 'muster', authn: 'muster' }, ts: '2026-11-24T10:00:00.000Z', tsMono: 1 }
        console.log(await store.append('run-1', 0, epoch, [event]).then(() => 'written', ({ message }) => message))
        process.exit()
      })`
    const args = ['--conditions=source', '--input-type=module', '-e', holder, folder]
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
    const said = (): Promise<string> =>
      new Promise((resolve) => child.stdout.once('data', (text) => resolve(String(text))))
    expect(await said()).toBe('held\n')
    child.kill('SIGSTOP')
    store = openStore(folder, systemClock)
    await expect(store.takeLease('run-1')).rejects.toMatchObject({ kind: 'busy' })
    const { epoch } = await store.takeLease('run-1', { by: ['a', 'b'], reason: 'c' })
    child.kill('SIGCONT')
    const answer = said()
    child.stdin.write('go\n')
    expect(await answer).toMatch(/this process has lease 1, and lease 2 went to/)
    expect(await store.read('run-1')).toEqual([])
    expect(await store.append('run-1', 0, epoch, [note('ours')])).toHaveLength(1)
  })
})

describe('processes', () => {
  const here = processesIn()
  const blind = processesIn('/nonexistent')

  it('are known by place, number and start where the system tells', () => {
    expect(here.place()).toMatch(/^[0-9a-f-]{36} pid:\[\d+\]$/)
    expect(here.self()).toMatchObject({
      host: hostname(),
      pid: process.pid,
      startedAt: expect.stringMatching(/^[0-9a-f-]{36}:\d+$/),
    })
    expect(here.lifeOf(here.self(), here.place(), false)).toBe('alive')
    expect(here.lifeOf({ ...here.self(), host: 'another name' }, here.place(), false)).toBe('alive')
    // The first process of the machine is not ours to signal, and lives.
    expect(here.lifeOf({ ...here.self(), pid: 1, startedAt: 'unknown' }, here.place(), false)).toBe('alive')
  })

  it('are known by name and number where it does not', () => {
    expect(blind.place()).toBeNull()
    expect(blind.self()).toEqual({ host: hostname(), pid: process.pid, startedAt: 'unknown' })
    expect(blind.lifeOf(blind.self(), null, true)).toBe('alive')
    expect(blind.lifeOf({ ...blind.self(), pid: 99_999_999 }, null, true)).toBe('gone')
    expect(blind.lifeOf(here.self(), here.place(), true)).toBe('alive')
    expect(blind.lifeOf(blind.self(), null, false)).toBe('unknown')
    expect(blind.lifeOf({ ...blind.self(), host: 'elsewhere' }, null, true)).toBe('unknown')
  })

  it('have no place where only half of it is told', () => {
    mkdirSync(file('proc/sys/kernel/random'), { recursive: true })
    writeFileSync(file('proc/sys/kernel/random/boot_id'), 'a-boot\n')
    expect(processesIn(file('proc')).place()).toBeNull()
    expect(processesIn(file('proc')).self().startedAt).toBe('unknown')
  })
})
