import { afterAll, describe, expect, it } from 'vitest'
import { systemClock } from '#execution'
import { seconds } from '#units'
import { seeded } from '../../src/execution/testing/chance.ts'
import { books } from './book.ts'
import { type Point, sound } from './crash.ts'
import { figures } from './lanes.ts'
import { openChildren, openHome, standsStill, whyNoProcesses } from './process.ts'
import { raced } from './races.ts'
import { driven, outsideOf, storeOf } from './run.ts'

const children = openChildren()
afterAll(() => children.end())

it('two starters of the same run in the same moment: one winner each time, and the loser is told who drives', {
  timeout: 120_000,
}, async () => {
  const won = await raced(30)
  figures(`30 races of two starters, one winner each (${won.join(' against ')})`)
})

/** Where a holder is put to sleep. */
const sleeps: readonly Point[] = [
  { at: 'before write', of: 'stepFailed keyed-1 1' },
  { at: 'after fsync', of: 'stepStarted keyed-1 1' },
  { at: 'before call', of: 'keyed-1' },
  { at: 'before call', of: 'unkeyed-1' },
  { at: 'after call', of: 'probed-1' },
  { at: 'after done', of: 'stepFailed probed-1 1' },
]

describe.skipIf(whyNoProcesses)(
  `a holder that is put to sleep${whyNoProcesses ? ` (skipped: ${whyNoProcesses})` : ''}`,
  () => {
    it.each(sleeps)(
      '$at of $of does nothing more once another has taken over',
      { timeout: 60_000 },
      async ({ at, of }) => {
        const home = openHome()
        try {
          const child = await children.next()
          child.begin({ home: home.path, run: 'run-1', book: 'short', meet: { at, of, deed: 'SIGSTOP' } })
          await standsStill(child.pid)
          const force = { by: ['lead', 'second'], reason: 'nobody answers there' }
          expect(await driven({ home: home.path, run: 'run-1', book: books.short, force })).toBe('succeeded')
          // Until what the holder last knew of its lease is too old to rely on: five seconds of the run's clock.
          await systemClock.sleep(seconds(0.3))
          const before = outsideOf(home.path).lines().length
          child.kill('SIGCONT')
          const { how, text } = await child.ended
          expect(how, text).toBe(1)
          expect(text).toMatch(
            `failed The run run-1 was taken over: this process has lease 1, and lease 2 went to process ${process.pid} on`,
          )
          const after = outsideOf(home.path).lines().slice(before)
          expect(after.filter((line) => line.what === 'effect')).toEqual([])
          // One that fell asleep between its last look at the lease and the call does call, and is refused by its target.
          if (at !== 'before call') expect(after.filter((line) => line.what === 'call')).toEqual([])
          else expect(after).toContainEqual(expect.objectContaining({ what: 'refused', step: of, epoch: 1 }))
          await sound(home.path, 'short')
          const store = storeOf(home.path)
          const taken = (await store.read('run-1')).filter((record) => record.type === 'leaseTaken')
          await store.close()
          expect(taken.map(({ data }) => data)).toMatchObject([{ epoch: 2, forced: force }])
        } finally {
          home.remove()
        }
      },
    )

    it('and woken with nobody having taken over goes on to the end', { timeout: 60_000 }, async () => {
      const home = openHome()
      try {
        const child = await children.next()
        const meet = { at: 'after fsync', of: 'stepStarted keyed-1 1', deed: 'SIGSTOP' } as const
        child.begin({ home: home.path, run: 'run-1', book: 'short', meet })
        await standsStill(child.pid)
        // Longer than a lease is silent for by the run's clock.
        await systemClock.sleep(seconds(1))
        child.kill('SIGCONT')
        expect(await child.ended).toMatchObject({ how: 0 })
        await sound(home.path, 'short')
      } finally {
        home.remove()
      }
    })
  },
)

it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)(
  'a driver that gets %s ends what it does, gives the run back, and it is taken up',
  {
    timeout: 120_000,
  },
  async (signal) => {
    const chance = seeded(3)
    let stopped = 0
    for (let time = 0; time < 20 && stopped < 4; time++) {
      const home = openHome()
      try {
        const child = await children.next()
        child.begin({ home: home.path, run: 'run-1', book: 'whole' })
        await child.says('opened')
        await systemClock.sleep(seconds(chance.next() * 0.4))
        child.kill(signal)
        const { how, text } = await child.ended
        expect(how, text).toBe(0)
        const store = storeOf(home.path)
        expect(await store.lease('run-1')).toBeUndefined()
        await store.close()
        // It may have been quicker.
        if (text.includes('ended undefined')) stopped += 1
        if (text.includes('ended undefined'))
          expect(await driven({ home: home.path, run: 'run-1', book: books.whole })).toBe('succeeded')
        await sound(home.path, 'whole')
      } finally {
        home.remove()
      }
    }
    expect(stopped).toBe(4)
  },
)
