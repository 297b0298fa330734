import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Child, startChild } from '../child.ts'
import { hasEnded, signal } from '../processes.ts'
import { freeBase } from '../testing/lab.ts'
import { packed, packedFile, unpack } from './pack.ts'
import { emptied } from './thief.ts'
import type { VaultTokens } from './vault.ts'
import { vaultAt, whole } from './vault-client.ts'

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 })

const root = mkdtempSync(join(tmpdir(), 'muster-vault-test-'))
const at = { host: '127.0.0.1', port: await freeBase() }
const tokens: VaultTokens = { owner: 'o', ship: 's', keep: 'k' }
const as = (token: keyof VaultTokens) => vaultAt(at, tokens[token])
const directory = join(root, 'vault')
let vault: Child<unknown>

const start = (immutable = true) =>
  startChild('vault', { ...at, directory, tokens, immutable }, join(root, 'log'), () => {}).then(
    (child) => (vault = child),
  )
const kill = async () => {
  signal(vault.identity, 'SIGKILL')
  await hasEnded(vault.identity, 5000)
}

beforeEach(() => start())
afterEach(kill)
afterAll(() => rmSync(root, { recursive: true, force: true }))

test('what is acknowledged outlives the vault, and is found by name and digest', async () => {
  const content = Buffer.from('a segment of the log')
  const digest = createHash('sha256').update(content).digest('hex')
  expect(await as('ship').put('kept/log/0001', content)).toEqual({ bytes: content.length, digest })
  await kill()
  await start()
  expect(await as('ship').list('kept/log/')).toMatchObject([{ name: 'kept/log/0001', bytes: content.length }])
  expect((await whole(await as('ship').get('kept/log/0001'))).equals(content)).toBe(true)
  writeFileSync(join(directory, 'kept/log/0001'), 'a segment of the lob')
  expect((await as('ship').digest('kept/log/0001')).digest).not.toBe(digest)
})

test('what is kept is written once and deleted by the keeper alone; on hold nothing is deleted by anybody else', async () => {
  await as('ship').put('kept/one', Buffer.from('first'))
  await as('ship').put('kept/one', Buffer.from('first'))
  await expect(as('owner').put('kept/one', Buffer.from('other'))).rejects.toThrow('written once')
  for (const token of ['ship', 'owner'] as const)
    await expect(as(token).remove('kept/one')).rejects.toThrow('cannot be deleted')
  await as('owner').put('export', Buffer.from('1'))
  await expect(as('ship').remove('export')).rejects.toThrow('cannot be deleted')
  await as('owner').remove('export')
  await expect(as('owner').hold()).rejects.toThrow('keeper')

  await as('owner').put('export', Buffer.from('2'))
  await as('keep').hold()
  await expect(as('owner').remove('export')).rejects.toThrow('cannot be deleted')
  await as('keep').remove('kept/one')
  await expect(as('ship').get('kept/one')).rejects.toThrow('no such object')
})

test('a thief is told of each backup whether it is gone, and where a vault is not locked all of them are', async () => {
  const left = async () => (await as('ship').list('')).map(({ name }) => name)
  const fill = async () => {
    for (const name of ['kept/backups/one.pack', 'kept/backups/one.json', 'kept/log/0001', 'kept/log/0002', 'dump'])
      await as('ship').put(name, Buffer.from(name))
  }
  const rob = () => emptied({ region: 'west', at, token: tokens.owner })
  rmSync(directory, { recursive: true })
  mkdirSync(directory)
  await fill()
  expect(await rob()).toEqual([
    { region: 'west', what: 'backups', hit: 1, refused: 1 },
    { region: 'west', what: 'log', hit: 0, refused: 2 },
  ])
  expect(await left()).toEqual(['kept/backups/one.json', 'kept/backups/one.pack', 'kept/log/0001', 'kept/log/0002'])
  await kill()
  await start(false)
  await fill()
  expect(await rob()).toEqual([
    { region: 'west', what: 'backups', hit: 2, refused: 0 },
    { region: 'west', what: 'log', hit: 2, refused: 0 },
  ])
  expect(await left()).toEqual([])
  // Held in time, it keeps everything all the same.
  await fill()
  await as('keep').hold()
  expect((await rob()).map(({ hit }) => hit)).toEqual([0, 0])
  await kill()
  await expect(rob()).rejects.toThrow('does not answer')
})

test('what the owner had opens nothing once the keeper has renewed it', async () => {
  await as('owner').put('export', Buffer.from('1'))
  await expect(as('owner').renewOwner('mine')).rejects.toThrow('keeper')
  await as('keep').renewOwner('new')
  for (const act of [() => as('owner').remove('export'), () => as('owner').list('')])
    await expect(act()).rejects.toThrow('no such token')
  await vaultAt(at, 'new').remove('export')
})

test('whoever has no token, or names what lies outside, is refused', async () => {
  await expect(vaultAt(at, 'guessed').list('')).rejects.toThrow('no such token')
  await expect(as('ship').put('kept/..%2f..%2fescape', Buffer.from('x'))).rejects.toThrow('letters, digits')
  expect(existsSync(join(root, 'escape'))).toBe(false)
})

test('a tree comes out of its pack as it went in, and half a pack is no tree', async () => {
  const [from, into] = [join(root, 'from'), join(root, 'into')]
  mkdirSync(join(from, 'base/empty'), { recursive: true })
  mkdirSync(into)
  chmodSync(join(from, 'base'), 0o700)
  const large = Buffer.alloc(300_000, 'row\n')
  writeFileSync(join(from, 'base/1'), large)
  writeFileSync(join(from, 'nothing'), '')
  writeFileSync(join(from, 'postmaster.pid'), '1')
  async function* content() {
    yield* packed(from, (path) => path === 'postmaster.pid')
    yield* packedFile('label', Buffer.from('here'))
  }
  const zipped = await pipeline(content(), createGzip(), (made: AsyncIterable<Buffer>) => whole(made))
  const unzip = (bytes: Buffer) =>
    pipeline([bytes], createGunzip(), (tree: AsyncIterable<Buffer>) => unpack(tree, into))
  expect(await unzip(zipped)).toBe(3)
  expect(readFileSync(join(into, 'base/1')).equals(large)).toBe(true)
  expect(readFileSync(join(into, 'label'), 'utf8')).toBe('here')
  expect([existsSync(join(into, 'base/empty')), existsSync(join(into, 'postmaster.pid'))]).toEqual([true, false])
  await expect(unzip(zipped.subarray(0, zipped.length - 40))).rejects.toThrow()
})
