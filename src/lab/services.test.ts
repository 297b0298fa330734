import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { answers } from './instance.ts'
import { isAlive } from './processes.ts'
import { ask, shop } from './testing/services.ts'

let open: Awaited<ReturnType<typeof shop>> | undefined
afterEach(async () => {
  await open?.end()
  open = undefined
})

test('a region without a release runs nothing, and takes no other release than the one that is to serve', async () => {
  open = await shop()
  const { east, directory, release } = open
  await expect(east.scaleTo(1)).rejects.toMatchObject({
    status: 409,
    message: expect.stringContaining('Provision the service in this region first.') as string,
  })
  const artefact = readFileSync(release.artefact)
  await east.provision()
  const unpacked = join(directory, 'release', 'east', 'web.json')
  writeFileSync(unpacked, readFileSync(unpacked, 'utf8').replace('"perSecond":1', '"perSecond":9'))
  await expect(east.start()).rejects.toThrow('is not the release that is to serve')
  writeFileSync(release.artefact, artefact.subarray(0, artefact.length - 20))
  await expect(east.provision()).rejects.toThrow()
  expect(east.runs()).toBe(false)
})

test('a standby is built anew beside what serves: its instances answer, nobody is sent there, and a loss kills them too', async () => {
  open = await shop()
  const { east, directory } = open
  await east.provision()
  await east.start()
  const addresses = east.addresses()
  const before = east.processes()
  await east.second(2)
  expect(east.addresses()).toEqual(addresses)
  expect(east.running()).toBe(2)
  const built = east.processes().filter(({ pid }) => !before.some((one) => one.pid === pid))
  expect([built.length, built.every(isAlive)]).toEqual([2, true])
  expect(readFileSync(join(directory, 'release', 'east', 'second.json'), 'utf8')).toContain('perSecond')
  // Built once more, there are as many as before.
  await east.second(2)
  expect(built.filter(isAlive)).toEqual([])
  expect(east.processes().filter(isAlive)).toHaveLength(4)
})

test('a region grows and shrinks by instances that listen and behave alike', async () => {
  open = await shop()
  const { east, web } = open
  await east.provision()
  await east.start()
  expect(east.running()).toBe(2)
  expect(east.addresses()[0]).toEqual(web)
  expect(await east.healthy()).toBe(true)

  await east.become({ sheds: true })
  await east.scaleTo(3)
  const addresses = east.addresses()
  expect(new Set(addresses.map(({ port }) => port)).size).toBe(3)
  for (const address of addresses) {
    expect(await ask(address, 'browse')).toMatchObject({ status: 503, retryAfter: '1' })
    expect(await ask(address, 'checkout')).toMatchObject({ status: 200 })
  }
  await east.become({ sheds: false, isolated: true })
  expect((await ask(web, 'checkout')).text).toContain('kept apart')

  // What is started again after a loss is open to customers, at its old address.
  for (const { pid } of east.processes()) process.kill(pid, 'SIGKILL')
  await expect.poll(() => east.runs()).toBe(false)
  expect(await east.healthy()).toBe(true)
  expect(await answers(web)).toBe(false)
  await east.start()
  expect(east.running()).toBe(2)
  expect(await ask(web, 'checkout')).toMatchObject({ status: 200 })

  const before = east.processes()
  await east.scaleTo(0)
  expect([east.running(), before.filter(isAlive)]).toEqual([0, []])
  await east.unprovision()
  await expect(east.scaleTo(1)).rejects.toThrow('There is no release')
})
