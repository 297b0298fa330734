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

test('what hangs is asked a few times at once, and again as soon as one of these has ended', async () => {
  const open = new Set<() => void>()
  let [begun, most] = [0, 0]
  const beat = beating(
    systemClock,
    { every: seconds(0), timeout: seconds(60) },
    async () => {
      begun++
      await new Promise<void>((resolve) => open.add(resolve))
    },
    () => undefined,
  )
  const pause = () => systemClock.sleep(seconds(0.1))
  await pause()
  most = open.size
  expect(most).toBeLessThanOrEqual(10)
  const [one] = open
  one?.()
  await pause()
  expect(begun).toBe(most + 1)
  const stopped = beat.stop()
  for (const end of open) end()
  await stopped
})
