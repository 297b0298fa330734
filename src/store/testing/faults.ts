import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { systemClock } from '#execution'
import { openStore } from '../index.ts'
import { textsIn } from './course.ts'

const root = join(import.meta.dirname, '../../..')
const steps = 4

/**
 * Drives a run of a few steps as the local driver does: no effect before its intent is acknowledged, and none after a
 * failure. What was acknowledged and what was done goes to a file of its own; then the store is asked once more.
 */
const driver = `
  import { appendFileSync } from 'node:fs'
  import { systemClock } from '#execution'
  import { openStore } from '#store'
  const [folder, ledger] = process.argv.slice(1)
  const say = (line) => appendFileSync(ledger, line + '\\n')
  const event = (type, data) => ({ type, data, actor: { name: 'muster', authn: 'muster' }, ts: '2026-11-24T10:00:00.000Z', tsMono: 1 })
  let store, epoch, seq = 0
  const write = async (one) => { await store.append('run-1', seq, epoch, [one]); seq += 1; say('acknowledged ' + (one.data.text ?? one.type)) }
  try {
    store = openStore(folder, systemClock)
    epoch = (await store.takeLease('run-1')).epoch
    for (let step = 1; step <= ${steps}; step++) {
      await write(event('stepStarted', { step: 's' + step, attempt: 1, key: 's' + step }))
      say('did s' + step)
      await write(event('noted', { text: 'done s' + step }))
    }
    await store.close()
    say('ended')
  } catch (error) {
    say('failed ' + error.kind + ' ' + (error.code ?? ''))
    if (store && epoch) await store.append('run-1', seq, epoch, [event('noted', { text: 'halted' })]).then(() => say('halted'), ({ kind }) => say('refused ' + kind))
  }`

/** Why faults cannot be planted here; undefined where they can. */
export function whyNoFaults(): string | undefined {
  try {
    execFileSync('strace', ['-qq', '-e', 'trace=none', 'true'], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `strace cannot be run here: ${(error as Error).message.split('\n')[0]}`
  }
}

/**
 * Lets the n-th of those system calls on the store's files fail once, in a real process, and expects that the run halts
 * before its next effect, that nothing acknowledged is lost, and that the store can be opened and gone on with.
 * @returns whether there was an n-th call
 */
export async function halted(calls: readonly string[], code: string, nth: number): Promise<boolean> {
  const home = mkdtempSync(join(tmpdir(), 'muster-fault-'))
  const [folder, ledger, trace] = ['store', 'ledger', 'trace'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ]
  // The paths are known to the kernel only once they are there.
  const first = openStore(folder, systemClock)
  await first.releaseLease(await first.takeLease('run-0'))
  await first.close()
  const files = ['muster.db', 'muster.db-wal', 'heads/run-1.head', 'heads'].flatMap((name) => [
    '-P',
    join(folder, name),
  ])
  const plant = ['-e', `trace=${calls.join()}`, '-e', `inject=${calls.join()}:error=${code}:when=${nth}`]
  const program = [process.execPath, '--conditions=source', '--input-type=module', '-e', driver, folder, ledger]
  try {
    await new Promise((resolve) => {
      const child = spawn('strace', ['-f', '-qq', '-o', trace, ...files, ...plant, ...program], {
        cwd: root,
        stdio: 'ignore',
      })
      child.once('close', resolve)
    })
    const met = readFileSync(trace, 'utf8').includes('(INJECTED)')
    const told = readFileSync(ledger, 'utf8').trim().split('\n')
    const about = `${calls.join()} ${code} ${nth}: ${told.join(', ')}`
    const store = openStore(folder, systemClock)
    const kept = textsIn(await store.read('run-1'))
    const acknowledged = told.filter((line) => line.startsWith('acknowledged ')).map((line) => line.slice(13))
    expect(kept.slice(0, acknowledged.length), about).toEqual(acknowledged)
    const failure = told.findIndex((line) => line.startsWith('failed'))
    expect(failure >= 0 || told.at(-1) === 'ended', about).toBe(true)
    if (failure >= 0) {
      // After the failure only a halt may be written, and only to a disk that is full.
      expect(told.slice(failure).length, about).toBeLessThanOrEqual(2)
      // SQLite takes a disk that cannot be read for a damaged one.
      expect(told[failure], about).toMatch(/^failed (unreachable|corrupt)/)
      if (told[failure + 1] === 'halted') expect(kept.at(-1), about).toBe('halted')
    }
    const effects = told.filter((line) => line.startsWith('did ')).length
    expect(kept.filter((text) => text === 'stepStarted').length, about).toBeGreaterThanOrEqual(effects)
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', kept.length, epoch, [])
    await store.close()
    return met
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
