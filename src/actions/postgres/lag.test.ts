import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { systemClock, type World } from '#execution'
import { act, broken, changed, failure, laboratory, runbook, sql, takesWrites, without } from '../testing/lab.ts'
import { lagOf } from './lag.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

const { lab, remove } = laboratory()
const lag = (source = 'east', copy = 'west', world: World = lab) =>
  lagOf(world, 'orders-db', source, copy, systemClock, AbortSignal.timeout(20_000))

beforeAll(() => lab.start('run-1', runbook, () => undefined))
afterAll(remove)

/** Cuts a standby off from its primary, or lets it follow again. */
async function receiving(region: string, on: boolean): Promise<void> {
  const setting = on ? 'reset primary_conninfo' : `set primary_conninfo = ''`
  await sql(lab, region, `alter system ${setting}`, 'select pg_reload_conf()')
  const gone = async () => (await sql(lab, region, 'select pid from pg_stat_wal_receiver')).length === 0
  await vi.waitFor(async () => expect(await gone()).toBe(!on), { timeout: 20_000, interval: 100 })
}

// First, while the standby has replayed no commit since it was started.
describe('a copy that knows no commit', () => {
  beforeAll(() => receiving('west', false))
  afterAll(() => receiving('west', true))

  test('does not say how far it is behind', async () => {
    expect(await lag('east', 'west', without(lab, 'east'))).toEqual({
      unknown:
        'east cannot be asked what it committed last. west does not know either: it has replayed no commit since it was started.',
    })
    await sql(lab, 'east', 'create table seen (at timestamptz)')
    expect(await lag()).toEqual({ unknown: 'west does not catch up with east, and does not know its last commit.' })
  })

  test('holds a drain up, which knows that it has acted', async () => {
    const refused = await failure(
      act(
        lab,
        'postgres.drain',
        { component: 'orders-db', region: 'east', standby: 'west' },
        { signal: AbortSignal.timeout(1500) },
      ),
    )
    expect({ name: refused.name, harmless: refused.harmless }).toEqual({ name: 'RetryableFailure', harmless: false })
    expect(await takesWrites(lab, 'east')).toBe(false)
    await act(lab, 'postgres.reopen', { component: 'orders-db', region: 'east' })
    expect(await takesWrites(lab, 'east')).toBe(true)
  })
})

describe('how far a copy is behind', () => {
  test('one that has everything is behind by nothing', async () => {
    await sql(lab, 'east', 'insert into seen values (now())')
    await vi.waitFor(async () => expect(await lag()).toEqual({ seconds: 0 }), { timeout: 20_000 })
  })

  test('one that is still receiving is behind by the time that it takes', async () => {
    const [measured] = await Promise.all([
      lag(),
      sql(lab, 'east', `insert into seen select now() from generate_series(1, 200000)`),
    ])
    expect(measured).toEqual({ seconds: expect.any(Number) })
  })

  test('one that does not receive at all is as far behind as its last commit is old', async () => {
    await receiving('west', false)
    await sql(lab, 'east', 'insert into seen values (now())')
    const measured = await lag()
    // It was watched for three seconds, and its last commit is older than that.
    expect('seconds' in measured && measured.seconds).toBeGreaterThan(3)
    await receiving('west', true)
    await vi.waitFor(async () => expect(await lag()).toEqual({ seconds: 0 }), { timeout: 20_000 })
  })

  test('a copy of something else is none', async () => {
    const other = laboratory(5)
    try {
      await other.lab.start('run-2', runbook, () => undefined)
      const mixed = changed(lab, (endpoint, region) =>
        region === 'east' ? other.lab.endpoint('orders-db', 'east') : endpoint,
      )
      expect(await lag('east', 'west', mixed)).toEqual({
        unknown: 'west is no copy of east: their system identifiers are different.',
      })
    } finally {
      await other.remove()
    }
  })

  test('a bug is not taken for an answer', async () => {
    await expect(lag('east', 'west', broken(lab, 'east'))).rejects.toThrow('This is a bug in Muster.')
    await expect(lag('west', 'east', broken(lab, 'east'))).rejects.toThrow('This is a bug in Muster.')
  })

  test('where the source is gone nobody knows, and what is known is said', async () => {
    expect(await lag('east', 'west', without(lab, 'east'))).toEqual({
      unknown: expect.stringMatching(
        /^east cannot be asked what it committed last\. west has everything up to a commit of [\d.]+ s ago, by its own clock: what it lacks was committed since\.$/,
      ),
    })
  })

  test('what does not answer, or follows nobody, makes it unknown', async () => {
    expect(await lag('east', 'west', without(lab, 'west'))).toEqual({
      unknown: expect.stringContaining('orders-db in west'),
    })
    expect(await lag('west', 'east')).toEqual({
      unknown: 'east is a primary itself, so that it follows nobody: what it lacks is not to be seen.',
    })
    expect(await lag('west', 'west')).toEqual({
      unknown: 'west is a standby too, so that it does not say what was committed last.',
    })
  })
})
