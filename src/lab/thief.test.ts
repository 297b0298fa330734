import { createServer, type Server } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { isFree } from './testing/lab.ts'
import { thief, type ThiefSettings } from './thief.ts'

vi.setConfig({ testTimeout: 60_000 })

const host = '127.0.0.1'
/** Takes connections, and never says anything. */
const silent: Server = createServer()
let [dead, mute] = [0, 0]

beforeAll(async () => {
  await new Promise<void>((resolve) => silent.listen(0, host, resolve))
  mute = (silent.address() as { port: number }).port
  for (dead = mute + 1; !(await isFree(host, dead)); ) dead++
})
afterAll(() => void silent.close())

const settings = (...ports: readonly number[]): ThiefSettings => ({
  how: 'altered',
  servers: ports.map((port, index) => ({
    region: index === 0 ? 'east' : 'west',
    host,
    port,
    user: 'o',
    password: 'p',
  })),
  stores: ['orders-db'],
  accounts: [],
  vaults: [],
})

test('who finds no server that runs has ruined nothing, and says where and why', async () => {
  await expect(thief(settings(dead))).rejects.toThrow(
    "Nothing could be altered with the owner's credentials: orders-db in east: no server runs there.",
  )
})

test('an attack that does not come to its end is told, whatever became of the others', async () => {
  await expect(thief(settings(dead, mute))).rejects.toThrow(
    /^The attack on orders-db in west did not come to its end, and nobody knows what it did: .*timeout/,
  )
})
