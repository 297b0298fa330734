import { mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Blob, Blobs } from './blobs.ts'
import { openStorage } from './storage.ts'

const home = mkdtempSync(join(tmpdir(), 'muster-storage-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** What takes the place of Azurite: as much of it as a write asks for, in memory. */
function inMemory(): Blobs {
  const held = new Map<string, Blob>()
  return {
    makeContainer: async () => {},
    list: async () => [],
    get: async (container: string, name: string) => held.get(`${container}/${name}`),
    put: async (container: string, name: string, blob: Blob) => void held.set(`${container}/${name}`, blob),
    remove: async (container: string, name: string) => void held.delete(`${container}/${name}`),
  } as unknown as Blobs
}

const blob = (text: string): Blob => ({ content: Buffer.from(text), metadata: {} })

function place(name: string) {
  const directory = join(home, name)
  const file = join(directory, 'changes.ndjson')
  const lines = () =>
    readFileSync(file, 'utf8')
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  return { directory, file, lines }
}

test('a change is in the file before whoever asked for it hears of it', async () => {
  const { directory, lines } = place('written')
  const storage = await openStorage(inMemory(), directory, ['documents'])
  for (const name of ['a', 'b']) {
    const change = await storage.write('documents', name, blob(name))
    expect(lines().at(-1)).toEqual(change)
  }
  await Promise.all(['c', 'd', 'e'].map((name) => storage.write('documents', name, blob(name))))
  expect(lines()).toEqual(storage.changes())
  expect(lines().map(({ number }) => number)).toEqual([1, 2, 3, 4, 5])
})

test('what cannot be written down is refused and not forgotten, and the account goes on', async () => {
  const { directory, file, lines } = place('refused')
  const storage = await openStorage(inMemory(), directory, ['documents'])
  // In the way of the file, as a full disk would be.
  mkdirSync(file)
  await expect(storage.write('documents', 'a', blob('a'))).rejects.toMatchObject({ status: 503 })
  await expect(storage.write('documents', 'a', blob('a'))).rejects.toMatchObject({ status: 503 })
  rmdirSync(file)
  writeFileSync(file, '')
  expect(await storage.write('documents', 'a', blob('a'))).toBeUndefined()
  await storage.write('documents', 'b', blob('b'))
  expect(lines().map(({ name, number }) => [name, number])).toEqual([
    ['a', 1],
    ['b', 2],
  ])
})

test('half a line that was left spoils none that follows', async () => {
  const { directory, file, lines } = place('torn')
  await (await openStorage(inMemory(), directory, ['documents'])).write('documents', 'a', blob('a'))
  writeFileSync(file, '{"number":2,"at":', { flag: 'a' })
  await (await openStorage(inMemory(), directory, ['documents'])).write('documents', 'b', blob('b'))
  expect(lines().map(({ name, number }) => [name, number])).toEqual([
    ['a', 1],
    ['b', 2],
  ])
})
