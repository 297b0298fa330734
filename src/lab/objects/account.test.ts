import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bringAzurite } from '../testing/azurite.ts'
import type { Address } from '../addresses.ts'
import { type Child, startChild } from '../child.ts'
import { call, type Control } from '../http.ts'
import { monotonic } from '../monotonic.ts'
import { freePort } from '../ports.ts'
import { hasEnded, signal } from '../processes.ts'
import type { RelayReady } from '../relay.ts'
import { type Blobs, blobsAt, md5Of } from './blobs.ts'
import type { AccountReady, AccountStatus } from './model.ts'

// Two accounts, each with an Azurite of its own, and the line between them; nothing else of the lab.

const key = (text: string) => ({ account: 'shop', key: Buffer.from(text).toString('base64') })
const [open, inner] = [key('the key of the services'), key('the key of the engine')]
const token = 'control'
const container = 'documents'
let home: string
const children: Child<unknown>[] = []
const accounts: Record<string, { control: Control; at: Address; blobs: Blobs }> = {}
let line: Child<RelayReady>
let towards: Address

async function start<Ready>(role: string, settings: object, name = role): Promise<Child<Ready>> {
  const child = await startChild<Ready>(role, settings, join(home, `${name}.log`), () => {})
  children.push(child)
  return child
}

async function begin(region: string, role: 'primary' | 'secondary') {
  const directory = join(home, region)
  const engine = { host: '127.0.0.1', directory: join(directory, 'azurite'), key: inner }
  const { ready } = await start<Address>('azurite', engine, `azurite-${region}`)
  const at = { host: '127.0.0.1', port: await freePort('127.0.0.1') }
  // The one keeps what was replaced from everybody, the other does not.
  const immutable = region === 'east'
  const settings = { region, ...at, token, immutable, peerToken: 'peer', azurite: ready, azuriteKey: inner, key: open }
  const account = await start<AccountReady>('account', { ...settings, directory, containers: [container], role })
  const known = { control: { url: account.ready.url, token }, at, blobs: blobsAt(at, () => open) }
  accounts[region] = known
  return known
}

const at = (region: string) => accounts[region] as (typeof accounts)[string]
const status = (region: string) => call<AccountStatus>(at(region).control, 'GET', '/status')
const tell = (region: string, path: string, body: object = {}) => call(at(region).control, 'POST', path, { body })

async function put(region: string, name: string, text: string): Promise<void> {
  const content = Buffer.from(text)
  await at(region).blobs.put(container, name, { content, metadata: { sum: md5Of(content) } })
}

async function mended(at?: RelayReady['towards']) {
  line = await start<RelayReady>('relay', { delay: 20, regions: { west: { objects: accounts['west']?.at } }, at })
  towards = line.ready.towards['west']?.['objects'] as Address
}

async function eventually(holds: () => Promise<boolean>): Promise<void> {
  for (const until = monotonic() + 20; !(await holds()); await new Promise((resolve) => setTimeout(resolve, 30)))
    if (monotonic() > until) throw new Error('Not within 20 s.')
}

beforeAll(async () => {
  bringAzurite()
  home = mkdtempSync(join(tmpdir(), 'muster-objects-'))
  await Promise.all([begin('east', 'primary'), begin('west', 'secondary')])
  await mended()
}, 600_000)

afterAll(async () => {
  for (const { identity } of children) signal(identity, 'SIGKILL')
  await Promise.all(children.map(({ identity }) => hasEnded(identity, 5000)))
  rmSync(home, { recursive: true, force: true })
})

test('nothing is known of a copy to which nothing has come', async () => {
  await put('east', 'first', 'before the copying began')
  expect(await status('west')).toMatchObject({ role: 'secondary' })
  expect((await status('west')).lastSync).toBeUndefined()
})

test('what was there before is copied too, and every object that was acknowledged before the last sync time is there', async () => {
  await tell('east', '/replicate', { to: towards, lag: 0.3 })
  await tell('east', '/level')
  const began = monotonic()
  for (let number = 0; number < 20; number++) await put('east', `one-${number}`, `content ${number}`)
  // Younger than the lag, so that the copy cannot have them, and says so.
  const { lastSync } = await status('west')
  expect(lastSync?.at).toBeGreaterThan(0)
  expect(lastSync?.at).toBeLessThan(monotonic())
  await eventually(
    async () => ((await status('west')).lastSync?.at ?? 0) > monotonic() - 0.25 && monotonic() > began + 1,
  )
  const names = (await at('west').blobs.list(container)).map(({ name }) => name)
  expect(names.sort()).toEqual(['first', ...Array.from({ length: 20 }, (_, number) => `one-${number}`)].sort())
})

test('the copy answers the statistics call with that time, is read, and takes no writes', async () => {
  const { status: code, body } = await at('west').blobs.ask('GET', '/?restype=service&comp=stats')
  const said = /<LastSyncTime>(.+)<\/LastSyncTime>/.exec(body.toString('utf8'))?.[1] ?? ''
  expect(code).toBe(200)
  expect(Math.abs(Date.parse(said) - Date.now())).toBeLessThan(3000)
  expect((await at('west').blobs.get(container, 'first'))?.content.toString()).toBe('before the copying began')
  await expect(put('west', 'mine', 'refused')).rejects.toThrow('This side is secondary')
})

test('another key opens nothing, and a new one does from the moment on when it is told', async () => {
  const stolen = blobsAt(at('east').at, () => open)
  const fresh = key('a new one')
  await tell('east', '/key', fresh)
  await expect(stolen.list(container)).rejects.toThrow('403')
  expect(await blobsAt(at('east').at, () => fresh).list(container)).toHaveLength(21)
  await tell('east', '/key', open)
})

test('while the line is cut the last sync time stands still, and afterwards nothing is missing', async () => {
  signal(line.identity, 'SIGKILL')
  await hasEnded(line.identity, 5000)
  const before = (await status('west')).lastSync?.at ?? 0
  await put('east', 'while-cut', 'stays here')
  await eventually(async () => (await status('east')).trouble !== undefined)
  const stood = await status('west')
  expect((stood.lastSync?.at ?? 0) - before).toBeLessThan(0.5)
  expect(await at('west').blobs.get(container, 'while-cut')).toBeUndefined()
  await mended(line.ready.towards)
  await tell('east', '/level')
  expect((await at('west').blobs.get(container, 'while-cut'))?.content.toString()).toBe('stays here')
})

test('what is replaced or removed with a stolen key is kept, also from that key, and is brought back apart', async () => {
  await put('east', 'first', 'altered')
  await at('east').blobs.remove(container, 'one-3')
  await put('east', 'later', 'after the trouble')
  await tell('east', '/level')
  expect(await at('west').blobs.get(container, 'one-3')).toBeUndefined()
  const [kept] = await at('east').blobs.list(`${container}-versions`)
  await expect(at('east').blobs.remove(`${container}-versions`, kept?.name ?? '')).rejects.toThrow('changed by nobody')
  const { trouble, later } = await call<{ trouble?: { number: number; name: string }; later: number }>(
    at('east').control,
    'GET',
    `/trouble?container=${container}`,
  )
  expect({ name: trouble?.name, later }).toEqual({ name: 'first', later: 1 })
  await tell('east', '/restore', { container, before: trouble?.number, into: 'restored' })
  expect(await tell('east', '/prove', { container: 'restored' })).toEqual({ objects: 22, unsound: 0 })
  expect((await at('east').blobs.get('restored', 'first'))?.content.toString()).toBe('before the copying began')
  expect(await at('east').blobs.get('restored', 'later')).toBeUndefined()
})

test('a copy that has taken over takes writes, and nothing more from the side of before', async () => {
  await tell('west', '/become', { role: 'primary' })
  await put('west', 'mine', 'accepted')
  await put('east', 'too-late', 'not copied')
  await eventually(async () => /primary, and no copy/.test((await status('east')).trouble ?? ''))
  expect(await at('west').blobs.get(container, 'too-late')).toBeUndefined()
})
