import { hostname } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { systemClock } from '#execution'
import { openStore } from '#store'
import { openOutside } from './outside.ts'
import { type Child, childOf, openHome } from './process.ts'
import type { Told } from './racer.ts'

/**
 * Lets two real processes start the same run in the same moment, again and again over new runs, and expects one winner and
 * one effect each time, and that the loser is told who drives, where and since when.
 * @returns how often each of the two has won
 */
export async function raced(count: number): Promise<readonly [number, number]> {
  const home = openHome()
  const [store, outside] = [join(home.path, 'store'), join(home.path, 'outside')]
  const racers = [childOf('racer.ts'), childOf('racer.ts')] as const
  const won: [number, number] = [0, 0]
  const tell = (child: Child, told: Told): void => child.begin(told)
  try {
    for (const racer of racers) {
      tell(racer, { store, outside })
      await racer.says('opened')
    }
    for (let nr = 0; nr < count; nr++) {
      const run = `run-${nr}`
      // Neither is always told first.
      for (const racer of nr % 2 === 0 ? racers : racers.toReversed()) tell(racer, { start: run })
      const answers = await Promise.all(racers.map((racer) => racer.says(`${run} `)))
      const winner = answers[0] === `${run} won` ? 0 : 1
      expect(answers[winner], answers.join('; ')).toBe(`${run} won`)
      expect(answers[1 - winner]).toMatch(
        new RegExp(`^${run} lost .*driven by process ${racers[winner].pid} on ${hostname()}, since 20\\d\\d-.*Z\\.`),
      )
      won[winner] += 1
      tell(racers[winner], { end: run })
      await racers[winner].says(`${run} over`)
    }
    const kept = openStore(store, systemClock)
    const lines = openOutside(outside).lines()
    for (let nr = 0; nr < count; nr++) {
      expect(await kept.read(`run-${nr}`)).toHaveLength(1)
      expect(lines.filter((line) => line.what === 'effect' && line.step === `run-${nr}`)).toHaveLength(1)
    }
    await kept.close()
    return won
  } finally {
    for (const racer of racers) racer.kill('SIGKILL')
    await Promise.all(racers.map(({ ended }) => ended))
    home.remove()
  }
}
