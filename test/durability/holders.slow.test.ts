import { afterAll, expect, it } from 'vitest'
import { books } from './book.ts'
import { sound } from './crash.ts'
import { aMinute, figures } from './lanes.ts'
import { openChildren, openHome, standsStill, whyNoProcesses } from './process.ts'
import { raced } from './races.ts'
import { driven } from './run.ts'

const children = openChildren()
afterAll(() => children.end())

it('a thousand races of two starters have one winner each', { timeout: 1_800_000 }, async () => {
  const since = performance.now()
  const won = await raced(1000)
  expect(Math.min(...won)).toBeGreaterThan(0)
  figures(`1000 races of two starters, one winner each (${won.join(' against ')}); ${aMinute(1000, since)} a minute`)
})

it.skipIf(whyNoProcesses)(
  `a holder that is put to sleep within a commit keeps everybody out of the folder, until it is ended${whyNoProcesses ? ` (skipped: ${whyNoProcesses})` : ''}`,
  { timeout: 120_000 },
  async () => {
    const home = openHome()
    const force = { by: ['lead', 'second'], reason: 'nobody answers there' }
    const run = { home: home.path, run: 'run-1', book: books.short, force }
    try {
      const child = await children.next()
      const meet = { at: 'before commit', of: 'stepFailed keyed-1 1', deed: 'SIGSTOP' } as const
      child.begin({ home: home.path, run: 'run-1', book: 'short', meet })
      await standsStill(child.pid)
      await expect(driven(run)).rejects.toMatchObject({
        kind: 'unreachable',
        message: expect.stringContaining('locked'),
      })
      child.kill('SIGKILL')
      await child.ended
      expect(await driven(run)).toBe('succeeded')
      await sound(home.path, 'short')
    } finally {
      home.remove()
    }
  },
)
