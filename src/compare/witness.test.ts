import { expect, test } from 'vitest'
import { call, type Control, monotonic, serve } from '#lab'
import { witness } from './witness.ts'

/** A witness on ports of the system's choice, and what it has told the way to the primary. */
async function opened(ttl: number) {
  const told: string[] = []
  const token = 'of-the-test'
  const front = await serve('127.0.0.1', 0, [token], ({ path, body }) => {
    told.push(`${path.join('/')} ${String(body['region'])}`)
    return {}
  })
  const settings = { token, host: '127.0.0.1', port: 0, heldPort: 0, ttl, front: { url: front.url, token } }
  const ready = await witness(settings)
  const control: Control = { url: ready.url, token }
  const act = (verb: string, epoch = 1) =>
    call(control, 'POST', `/${verb}`, { body: { key: verb, run: 'run-1', epoch, region: 'east' }, timeout: 10_000 })
  return {
    told,
    renew: (holder: string) => call(control, 'POST', '/renew', { body: { holder }, timeout: 5000 }),
    fence: (epoch?: number) => act('fence', epoch),
    route: () => act('route'),
    held: async () => (await fetch(ready.held)).status === 200,
  }
}

test('a region is fenced only once its lease is over, and is refused from then on', async () => {
  const { told, renew, fence, held } = await opened(0.5)
  expect(await held()).toBe(false)
  await renew('east')
  expect(await held()).toBe(true)
  const renewed = monotonic()
  await fence()
  expect(monotonic() - renewed).toBeGreaterThan(0.45)
  expect({ told, held: await held() }).toEqual({ told: ['fence east'], held: false })
  await expect(renew('east')).rejects.toThrow('east is fenced.')
  await renew('west')
  expect(await held()).toBe(true)
})

test('nobody gets a lease that somebody else holds, and a fence of a region that holds none waits for nothing', async () => {
  const { told, renew, fence, route } = await opened(60)
  await renew('west')
  await expect(renew('east')).rejects.toThrow('west holds the lease.')
  await fence()
  await route()
  expect(told).toEqual(['fence east', 'route east'])
})

test('whoever has lost the lease of its run may not fence any more', async () => {
  const { told, fence } = await opened(0.2)
  await fence(2)
  await expect(fence(1)).rejects.toThrow('Epoch 1 of the run run-1 is over.')
  expect(told).toEqual(['fence east'])
})
