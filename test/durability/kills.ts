import { expect } from 'vitest'
import { systemClock } from '#execution'
import { seconds } from '#units'
import type { Chance } from '../../src/execution/testing/chance.ts'
import { books } from './book.ts'
import { sound } from './crash.ts'
import { inTwoLanes } from './lanes.ts'
import { type Children, openHome } from './process.ts'
import { driven } from './run.ts'

/** How often runs were killed, and how often more than once. */
export interface Kills {
  readonly kills: number
  readonly runs: number
  /** Runs that were killed again while they were being taken up. */
  readonly again: number
}

/**
 * Kills runs with SIGKILL from outside at random moments, some of them again while they are being taken up, until so many
 * kills have been done; and expects of the end of each run that nothing was lost and nothing done twice.
 */
export async function killedAtRandom(children: Children, chance: Chance, atLeast: number): Promise<Kills> {
  const length = { seconds: await lengthOf(children) }
  let [kills, runs, again] = [0, 0, 0]
  await inTwoLanes(async () => {
    const count = await killed(children, chance, length, 1 + chance.below(3))
    kills += count
    runs += 1
    again += count > 1 ? 1 : 0
    return kills < atLeast
  })
  return { kills, runs, again }
}

/** @returns how often the run was killed before it came to its end */
async function killed(children: Children, chance: Chance, length: { seconds: number }, times: number): Promise<number> {
  const home = openHome()
  let kills = 0
  try {
    for (let time = 0; time < times; time++) {
      const child = await children.next()
      child.begin({ home: home.path, run: 'run-1', book: 'whole' })
      const before = systemClock.monotonic()
      // What is taken up has less left to do.
      const moment = (chance.next() * length.seconds) / (time + 1)
      await Promise.race([systemClock.sleep(seconds(moment)), child.ended])
      child.kill('SIGKILL')
      const { how, text } = await child.ended
      if (how === 0) {
        // It was quicker; a machine that has less to do than before makes all of them so.
        length.seconds = (length.seconds + (systemClock.monotonic() - before)) / 2
        break
      }
      expect(how, text).toBe('SIGKILL')
      kills += 1
    }
    await driven({ home: home.path, run: 'run-1', book: books.whole })
    await sound(home.path, 'whole')
    return kills
  } finally {
    home.remove()
  }
}

/** How long a run takes that nobody disturbs, in seconds. */
async function lengthOf(children: Children): Promise<number> {
  const home = openHome()
  try {
    const child = await children.next()
    const before = systemClock.monotonic()
    child.begin({ home: home.path, run: 'run-1', book: 'whole' })
    const { how, text } = await child.ended
    expect(how, text).toBe(0)
    return systemClock.monotonic() - before
  } finally {
    home.remove()
  }
}
