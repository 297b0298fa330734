import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type Bell, openBell } from './bell.ts'

/** Whether one who begins to wait now is woken, without another ring. */
const wakes = (bell: Bell): Promise<boolean> => Promise.race([bell.rung().then(() => true), turn().then(() => false)])

test('nobody is woken before the bell rings, and whoever waits is woken by it', async () => {
  const bell = openBell()
  let isWoken = false
  const waiting = bell.rung().then(() => {
    isWoken = true
  })
  await turn()
  expect(isWoken).toBe(false)
  bell.ring()
  await waiting
  expect(await wakes(bell)).toBe(false)
})

test('what is rung while nobody waits wakes the next at once, and once however often it was', async () => {
  const bell = openBell()
  bell.ring()
  bell.ring()
  expect(await wakes(bell)).toBe(true)
  expect(await wakes(bell)).toBe(false)
})
