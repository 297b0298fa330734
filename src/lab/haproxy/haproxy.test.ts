import { existsSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, type TestContext, test, vi } from 'vitest'
import { call, listen } from '../http.ts'
import { isAlive, signal } from '../processes.ts'
import { socketIn } from '../program.ts'
import type { TrafficStatus } from '../router.ts'
import { partsFor } from '../testing/machine.ts'
import { act, ask, shop } from '../testing/services.ts'
import { runtime } from './runtime.ts'
import { startHaproxy } from './start.ts'

// What is particular to an entry that is HAProxy; what it does as the lab's own proxy does is in traffic.test.ts.

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 120_000 })

let open: Awaited<ReturnType<typeof shop>> | undefined
afterEach(async () => {
  await open?.end()
  open = undefined
})

async function entered(context: TestContext) {
  const { parts } = partsFor('haproxy', context)
  const started = await shop({ ...(parts ? { parts } : {}), instances: { full: 1, first: 1, second: 1 } })
  open = started
  for (const services of [started.east, started.west]) {
    await services.provision()
    await services.start()
  }
  const control = await started.traffic()
  for (const region of ['east', 'west']) await started.front.healthy(region)
  const leads = async () => {
    const answered = await ask(started.addresses.clients, 'browse').catch(() => undefined)
    return answered ? (JSON.parse(answered.text) as { region: string }).region : 'nowhere'
  }
  const haproxy = () => {
    const found = started.roster.entries().findLast(({ name }) => name === 'haproxy')
    if (!found) throw new Error('No HAProxy is on the roster.')
    return found
  }
  const status = () => call<TrafficStatus>(control, 'GET', '/status')
  const socket = join(started.places.data, '.haproxy', 'socket')
  return { ...started, program: parts?.haproxy ?? '', control, leads, haproxy, status, socket }
}

test('without it nobody gets anywhere, acts say so, and once it is there again it does what was decided', async (context) => {
  const { control, leads, haproxy, status, program, roster, ...shopped } = await entered(context)
  expect(await leads()).toBe('east')
  const first = haproxy()
  signal(first, 'SIGKILL')
  await expect.poll(() => isAlive(first), { timeout: 20_000 }).toBe(false)
  expect(await leads()).toBe('nowhere')
  await expect(act(control, 'fence', { region: 'east' })).rejects.toMatchObject({
    status: 503,
    kind: 'unreachable',
    message: expect.stringContaining('HAProxy does not answer at its runtime socket') as string,
  })
  // What stands of the regions is still told.
  expect(await status()).toMatchObject({ shares: {}, connections: { east: 0, west: 0 }, endpoints: [{}, {}] })

  roster.forget(first)
  await startHaproxy(program, { ...shopped, roster })
  // The act was refused and yet was meant: it is not undone by a restart, and a repeat of it is answered.
  expect(await act(control, 'fence', { region: 'east' })).toMatchObject({ fenced: ['east'], shares: {} })
  expect(await leads()).toBe('nowhere')
  expect(await act(control, 'route', { region: 'west' })).toMatchObject({ shares: { west: 1 } })
  expect(await leads()).toBe('west')

  // Killed once more with nobody asking for anything: it is brought back to what it was.
  const second = haproxy()
  signal(second, 'SIGKILL')
  await expect.poll(() => isAlive(second), { timeout: 20_000 }).toBe(false)
  roster.forget(second)
  await startHaproxy(program, { ...shopped, roster })
  await expect.poll(leads, { timeout: 20_000 }).toBe('west')
})

test('one that stands still holds acts up no longer than it must', async (context) => {
  const { control, haproxy, status } = await entered(context)
  process.kill(haproxy().pid, 'SIGSTOP')
  await expect(act(control, 'fence', { region: 'east' })).rejects.toThrow('no answer within 1 s')
  process.kill(haproxy().pid, 'SIGCONT')
  await expect.poll(async () => (await status()).shares, { timeout: 20_000 }).toEqual({})
})

test('an instance that has refused somebody is passed over until it takes a connection again, and left alone', async (context) => {
  const { east, leads, socket, addresses } = await entered(context)
  const [instance] = east.processes()
  if (!instance) throw new Error('No instance runs in east.')
  signal(instance, 'SIGKILL')
  await expect.poll(() => isAlive(instance), { timeout: 20_000 }).toBe(false)
  expect(await leads()).toBe('nowhere')
  const { host, port } = addresses.regions['east']?.web ?? { host: '', port: 0 }
  const passedOver = { shut: false, down: true, connections: 0, address: `${host}:${port}` }
  await expect.poll(async () => (await runtime(socket)).get('east-1'), { timeout: 20_000 }).toEqual(passedOver)
  // Longer than the router takes to look whether all is as it should be.
  for (const until = performance.now() + 1000; performance.now() < until; )
    expect((await runtime(socket)).get('east-1')).toEqual(passedOver)
  await east.start()
  await expect.poll(() => leads(), { timeout: 20_000 }).toBe('east')
  expect((await runtime(socket)).get('east-1')).toMatchObject({ down: false, address: passedOver.address })
})

test('what somebody else opens by hand is shut again, and what he shuts is opened', async (context) => {
  const { control, leads, socket } = await entered(context)
  await act(control, 'fence', { region: 'east' })
  await act(control, 'route', { region: 'west' })
  await runtime(socket, ['set server regions/east-1 state ready', 'set server regions/west-1 state maint'])
  const standing = async () => {
    const seen = await runtime(socket)
    return ['east-1', 'west-1'].map((name) => seen.get(name)?.shut)
  }
  await expect.poll(standing, { timeout: 20_000 }).toEqual([true, false])
  expect(await leads()).toBe('west')
})

test('where it cannot listen it says why, and is not left running', async (context) => {
  const { parts } = partsFor('haproxy', context)
  const shopped = await shop(parts ? { parts } : {})
  open = shopped
  const { host, port } = shopped.addresses.clients
  const taken = createServer()
  await listen(taken, port, host)
  const refused = await startHaproxy(parts?.haproxy ?? '', shopped).catch((error: unknown) => error)
  taken.close()
  expect(refused).toMatchObject({
    kind: 'unreachable',
    code: 'EADDRINUSE',
    message: expect.stringMatching(/^HAProxy \(\S+haproxy\) ended before it answered; its log ends:\n/) as string,
  })
  expect(shopped.roster.entries()).toEqual([])
  await expect(startHaproxy('/nonexistent/haproxy', shopped)).rejects.toThrow('ended before it answered')
})

test('a folder whose path is too long for a socket is refused with what to do', () => {
  expect(socketIn('/a/short/path')).toBe('/a/short/path/socket')
  expect(() => socketIn(`/${'long'.repeat(30)}`)).toThrow(
    'has a path of 128 octets, and 97 is the most. Choose a shorter folder for the state:\n  MUSTER_HOME=/a/short/path',
  )
})

test('it runs as nobody who may do more, its files are for its owner alone, and it goes with the lab', async (context) => {
  const { haproxy, places, socket, end } = await entered(context)
  const { pid } = haproxy()
  expect(statSync(join(places.data, '.haproxy')).mode & 0o777).toBe(0o700)
  expect(statSync(socket).mode & 0o077).toBe(0)
  if (places.owner && existsSync('/proc/self/status')) {
    const { uid, gid } = places.owner
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    expect(status).toContain(`Uid:\t${uid}\t${uid}\t${uid}\t${uid}\n`)
    expect(status).toContain(`Gid:\t${gid}\t${gid}\t${gid}\t${gid}\n`)
    expect(/^Groups:\t(.*)$/m.exec(status)?.[1]?.trim()).toBe('')
  }
  const one = haproxy()
  open = undefined
  await end()
  expect(isAlive(one)).toBe(false)
})
