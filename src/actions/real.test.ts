import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { TerminalFailure } from '#diagnostics'
import { systemClock, type World } from '#execution'
import { seconds } from '#units'
import { trafficSeen } from './index.ts'
import {
  act,
  broken,
  changed,
  contextOf,
  failure,
  laboratory,
  look,
  runbook,
  sql,
  takesWrites,
  without,
} from './testing/lab.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 })

const { lab, remove } = laboratory()
const at = (region: string) => ({ component: 'orders-db', region })
const drained = { ...at('east'), standby: 'west' }
const soon = () => AbortSignal.timeout(20_000)

beforeAll(() => lab.start('run-1', runbook, () => undefined))
afterAll(remove)

/** What `alter system` has set of what a drain touches. */
async function ownSettings(): Promise<readonly unknown[]> {
  return sql(
    lab,
    'east',
    `select name, setting from pg_file_settings where sourcefile like '%auto.conf'
       and (name = 'default_transaction_read_only' or name like 'muster%') order by name`,
  )
}

describe('what a server is, asserted before it is acted on', () => {
  test('each side of a pair passes in its role, and says who it is', async () => {
    const standby = await act(lab, 'postgres.identity', { ...at('west'), role: 'standby' })
    const primary = await act(lab, 'postgres.identity', { ...at('east'), role: 'primary' })
    expect(standby).toEqual({ role: 'standby', system: expect.stringMatching(/^\d+$/), database: 'orders-db' })
    expect(primary).toEqual({ ...(standby as object), role: 'primary' })
  })

  test('a standby is no primary', async () => {
    const refused = await failure(act(lab, 'postgres.identity', { ...at('west'), role: 'primary' }))
    expect(refused).toBeInstanceOf(TerminalFailure)
    expect(refused.message).toContain('orders-db in west is not what it should be: it is a standby, and a primary was')
    expect(refused.harmless).toBe(true)
  })

  test('a primary that is followed passes for no standby: the two addresses may be swapped', async () => {
    const refused = await failure(act(lab, 'postgres.identity', { ...at('east'), role: 'standby' }))
    expect(refused.message).toContain('orders-db in east is not what it should be: it is a primary, and a standby was')
    expect(refused.harmless).toBe(true)
  })

  test('another server, database or environment is refused, with what was found and expected', async () => {
    const wrong = { system: '1', database: 'bills', environment: 'production' }
    const refused = await failure(
      act(
        changed(lab, (endpoint) => ({ ...endpoint, identity: wrong })),
        'postgres.identity',
        { ...at('west'), role: 'standby' },
      ),
    )
    expect(refused.message).toMatch(
      /its system identifier is \d+, and 1 was expected; its database is orders-db, and bills was expected; its environment is not set, and production was expected/,
    )
    expect(refused.harmless).toBe(true)
  })

  test('a server says its environment by a setting that its copies share', async () => {
    await sql(lab, 'east', `alter database "orders-db" set muster.environment = 'staging'`)
    await vi.waitFor(
      async () => {
        const seen = await act(
          changed(lab, (endpoint) => ({ ...endpoint, identity: { environment: 'staging' } })),
          'postgres.identity',
          {
            ...at('west'),
            role: 'standby',
          },
        )
        expect(seen).toMatchObject({ environment: 'staging' })
      },
      { timeout: 20_000, interval: 200 },
    )
  })

  test('one that does not answer may answer later, and nothing was done', async () => {
    const refused = await failure(act(without(lab, 'west'), 'postgres.identity', { ...at('west'), role: 'standby' }))
    expect({ name: refused.name, harmless: refused.harmless }).toEqual({ name: 'RetryableFailure', harmless: true })
  })

  test('one that a target does not have is for good, and nothing was done', async () => {
    const refused = await failure(
      act(lab, 'postgres.identity', { component: 'bills-db', region: 'west', role: 'standby' }),
    )
    expect({ name: refused.name, harmless: refused.harmless }).toEqual({ name: 'TerminalFailure', harmless: true })
  })

  test('a role that there is not is no argument', async () => {
    await expect(act(lab, 'postgres.identity', { ...at('west'), role: 'leader' })).rejects.toThrow(
      'Its role is standby or primary.',
    )
    await expect(act(lab, 'postgres.identity', at('west'))).rejects.toThrow('It needs role as text.')
  })
})

describe('a drain and what takes it back', () => {
  test('with nothing to take back, a reopening changes nothing', async () => {
    expect(await look(lab, 'postgres.reopen', at('east'))).toBe('done')
    expect(await act(lab, 'postgres.reopen', at('east'))).toEqual({ drained: false, writable: true })
  })

  test('a standby that cannot be reached stops no write', async () => {
    const refused = await failure(act(without(lab, 'west'), 'postgres.drain', drained))
    expect(refused.harmless).toBe(true)
    expect(await takesWrites(lab, 'east')).toBe(true)
  })

  test('what nobody had set is set by nobody again, however often it was drained', async () => {
    expect(await act(lab, 'postgres.drain', drained)).toEqual({
      drainedTo: expect.stringMatching(/^[0-9A-F]+\/[0-9A-F]+$/),
    })
    await act(lab, 'postgres.drain', drained)
    expect(await takesWrites(lab, 'east')).toBe(false)
    expect(await look(lab, 'postgres.reopen', at('east'))).toBe('notDone')
    expect(await act(lab, 'postgres.reopen', at('east'))).toEqual({ drained: true, writable: true })
    expect(await look(lab, 'postgres.reopen', at('east'))).toBe('done')
    expect(await takesWrites(lab, 'east')).toBe(true)
    expect(await ownSettings()).toEqual([])
  })

  test.each([
    ['off', true],
    ['on', false],
  ])('what was %s before is so again', async (setting, writable) => {
    await sql(lab, 'east', `alter system set default_transaction_read_only = ${setting}`, 'select pg_reload_conf()')
    await act(lab, 'postgres.drain', drained)
    expect(await act(lab, 'postgres.reopen', at('east'))).toEqual({ drained: true, writable })
    expect(await takesWrites(lab, 'east')).toBe(writable)
    expect(await ownSettings()).toEqual([{ name: 'default_transaction_read_only', setting }])
    await sql(lab, 'east', 'alter system reset default_transaction_read_only', 'select pg_reload_conf()')
    await vi.waitFor(async () => expect(await takesWrites(lab, 'east')).toBe(true))
  })

  test('a reopening that was broken off in between is done by the next one', async () => {
    await act(lab, 'postgres.drain', drained)
    await sql(lab, 'east', 'alter system reset default_transaction_read_only')
    expect(await look(lab, 'postgres.reopen', at('east'))).toBe('notDone')
    expect(await act(lab, 'postgres.reopen', at('east'))).toEqual({ drained: true, writable: true })
    expect(await ownSettings()).toEqual([])
  })

  test('whoever is stopped before acting has done nothing, and says so', async () => {
    const stopped = new AbortController()
    stopped.abort()
    const given = { signal: stopped.signal }
    for (const [use, args] of [['postgres.drain', drained] as const, ['postgres.reopen', at('east')] as const])
      expect((await failure(act(lab, use, args, given))).harmless).toBe(true)
    expect(await ownSettings()).toEqual([])
  })

  test('whoever is stopped while acting does not know', async () => {
    await act(lab, 'postgres.drain', drained)
    const stopped = new AbortController()
    const clock = { ...systemClock, sleep: async () => stopped.abort() }
    const outcome = await act(lab, 'postgres.reopen', at('east'), { signal: stopped.signal, clock }).then(
      () => undefined,
      (error: TerminalFailure) => error.harmless,
    )
    // Where the reload was as fast as the question, there was nothing to stop.
    expect(outcome).not.toBe(true)
    await act(lab, 'postgres.reopen', at('east'))
    expect(await ownSettings()).toEqual([])
  })
})

describe('what directs traffic', () => {
  const enough = (atLeast: number) => act(lab, 'traffic.enough', { without: 'east', atLeast })

  test('a standby that answers that it is not ready is on', async () => {
    await vi.waitFor(async () => expect(await enough(1)).toEqual({ on: ['west'], atLeast: 1 }), { timeout: 20_000 })
    expect(await enough(0)).toEqual({ on: ['west'], atLeast: 0 })
  })

  test('too few are refused, and it is said who is on', async () => {
    const refused = await failure(enough(2))
    expect(refused).toBeInstanceOf(TerminalFailure)
    expect(refused.message).toContain('Without east at least 2 other regions have to be on, and only west is.')
    expect(refused.harmless).toBe(true)
  })

  test('a region that is fenced is not on until it is let in again', async () => {
    await act(lab, 'traffic.fence', { region: 'west' })
    const refused = await failure(enough(1))
    expect(refused.message).toContain('Without east at least 1 other region has to be on, and none is.')
    await act(lab, 'traffic.unfence', { region: 'west' })
    expect(await enough(1)).toMatchObject({ on: ['west'] })
  })

  test('a hold is released to where traffic went before', async () => {
    await act(lab, 'traffic.hold', {})
    expect(await trafficSeen(lab, soon())).not.toHaveProperty('routed')
    await act(lab, 'traffic.release', {})
    expect(await trafficSeen(lab, soon())).toMatchObject({ routed: 'east', regions: { west: { fenced: false } } })
  })

  test('a holder whose lease is over releases nothing, and has changed nothing', async () => {
    await act(lab, 'traffic.hold', {}, { epoch: 5 })
    const refused = await failure(act(lab, 'traffic.release', {}, { epoch: 4 }))
    expect(refused.message).toContain('Epoch 4 of run run-1 is over')
    expect(refused.harmless).toBe(true)
    await act(lab, 'traffic.release', {}, { epoch: 5 })
  })

  test('how many is a whole number', async () => {
    await expect(enough(1.5)).rejects.toThrow('It needs atLeast as a whole number.')
    await expect(enough(-1)).rejects.toThrow('It needs atLeast as a whole number.')
  })
})

describe('after a promotion', () => {
  test('two primaries that take writes are refused, and one is not', async () => {
    await act(lab, 'postgres.promote', at('west'))
    const role = { ...at('west'), role: 'standby' }
    const refused = await failure(act(lab, 'postgres.identity', role))
    expect(refused.message).toContain('it is a primary, and a standby was expected')
    // Nobody answers in the other region, or what answers takes no writes: then it was promoted for this very step.
    expect(await act(without(lab, 'east'), 'postgres.identity', role)).toMatchObject({ role: 'primary' })
    await sql(lab, 'east', 'alter system set default_transaction_read_only = on', 'select pg_reload_conf()')
    await vi.waitFor(async () => expect(await takesWrites(lab, 'east')).toBe(false))
    expect(await act(lab, 'postgres.identity', role)).toMatchObject({ role: 'primary' })
    await expect(act(broken(lab, 'east'), 'postgres.identity', role)).rejects.toThrow('This is a bug in Muster.')
    const idle = await failure(act(lab, 'postgres.identity', { ...at('east'), role: 'standby' }))
    expect(idle.message).toContain('it is a read-only primary, and a standby was expected')
    expect(await act(lab, 'postgres.identity', { ...at('east'), role: 'primary' })).toMatchObject({
      role: 'read-only primary',
    })
  })
})

describe('waiting for a region', () => {
  const steps = (kind: 'action' | 'manual', component?: string) => ({
    ...runbook,
    steps: [
      {
        id: 'again',
        title: 'again',
        objective: 'again',
        phase: 're-protect' as const,
        needs: [],
        owner: 'lead',
        region: 'east',
        ...(component === undefined ? {} : { component }),
        work: kind === 'action' ? { kind, use: 'service.start', with: {} } : { kind, instruction: 'Do it.' },
        requires: [],
        effect: 'none' as const,
        timeout: seconds(1),
        attempts: 1,
        backoff: seconds(0),
        irreversible: false,
        essential: true,
      },
    ],
  })
  const wait = (runbookOfIt: typeof runbook, of: World = lab) =>
    act(of, 'region.wait', { region: 'east' }, { runbook: runbookOfIt, signal: AbortSignal.timeout(1500) })

  test('it is over when everything there can be managed', async () => {
    expect(await wait(steps('action', 'orders-db'))).toEqual({ region: 'east', answers: 1 })
    expect(await wait(steps('manual', 'orders-db'))).toEqual({ region: 'east', answers: 1 })
  })

  test('what only people rebuild is theirs to look at', async () => {
    expect(await wait(steps('manual', 'key-vault'))).toEqual({ region: 'east', answers: 0 })
    expect(await wait(steps('manual'))).toEqual({ region: 'east', answers: 0 })
  })

  test('with nothing to ask it does not pass for back', async () => {
    const { manage: _, ...unmanaged } = lab.endpoint('orders-db', 'east')
    const refused = await failure(
      wait(
        steps('action', 'orders-db'),
        changed(lab, () => unmanaged),
      ),
    )
    expect(refused.message).toContain('The target gives no management address for anything that is rebuilt in east')
    await expect(wait(steps('action', 'key-vault'))).rejects.toThrow('The lab has no key-vault in east.')
  })

  test('one that stays away is waited for until the time is over', async () => {
    await lab.inject('fault', { as: 'cut-off', regions: ['east'], components: [], between: [] })
    const late = await failure(wait(steps('action', 'orders-db')))
    expect({ name: late.name, message: late.message }).toEqual({
      name: 'RetryableFailure',
      message: 'east does not answer yet.',
    })
    expect(contextOf(lab).key).not.toBe(contextOf(lab).key)
  })
})
