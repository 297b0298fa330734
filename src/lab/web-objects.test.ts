import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAccounts, type Accounts } from './objects/accounts.ts'
import { blobsAt, md5Of } from './objects/blobs.ts'
import { documents, documentOf } from './objects/documents.ts'
import { createRegionObjects, type RegionObjects } from './objects/region-objects.ts'
import { spoiled } from './objects/thief.ts'
import { freePort } from './ports.ts'
import { makeRelease, unpack } from './release.ts'
import { createRoster, type Roster } from './roster.ts'
import { defaultSpec, type LabSpec } from './spec.ts'
import { bringAzurite } from './testing/azurite.ts'
import type { WebReady } from './web.ts'

// One web service with an account and a cache behind it, and no database.

const component = 'documents'
const spec: LabSpec = {
  ...defaultSpec,
  stores: [],
  flows: [
    { id: 'file', data: 'writes', store: component, objects: true },
    { id: 'read', data: 'reads', store: component, objects: true, cached: true },
  ],
  objects: { components: [component], lag: 0.1 },
  cache: 'leaflets',
}
const host = '127.0.0.1'
let home: string
let roster: Roster
let accounts: Accounts
let account: RegionObjects
let url: string

beforeAll(async () => {
  bringAzurite()
  home = mkdtempSync(join(tmpdir(), 'muster-web-'))
  mkdirSync(join(home, 'logs'))
  roster = createRoster(join(home, 'logs'), () => {})
  accounts = await createAccounts({ components: [component], lag: 0.1 }, { lab: home })
  const address = { host, port: await freePort(host) }
  const { peer, control } = accounts.tokens
  const key = accounts.keys.current
  const places = { lab: home }
  const tokens = { peerToken: peer, token: control }
  account = createRegionObjects({ region: 'east', address, places, roster, key, immutable: true, ...tokens })
  await account.start('primary', accounts.containers())
  const blobs = blobsAt(address, key)
  for (const name of documents) {
    const content = documentOf(name)
    await blobs.put(accounts.containerOf(component), name, { content, metadata: { sum: md5Of(content) } })
  }
  blobs.close()
  const cache = { host, port: await freePort(host) }
  await roster.start('cache', { name: 'cache' }, cache)
  const release = await makeRelease(join(home, 'release'), spec)
  const unpacked = { file: join(home, 'east', 'web.json'), digest: release.digest }
  await unpack(release, unpacked.file)
  const containers = { [component]: accounts.containerOf(component) }
  const state = {
    ...{ database: { host, port: 1 }, sheds: false, isolated: false, fenced: false, leaves: false },
    ...{ objects: { account: address, containers }, cache },
  }
  const web = await roster.start<WebReady>(
    'web',
    { name: 'web' },
    {
      ...{ region: 'east', host, port: 0, credentials: '', objectCredentials: accounts.keys.file },
      ...{ release: unpacked, state },
    },
  )
  url = `http://${host}:${web.ready.port}`
}, 600_000)

afterAll(async () => {
  await roster.end()
  rmSync(home, { recursive: true, force: true })
})

async function asked(method: string, path: string, body?: object) {
  const answer = await fetch(`${url}${path}`, { method, ...(body ? { body: JSON.stringify(body) } : {}) })
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}

const order = (key: string) => ({ key, client: 'file-1', amount: 7 })

test('what a customer files is in the account, with what was written and its sum', async () => {
  const { status, body } = await asked('POST', '/flow/file', order('file-1-1'))
  expect({ status, body }).toMatchObject({ status: 200, body: { key: 'file-1-1', committedAt: expect.any(Number) } })
  const [entry] = (await account.objects(accounts.containerOf(component))).filter(({ name }) => name === 'file-1-1')
  expect(entry?.metadata).toMatchObject({ amount: '7', sum: entry?.md5 })
})

test('what is read once is read from the cache the next time, and a cache that was filled hits at once', async () => {
  const read = async (key: string) => (await asked('POST', '/flow/read', order(key))).body['hit']
  expect([await read('a'), await read('a')]).toEqual([false, true])
  const { body } = await asked('POST', '/warm', { documents: documents.map((_, index) => index + 1) })
  expect(body['reads']).toHaveLength(documents.length)
  expect(await Promise.all(['b', 'c', 'd', 'e'].map(read))).toEqual([true, true, true, true])
})

test('a service is healthy only where its account takes writes, and tries it out where that is closed to others', async () => {
  expect(await asked('GET', '/health')).toMatchObject({ status: 200 })
  await account.become('closed')
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await asked('GET', '/health')).toMatchObject({ status: 503, body: { reason: 'documents is closed' } })
  expect(await asked('POST', '/flow/file', order('file-1-2'))).toMatchObject({ status: 503 })
  expect(await asked('POST', '/verify')).toEqual({ status: 200, body: { verified: [component] } })
  await account.become('primary')
})

test('a new key is taken up without a restart', async () => {
  await account.rekey(await accounts.keys.renew())
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(await asked('GET', '/health')).toMatchObject({ status: 200 })
  expect(await asked('GET', '/sound')).toMatchObject({ status: 200 })
})

test.each(['altered', 'dropped'] as const)('objects that somebody has %s are noticed', async (how) => {
  const containers = [accounts.containerOf(component)]
  await spoiled({ at: account.address, key: accounts.keys.current(), containers }, how)
  const looks = await Promise.all(
    [0, 1, 2].map(async (turn) => {
      await new Promise((resolve) => setTimeout(resolve, 150 * turn))
      return (await asked('GET', '/sound')).status
    }),
  )
  expect(looks).toContain(503)
})
