import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { ActionContext, World } from '#execution'
import { enough } from './enough.ts'

const close: (() => void)[] = []
afterEach(() => {
  for (const one of close.splice(0)) one()
})

/** What the check answers or throws where the traffic manager has these regions, by whether they answer. */
async function checked(
  regions: Readonly<Record<string, boolean | undefined>>,
  atLeast: number,
  fenced: readonly string[] = [],
): Promise<unknown> {
  const endpoints = Object.entries(regions).map(([region, answers]) => ({ region, answers }))
  const server = createServer((_, response) => response.end(JSON.stringify({ routed: 'east', fenced, endpoints })))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  close.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const world = { traffic: () => ({ url, token: 'token' }) } as unknown as World
  const context = { world, signal: AbortSignal.timeout(5000) } as unknown as ActionContext
  return enough.run({ without: 'east', atLeast }, context).catch((error: unknown) => error)
}

test('the region that is taken away does not count, nor does one that is fenced', async () => {
  expect(await checked({ east: true, west: true, north: true }, 2)).toEqual({ on: ['west', 'north'], atLeast: 2 })
  expect(await checked({ east: true, west: true, north: true }, 2, ['north'])).toEqual(
    new TerminalFailure(
      'Without east at least 2 other regions have to be on, and only west is. ' +
        'Bring another region up, or lift its fence, before this one is taken away.',
      { harmless: true },
    ),
  )
})

test('those that are on are all named', async () => {
  expect(await checked({ west: true, north: true, south: false }, 3)).toMatchObject({
    name: 'TerminalFailure',
    harmless: true,
    message: expect.stringContaining('only west and north are.') as string,
  })
})

test('one that was not probed yet may be on, so that it is worth waiting for', async () => {
  const waiting = await checked({ east: true, west: undefined }, 1)
  expect(waiting).toBeInstanceOf(RetryableFailure)
  expect(waiting).toMatchObject({
    harmless: true,
    message: 'Without east at least 1 other region has to be on, and none is. west: not probed yet.',
  })
  // Even with it there would be too few.
  expect(await checked({ east: true, west: undefined }, 2)).toBeInstanceOf(TerminalFailure)
})
