import { execFileSync } from 'node:child_process'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { books } from './book.ts'
import { sound } from './crash.ts'
import { faulted, whyNoFaults } from './faults.ts'
import { figures } from './lanes.ts'
import { doneAfterFailure } from './outside.ts'
import { openChildren, openHome, standsStill } from './process.ts'
import { driven, outsideOf, storeOf } from './run.ts'

const children = openChildren()
const home = openHome()
const disk = smallDisk(join(home.path, 'store'))
afterAll(async () => {
  await children.end()
  if (disk === undefined) execFileSync('umount', [join(home.path, 'store')])
  home.remove()
})

describe.skipIf(whyNoFaults)(
  `a system call on the store that fails once${whyNoFaults ? ` (skipped: ${whyNoFaults})` : ''}`,
  () => {
    it('halts the driver before its next effect, and the run is taken up; the whole is in the slow suite', {
      timeout: 120_000,
    }, async () => {
      const sample = [
        ['pwrite64', 'EIO', 20],
        ['pwrite64', 'ENOSPC', 24],
        ['fsync', 'EIO', 4],
        ['write', 'ENOSPC', 3],
      ] as const
      let halts = 0
      for (const [call, code, nth] of sample) {
        const { met, halted } = await faulted(call, code, nth)
        expect(met, `${call} ${code} ${nth}`).toBe(true)
        if (halted) halts += 1
      }
      expect(halts).toBeGreaterThan(0)
      figures(`${sample.length} system calls failed once, ${halts} halted the driver: 0 lost, 0 duplicate`)
    })
  },
)

describe.skipIf(disk)(`a disk that fills while a driver drives${disk ? ` (skipped: ${disk})` : ''}`, () => {
  it('halts it before the next effect, the reason stands in the journal, and the run goes on once there is space', {
    timeout: 120_000,
  }, async () => {
    const filler = join(home.path, 'store', 'filler')
    const child = await children.next()
    const meet = { at: 'after call', of: 'keyed-1', deed: 'SIGSTOP' } as const
    child.begin({ home: home.path, run: 'run-1', book: 'short', meet })
    await standsStill(child.pid)
    fill(filler)
    child.kill('SIGCONT')
    const { how, text } = await child.ended
    expect(how, text).toBe(1)
    expect(text).toMatch(/failed The store in \S+ cannot be written: the disk is full/)
    const lines = outsideOf(home.path).lines()
    expect(lines.some((line) => line.what === 'failed')).toBe(true)
    expect(doneAfterFailure(lines)).toEqual([])
    const store = storeOf(home.path)
    const last = (await store.read('run-1')).at(-1)
    await store.close()
    expect(last).toMatchObject({
      type: 'noted',
      data: { text: expect.stringMatching(/The driver halted: .*the disk is full/) },
    })
    rmSync(filler)
    expect(await driven({ home: home.path, run: 'run-1', book: books.short })).toBe('succeeded')
    await sound(home.path, 'short')
  })
})

/** Leaves not one byte. */
function fill(file: string): void {
  for (let size = 1 << 20; size > 0; size >>= 1)
    try {
      for (;;) appendFileSync(file, Buffer.alloc(size, 1))
    } catch {
      // Less fits.
    }
}

/** Mounts a small disk, which only root may. @returns why there is none; undefined where there is */
function smallDisk(path: string): string | undefined {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=12m,mode=755', 'tmpfs', path], { stdio: 'pipe' })
    return undefined
  } catch (error) {
    return `no small disk can be mounted here: ${(error as Error).message.split('\n')[0]}`
  }
}
