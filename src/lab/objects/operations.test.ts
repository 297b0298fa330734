import { mkdtempSync, mkdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Link } from '../link.ts'
import type { Region } from '../region.ts'
import type { RelayReady } from '../relay.ts'
import { createRoster, type Roster } from '../roster.ts'
import type { Site } from '../site.ts'
import { bringAzurite } from '../testing/azurite.ts'
import { freePort } from '../ports.ts'
import { type Accounts, createAccounts } from './accounts.ts'
import { beginAccounts, objectsOf } from './around.ts'
import { blobsAt, md5Of } from './blobs.ts'
import { documents } from './documents.ts'
import { heldIn } from './held.ts'
import { objectOperations } from './operations/index.ts'
import { createRegionObjects } from './region-objects.ts'
import { spoiled } from './thief.ts'

// The operations of an object storage on two real accounts and the line between them, without the rest of a lab.

const component = 'documents'
let home: string
let roster: Roster
let accounts: Accounts
let site: Site
/** Under which names services were told that the objects lie. */
const told: Record<string, unknown> = {}

async function regionOf(name: string): Promise<Region> {
  const address = { host: '127.0.0.1', port: await freePort('127.0.0.1') }
  const { peer, control } = accounts.tokens
  const key = accounts.keys.current
  const places = { lab: home }
  const { immutable } = accounts
  const tokens = { peerToken: peer, token: control }
  const objects = createRegionObjects({ region: name, address, places, roster, key, immutable, ...tokens })
  const services = {
    async become({ objects: next }: { objects: unknown }) {
      told[name] = next
    },
  }
  return { name, objects, services } as unknown as Region
}

beforeAll(async () => {
  bringAzurite()
  home = mkdtempSync(join(tmpdir(), 'muster-objects-'))
  mkdirSync(join(home, 'logs'))
  roster = createRoster(join(home, 'logs'), () => {})
  accounts = await createAccounts({ components: [component], lag: 0.2, immutable: true }, { lab: home })
  const regions = [await regionOf('east'), await regionOf('west')]
  const services = Object.fromEntries(regions.map((one) => [one.name, { objects: objectsOf(one).address }]))
  const relay = await roster.start<RelayReady>('relay', { name: 'relay' }, { delay: 20, regions: services })
  const link = { towards: (region: string) => relay.ready.towards[region]?.['objects'] } as unknown as Link
  const spec = { regions: ['east', 'west'], objects: { components: [component], lag: 0.2 } }
  site = { spec, regions, link, lost: new Set(), listed: new Map(), accounts } as unknown as Site
  await beginAccounts(site)
}, 600_000)

afterAll(async () => {
  await roster.end()
  rmSync(home, { recursive: true, force: true })
})

const at = (name: string): Region => site.regions.find((one) => one.name === name) as Region

async function operate(verb: string, region: string, from = 'east', to = 'west') {
  const act = objectOperations[verb]
  if (!act) throw new Error(`There is no ${verb}.`)
  return await act({ site, region: at(region), component, from, to })
}

async function put(region: string, name: string): Promise<void> {
  const blobs = blobsAt(objectsOf(at(region)).address, accounts.keys.current)
  const content = Buffer.from(`content of ${name}`)
  const metadata = { sum: md5Of(content), amount: '5' }
  await blobs.put(accounts.containerOf(component), name, { content, metadata }).finally(() => blobs.close())
}

const names = async (region: string) => (await heldIn(site, region, component)).rows.map(({ key }) => key)

test('what a stolen key has deleted is brought back as it was, and the key opens nothing any more', async () => {
  await put('east', 'before')
  const key = accounts.keys.current()
  const stolen = { at: objectsOf(at('east')).address, key, containers: [accounts.containerOf(component)] }
  expect(await spoiled(stolen, 'dropped')).toMatchObject({ hit: documents.length + 1 })
  await put('east', 'after')
  const verbs = ['stop-writers', 'stop-replication', 'keep-backups', 'choose-point', 'restore', 'prove', 'rotate']
  const seen: Record<string, unknown> = {}
  for (const verb of verbs) seen[verb] = await operate(verb, 'east', 'east', 'east')
  expect(seen).toMatchObject({
    'stop-writers': { closedIn: 'east' },
    'stop-replication': { stoppedIn: 'east, west' },
    'keep-backups': { versions: documents.length + 1, removable: false },
    restore: { objects: documents.length + 1 },
    prove: { objects: documents.length + 1, unsound: 0 },
    rotate: { toldIn: 'east, west', oldRefused: true },
  })
  await expect(spoiled(stolen, 'dropped')).rejects.toThrow('403')
  await expect(put('east', 'meanwhile')).rejects.toThrow('This side is closed')
  await operate('switch', 'east', 'east', 'east')
  expect(told).toMatchObject({ east: { containers: { [component]: accounts.containerOf(component) } }, west: {} })
  expect(await operate('verify', 'east', 'east', 'east')).toMatchObject({ written: true, read: true })
  await operate('release', 'east', 'east', 'east')
  await put('east', 'again')
  expect(await names('east')).toEqual(['again', 'before'])
  expect(await operate('reconcile', 'east', 'east', 'east')).toMatchObject({ known: true, lost: 1 })
  await operate('re-protect', 'west', 'east', 'east')
  expect(await names('west')).toEqual(['again', 'before'])
})

test('altered objects do not hold their sum, and those of before are found', async () => {
  const stolen = {
    at: objectsOf(at('east')).address,
    key: accounts.keys.current(),
    containers: [accounts.containerOf(component)],
  }
  const { hit } = await spoiled(stolen, 'altered')
  expect(hit).toBeGreaterThan(5)
  for (const verb of ['stop-writers', 'choose-point', 'restore', 'prove', 'switch', 'release'])
    await operate(verb, 'east', 'east', 'east')
  expect((await heldIn(site, 'east', component)).rows).toEqual(
    ['again', 'before'].map((key) => ({ key, amount: 5, sound: true })),
  )
  await operate('re-protect', 'west', 'east', 'east')
})

test('the copy does not take over while the other side takes writes', async () => {
  await expect(operate('fail-over', 'west')).rejects.toThrow('The account in east takes writes')
})

test('after a loss the copy says how far it had followed, and what it lacks is listed before it is overwritten', async () => {
  const east = objectsOf(at('east'))
  await operate('ready', 'west')
  await east.replicate()
  await put('east', 'never-copied')
  for (const identity of east.processes()) process.kill(identity.pid, 'SIGKILL')
  site.lost.add('east')
  expect(await operate('count-loss', 'west')).toMatchObject({ role: 'secondary', lastSyncTime: expect.any(String) })
  expect(await operate('fail-over', 'west')).toMatchObject({ role: 'primary', geoRedundant: false })
  expect(await operate('verify', 'west')).toMatchObject({ written: true, read: true })
  await put('west', 'survivor')
  const { rows, syncedUpTo } = await heldIn(site, 'west', component)
  expect(rows.map(({ key }) => key)).toEqual(['again', 'before', 'survivor'])
  expect(syncedUpTo).toBeGreaterThan(0)
  expect(await operate('reconcile', 'east')).toMatchObject({ known: false })
  site.lost.delete('east')
  expect(await operate('reconcile', 'east')).toMatchObject({ known: true, onlyThere: 1, first: 'never-copied' })
  expect([...site.listed.values()]).toMatchObject([{ component, region: 'east', only: ['never-copied'] }])
  await operate('re-protect', 'east')
  expect(await names('east')).toEqual(['again', 'before', 'survivor'])
})

test('on the way back nothing is lost', async () => {
  await operate('ready', 'east', 'west', 'east')
  await put('west', 'last')
  await operate('drain', 'west', 'west', 'east')
  await operate('fail-over', 'east', 'west', 'east')
  await operate('re-protect', 'west', 'west', 'east')
  await put('east', 'home')
  expect(await names('east')).toEqual(['again', 'before', 'home', 'last', 'survivor'])
  await expect(put('west', 'refused')).rejects.toThrow('This side is secondary')
})
