import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { books } from './book.ts'
import { sound } from './crash.ts'
import { doneAfterFailure } from './outside.ts'
import { childOf, openHome } from './process.ts'
import { driven, outsideOf, storeOf } from './run.ts'

/** Why faults cannot be planted here; undefined where they can. */
export const whyNoFaults = reasonOf()

function reasonOf(): string | undefined {
  try {
    execFileSync('strace', ['-qq', '-e', 'trace=none', 'true'], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `strace cannot be run here: ${(error as Error).message.split('\n')[0]}`
  }
}

/** What the store has on disk: the journal and its log, how far it goes, and the lock of them all. */
const files = ['muster.db', 'muster.db-wal', 'muster.db-shm', 'heads', 'heads/run-1.head', 'reserve']

/**
 * Lets the n-th of a system call on the store's files fail once while a real driver drives, and expects that the driver
 * halts before the next effect, that nothing acknowledged is lost, and that the run is taken up once the fault is gone.
 * @returns whether there was an n-th call, and whether the driver halted because of it
 */
export async function faulted(call: string, code: string, nth: number): Promise<{ met: boolean; halted: boolean }> {
  const home = openHome()
  try {
    // Paths are known to the kernel only once they are there.
    const first = storeOf(home.path)
    await first.releaseLease(await first.takeLease('run-0'))
    await first.close()
    const trace = join(home.path, 'trace')
    const paths = files.flatMap((name) => ['-P', join(home.path, 'store', name)])
    const plant = ['-e', `trace=${call}`, '-e', `inject=${call}:error=${code}:when=${nth}`]
    const child = childOf('child.ts', ['strace', '-f', '-qq', '-o', trace, ...paths, ...plant])
    child.begin({ home: home.path, run: 'run-1', book: 'three' })
    const { how, text } = await child.ended
    const about = `${call} ${code} ${nth}: ${text}`
    expect([0, 1], about).toContain(how)
    const met = existsSync(trace) && readFileSync(trace, 'utf8').includes('(INJECTED)')
    if (!met) expect(how, about).toBe(0)
    // What fails is told in words, with what to do; never as a bug of ours.
    if (how === 1)
      expect(text, about).toMatch(/failed The (store in \S+ (cannot be|is damaged)|journal of run-1 is damaged)/)
    expect(text, about).not.toContain('This is a bug')
    expect(text, about).not.toMatch(/is damaged.*disk I\/O error/)
    expect(doneAfterFailure(outsideOf(home.path).lines()), about).toEqual([])
    if (how === 1) expect(await driven({ home: home.path, run: 'run-1', book: books.three }), about).toBe('succeeded')
    await sound(home.path, 'three', about)
    return { met, halted: how === 1 }
  } finally {
    home.remove()
  }
}
