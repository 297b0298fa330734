import { execFileSync } from 'node:child_process'
import fs, {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Store, systemClock } from '#execution'
import { seconds } from '#units'
import { openStore } from './index.ts'
import { intent, note, textsIn } from './testing/course.ts'

const scratch = mkdtempSync(join(tmpdir(), 'muster-disk-'))
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
const corrupt = (message: string | RegExp) => ({ kind: 'corrupt', message: expect.stringMatching(message) })

describe('a disk that fails', () => {
  /** Lets the n-th call of a function of the file system fail, as a disk does, and all later ones succeed. */
  const failing = (
    name: 'fdatasync' | 'fdatasyncSync' | 'fsyncSync' | 'writeSync' | 'openSync',
    code: string,
    nth = 1,
  ): void => {
    const real = fs[name]
    let calls = 0
    const broken = (...args: readonly unknown[]): unknown => {
      calls += 1
      if (calls !== nth) return Reflect.apply(real, fs, args)
      const error = Object.assign(new Error(`${code}: the disk says so`), { code })
      const told = args.at(-1)
      if (typeof told !== 'function') throw error
      return void told(error)
    }
    Object.assign(fs, { [name]: broken })
    syncBuiltinESMExports()
    mended.push(() => Object.assign(fs, { [name]: real }))
  }
  const mended: (() => void)[] = []
  const mend = (): void => {
    for (const one of mended.splice(0)) one()
    syncBuiltinESMExports()
  }
  afterEach(mend)

  it.each([
    ['fdatasyncSync', 'the first line of a head'],
    ['fsyncSync', 'the folder of the heads'],
    ['writeSync', 'a line of a head'],
    ['openSync', 'a head file'],
  ] as const)(
    'at %s, for %s, stops the store, and what was written is there when it is opened anew',
    async (name, _) => {
      const { epoch } = await store.takeLease('run-1')
      failing(name, 'EIO')
      const stopped = { kind: 'unreachable', message: expect.stringMatching(/cannot be written: EIO.*disk has space/) }
      await expect(store.append('run-1', 0, epoch, [intent('step')])).rejects.toMatchObject(stopped)
      mend()
      await expect(store.append('run-1', 1, epoch, [note('on')])).rejects.toMatchObject(stopped)
      await store.close()
      store = openStore(folder, systemClock)
      expect(textsIn(await store.read('run-1'))).toEqual(['stepStarted'])
      const again = await store.takeLease('run-1', { by: ['a', 'b'], reason: 'c' })
      expect(await store.append('run-1', 1, again.epoch, [note('on')])).toHaveLength(1)
      expect(await store.read('run-1')).toHaveLength(2)
    },
  )

  it('when heads are synced later stops the store then', async () => {
    const { epoch } = await store.takeLease('run-1')
    failing('fdatasync', 'EIO')
    await store.append('run-1', 0, epoch, [note('one')])
    await store.append('run-1', 1, epoch, [note('two')])
    await systemClock.sleep(seconds(1.4))
    await expect(store.append('run-1', 2, epoch, [note('three')])).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('EIO'),
    })
  })

  it('when it is closed loses nothing that was acknowledged', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one')])
    await store.append('run-1', 1, epoch, [note('two')])
    failing('fdatasync', 'EIO')
    await store.close()
    store = openStore(folder, systemClock)
    expect(await store.read('run-1')).toHaveLength(2)
  })

  it('by having no room for a line of a head has it from the reserve, and nothing begins any more but with room', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one')])
    failing('writeSync', 'ENOSPC')
    await store.append('run-1', 1, epoch, [intent('step')])
    expect(existsSync(file('reserve'))).toBe(false)
    await store.append('run-1', 2, epoch, [note('done')])
    expect(existsSync(file('reserve'))).toBe(false)
    await store.append('run-1', 3, epoch, [intent('next')])
    expect(existsSync(file('reserve'))).toBe(true)
    raw('delete from record where seq = 4; update run set last_seq = 3')
    await expect(store.read('run-1')).rejects.toMatchObject(corrupt('and 4 were written'))
  })

  it('by having no room for a head and no reserve stops the store', async () => {
    const { epoch } = await store.takeLease('run-1')
    rmSync(file('reserve'))
    failing('writeSync', 'ENOSPC')
    const stopped = { kind: 'unreachable', message: expect.stringContaining('ENOSPC') }
    await expect(store.append('run-1', 0, epoch, [note('one')])).rejects.toMatchObject(stopped)
    await expect(store.append('run-1', 1, epoch, [note('two')])).rejects.toMatchObject(stopped)
  })

  it('has no reserve where it cannot be made, and is used all the same', async () => {
    await store.close()
    rmSync(file('reserve'))
    symlinkSync('/nonexistent/reserve', file('reserve'))
    store = openStore(folder, systemClock)
    expect(existsSync(file('reserve'))).toBe(false)
    const { epoch } = await store.takeLease('run-1')
    expect(await store.append('run-1', 0, epoch, [intent('step')])).toHaveLength(1)
  })
})

/** Mounts a disk of that size, which only root may; else the reason why there is none. */
function smallDisk(name: string, size: string): { readonly path: string } | { readonly reason: string } {
  const path = join(scratch, name)
  mkdirSync(path, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', path], { stdio: 'pipe' })
    return { path }
  } catch (error) {
    return { reason: `no small disk can be mounted here: ${(error as Error).message.split('\n')[0]}` }
  }
}

const disk = smallDisk('small', '12m')

describe.skipIf('reason' in disk)(`a full disk${'reason' in disk ? ` (skipped: ${disk.reason})` : ''}`, () => {
  const path = 'path' in disk ? disk.path : ''
  const filler = join(path, 'filler')
  const full = {
    kind: 'unreachable',
    code: 'ENOSPC',
    message: expect.stringMatching(/the disk is full.*disk has space/),
  }
  let onDisk: Store
  let where: string
  let places = 0

  /** Leaves not one byte. */
  const fill = (): void => {
    for (let size = 1 << 20; size > 0; size >>= 1)
      try {
        for (;;) appendFileSync(filler, Buffer.alloc(size, 1))
      } catch {
        // Less fits.
      }
  }
  beforeEach(() => {
    places += 1
    where = join(path, `store-${places}`)
    onDisk = openStore(where, systemClock)
  })
  afterEach(async () => {
    await onDisk.close()
    for (const name of readdirSync(path)) rmSync(join(path, name), { recursive: true })
  })
  afterAll(() => execFileSync('umount', [path]))

  it('has a reserve of more than 1 MiB, which lies on it', () => {
    const { size, blocks } = statSync(join(where, 'reserve'))
    expect(size).toBeGreaterThanOrEqual(1 << 20)
    expect(blocks * 512).toBeGreaterThanOrEqual(size)
  })

  it('lets nothing begin, and lets the halt and its reason be written', async () => {
    const { epoch } = await onDisk.takeLease('run-1')
    await onDisk.append('run-1', 0, epoch, [note('begun')])
    fill()
    let seq = 1
    const stepped: unknown = await (async () => {
      for (;;) {
        await onDisk.append('run-1', seq, epoch, [note('done'), intent('step')])
        seq += 2
      }
    })().catch((error: unknown) => error)
    expect(stepped).toMatchObject(full)
    expect(existsSync(join(where, 'reserve'))).toBe(false)
    const before = await onDisk.read('run-1')
    expect(before).toHaveLength(seq)
    await expect(onDisk.append('run-1', seq, epoch, [intent('other')])).rejects.toMatchObject(full)
    for (let more = 0; more < 40; more++)
      await onDisk.append('run-1', seq + more, epoch, [note('halted: the disk is full')])
    await onDisk.send({ id: 's', run: 'run-1', kind: 'cancel', by: 'lead', at: '' })
    expect(await onDisk.read('run-1')).toHaveLength(seq + 40)
    // Who only looks does not take the space away.
    const other = openStore(where, systemClock)
    expect(await other.read('run-1')).toHaveLength(seq + 40)
    await other.close()
    expect(existsSync(join(where, 'reserve'))).toBe(false)

    // Space comes back, and it goes on.
    rmSync(filler)
    seq += 40
    expect(await onDisk.append('run-1', seq, epoch, [intent('step')])).toHaveLength(1)
    expect(existsSync(join(where, 'reserve'))).toBe(true)
  })

  it('is met by what leads to no effect too, which is written with the reserve and refused when that is used up', async () => {
    const { epoch } = await onDisk.takeLease('run-1')
    await onDisk.append('run-1', 0, epoch, [note('begun')])
    fill()
    let seq = 1
    const stopped: unknown = await (async () => {
      for (;;) {
        await onDisk.append('run-1', seq, epoch, [note('x'.repeat(100_000))])
        seq += 1
      }
    })().catch((error: unknown) => error)
    expect(seq).toBeGreaterThan(6)
    expect(existsSync(join(where, 'reserve'))).toBe(false)
    expect(stopped).toMatchObject(full)
    rmSync(filler)
    expect(await onDisk.read('run-1')).toHaveLength(seq)
  })

  it('on which the file cannot be opened again stops the store with the reason', async () => {
    const { epoch } = await onDisk.takeLease('run-1')
    // Whoever opens it from now on refuses it.
    raw('pragma user_version = 99', where)
    fill()
    const stopped = corrupt('newer Muster')
    await expect(
      (async () => {
        for (let seq = 0; ; seq++) await onDisk.append('run-1', seq, epoch, [note('x'.repeat(50_000))])
      })(),
    ).rejects.toMatchObject(stopped)
    await expect(onDisk.runs()).rejects.toMatchObject(stopped)
  })

  it('is used up to its last byte without a reserve where it was too small for one', async () => {
    await onDisk.close()
    rmSync(where, { recursive: true })
    writeFileSync(filler, Buffer.alloc(10 << 20, 1))
    onDisk = openStore(where, systemClock)
    expect(existsSync(join(where, 'reserve'))).toBe(false)
    const { epoch } = await onDisk.takeLease('run-1')
    expect(await onDisk.append('run-1', 0, epoch, [intent('step')])).toHaveLength(1)
    fill()
    await expect(
      (async () => {
        for (let seq = 1; ; seq++) await onDisk.append('run-1', seq, epoch, [note('x'.repeat(50_000))])
      })(),
    ).rejects.toMatchObject(full)
  })
})
