import { expect, test } from 'vitest'
import type { Condition, Facts } from '#conditions'
import type { ActionContext, Clock } from '#execution'
import type { Runbook } from '#runbook'
import { seconds } from '#units'
import { clear } from './index.ts'

const when: Condition = { holds: 'probes.line.failing' }

/** Met by nothing that is not told below. */
const becomes: NonNullable<Runbook['activation']>['becomes'] = {
  scenario: 'east-lost',
  when: { left: { fact: 'probes.line.failingFor' }, is: '>=', right: { duration: seconds(5) } },
  unless: { holds: 'deployment.inProgress' },
  text: 'failing for 5 s, unless a deployment is in progress',
}

/** Waits under a clock of its own while the world says one thing after the other, the last for good. */
async function waited(every: number, ...course: ReadonlyArray<readonly [until: number, facts: Facts]>) {
  let now = 0
  const said: string[] = []
  const limit = new AbortController()
  const clock = {
    monotonic: () => now,
    async sleep(duration: number) {
      now += duration
      if (now > 100) limit.abort()
    },
  } as unknown as Clock
  const runbook = {
    activation: { when, text: 'probes.line.failing', becomes },
    probes: [{ id: 'line', component: 'web', every, timeout: 1 }],
  } as unknown as Runbook
  const facts = async (): Promise<Facts> => (course.find(([until]) => now < until) ?? course.at(-1))?.[1] ?? {}
  const context = { runbook, world: { facts }, clock, signal: limit.signal, say: (line: string) => said.push(line) }
  const output = await Promise.resolve(clear.run({ scenario: 'line-cut' }, context as unknown as ActionContext)).catch(
    (error: unknown) => error,
  )
  return { output, said, now }
}

const failing = { 'probes.line.failing': true }
const well = { 'probes.line.failing': false }

test('it is over once the criteria have not held for a turn of the probe that they ask', async () => {
  const { output, now } = await waited(4, [10, failing], [99, well])
  expect(output).toEqual({ cleared: 'probes.line.failing', facts: well })
  expect(now).toBeGreaterThanOrEqual(14)
  expect(now).toBeLessThan(15)
})

test('what comes back in between begins the time anew', async () => {
  const { said, now } = await waited(4, [10, failing], [12, well], [13, failing], [99, well])
  expect(said).toEqual(['criteria: true again'])
  expect(now).toBeGreaterThanOrEqual(17)
})

test('what nobody knows is not clear', async () => {
  expect((await waited(1, [20, {}], [99, well])).now).toBeGreaterThanOrEqual(21)
})

test('where its time runs out it has not passed by itself, and nothing was changed', async () => {
  const { output } = await waited(1, [99, failing])
  expect(output).toMatchObject({ harmless: true, message: expect.stringContaining('still hold') })
})

test('what lasts until the criteria of something worse hold is no blip, and nobody waits on', async () => {
  const lasting = { ...failing, 'probes.line.failingFor': 5 }
  const { output, now } = await waited(1, [3, failing], [99, lasting])
  expect(output).toMatchObject({ harmless: true, message: expect.stringContaining('the criteria of east-lost hold') })
  expect(now).toBeLessThan(4)
  // What is excepted, or not known, does not end it.
  const excepted = { ...lasting, 'deployment.inProgress': true }
  expect((await waited(1, [20, excepted], [99, well])).output).toHaveProperty('cleared')
})
