import { afterEach, expect, test } from 'vitest'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { ActionContext, World } from '#execution'
import { type Answer, manager } from '../testing/manager.ts'
import { operate } from './index.ts'

const close: (() => void)[] = []
afterEach(() => {
  for (const one of close.splice(0)) one()
})

const scale = { component: 'web', region: 'west', operation: 'scale', from: 'east', to: 'west' }

/** Carries out the operation against a manager that answers so, and tells what came of it and what was asked. */
async function operated(...answers: ReadonlyArray<Answer>) {
  const there = await manager(...answers)
  close.push(there.close)
  const world = {
    endpoint: (component: string, region: string) => ({
      url: 'http://127.0.0.1:9',
      manage: { url: `${there.url}/${component}/${region}`, token: 'open-sesame' },
    }),
  } as unknown as World
  const context = { world, key: 'key-1', signal: AbortSignal.timeout(5000) } as unknown as ActionContext
  return {
    got: there.got,
    run: () => Promise.resolve(operate.run(scale, context)).catch((error: unknown) => error),
  }
}

test('the management address is asked for the operation by key and direction, and its answer is what was observed', async () => {
  const { got, run } = await operated([200, { instances: 3, tookSeconds: 1.5 }])
  expect(await run()).toEqual({ instances: 3, tookSeconds: 1.5 })
  expect(got).toEqual([
    {
      method: 'POST',
      path: '/web/west/operations/scale',
      token: 'Bearer open-sesame',
      body: { key: 'key-1', from: 'east', to: 'west' },
    },
  ])
})

test('a management that cannot do it now is asked again, with the same key', async () => {
  const { got, run } = await operated([503, { error: 'The management is not there.' }], [200, { instances: 3 }])
  const refused = await run()
  expect(refused).toBeInstanceOf(RetryableFailure)
  expect((refused as Error).message).toContain('answered 503: The management is not there.')
  expect(await run()).toEqual({ instances: 3 })
  expect(got.map(({ body }) => body)).toEqual([got[0]?.body, got[0]?.body])
})

test('what it does not know or forbids is refused for good, and nothing was done', async () => {
  const { run } = await operated([404, { error: 'The lab cannot scale web.' }])
  const refused = await run()
  expect(refused).toBeInstanceOf(TerminalFailure)
  expect(refused).toMatchObject({ harmless: true })
})

test('a component without a management address is left to people', async () => {
  const world = { endpoint: () => ({ url: 'http://127.0.0.1:9' }) } as unknown as World
  const context = { world, key: 'key-1', signal: AbortSignal.timeout(5000) } as unknown as ActionContext
  await expect(operate.run(scale, context)).rejects.toThrow('The target gives no management address for web in west')
})

test('an operation is one word, for it becomes a part of an address', () => {
  expect(operate.accepts(scale)).toBeUndefined()
  expect(operate.accepts({ ...scale, operation: '../stop' })).toContain('one word')
  expect(operate.accepts({ component: 'web', region: 'west', operation: 'scale' })).toContain('from, to')
})
