import { afterEach, expect, test } from 'vitest'
import type { ActionContext, World } from '#execution'
import { manager } from '../testing/manager.ts'
import { share } from './index.ts'

const close: (() => void)[] = []
afterEach(() => {
  for (const one of close.splice(0)) one()
})

test('all regions that are to share are told at once, under the key and the epoch of the run', async () => {
  const there = await manager([200, {}])
  close.push(there.close)
  const world = { traffic: () => ({ url: there.url, token: 'open-sesame' }) } as unknown as World
  const context = { world, run: 'run-1', key: 'key-1', epoch: 3, signal: AbortSignal.timeout(5000) }
  expect(await share.run({ regions: 'east, west' }, context as unknown as ActionContext)).toEqual({
    regions: ['east', 'west'],
  })
  expect(there.got).toEqual([
    {
      method: 'POST',
      path: '/share',
      token: 'Bearer open-sesame',
      body: { key: 'key-1', run: 'run-1', epoch: 3, regions: ['east', 'west'] },
    },
  ])
})

test('an empty name among them is refused before anybody is asked', () => {
  expect(share.accepts({ regions: 'east,west' })).toBeUndefined()
  expect(share.accepts({ regions: 'east,' })).toContain('comma')
  expect(share.accepts({})).toContain('regions')
})
