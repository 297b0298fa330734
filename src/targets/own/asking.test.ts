import { expect, test } from 'vitest'
import { systemClock } from '#execution'
import { parseDuration, seconds } from '#units'
import { beating } from './asking.ts'

test('a beat takes every time limit that a plan may name', async () => {
  const timeouts = ['4.03s', '1.1s', '0.0001s', '90d'].map((text) => parseDuration(text) ?? seconds(0))
  for (const timeout of timeouts) {
    let turns = 0
    const beat = beating(
      systemClock,
      { every: seconds(60), timeout },
      async (signal) => {
        turns++
        expect(signal.aborted).toBe(false)
      },
      () => undefined,
    )
    await beat.stop()
    expect(turns).toBe(1)
  }
})
