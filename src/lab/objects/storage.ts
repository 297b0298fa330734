import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { monotonic } from '../monotonic.ts'
import { type Blob, type Blobs, md5Of } from './blobs.ts'
import { openChanges } from './changes.ts'
import { type Change, keptIn } from './feed.ts'

/** What an account keeps in its region's Azurite, and every change of it. */
export interface Storage {
  /** Makes a container known; one that is there stays as it is. */
  open(container: string): Promise<void>
  containers(): readonly string[]
  /**
   * Puts an object, or takes it away where no blob is given. What was there before is kept first. One that is there with
   * that very content stays as it is.
   * @returns the change, which the storage has by then and which is written down; undefined where nothing changed
   * @throws HttpFailure 503 where it cannot be written down; whoever asks again may find that nothing is left to change
   */
  write(container: string, name: string, blob: Blob | undefined): Promise<Change | undefined>
  /** All changes, in the order of their numbers. */
  changes(): readonly Change[]
  /** Called with each change, in that order, before whoever asked for it hears of it. */
  watch(seen: (change: Change) => void): void
  /** Resolves once no write is under way that began before the call. */
  settled(): Promise<void>
}

export async function openStorage(blobs: Blobs, directory: string, containers: readonly string[]): Promise<Storage> {
  await mkdir(directory, { recursive: true })
  const changes = await openChanges(join(directory, 'changes.ndjson'))
  /** MD5 of what lies under each name. */
  const held = new Map<string, string>()
  const opened = new Map<string, Promise<void>>()
  const underWay = new Map<string, Promise<unknown>>()
  const watchers: Array<(change: Change) => void> = []

  const openNow = async (container: string) => {
    await blobs.makeContainer(container)
    await blobs.makeContainer(keptIn(container))
    for (const { name, md5 } of await blobs.list(container)) held.set(idOf(container, name), md5)
  }
  const writeNow = async (container: string, name: string, blob: Blob | undefined): Promise<Change | undefined> => {
    const id = idOf(container, name)
    const md5 = blob && md5Of(blob.content)
    if (held.get(id) === md5) {
      // It may be there since an attempt that could not be written down.
      await changes.written()
      return undefined
    }
    const before = held.has(id) ? await blobs.get(container, name) : undefined
    const kept = before && `${name}/${process.hrtime.bigint()}`
    if (before && kept !== undefined) await blobs.put(keptIn(container), kept, before)
    if (blob) await blobs.put(container, name, blob)
    else if (before) await blobs.remove(container, name)
    const change = changes.note({
      at: monotonic(),
      container,
      name,
      what: blob ? 'put' : 'removed',
      ...(md5 === undefined ? {} : { md5 }),
      ...(kept === undefined ? {} : { kept }),
    })
    if (md5 === undefined) held.delete(id)
    else held.set(id, md5)
    // Before anything is waited for: a copy must not call itself complete up to a time after this one without it.
    for (const seen of watchers) seen(change)
    await changes.written()
    return change
  }
  const storage: Storage = {
    open(container) {
      const known = opened.get(container) ?? openNow(container)
      opened.set(container, known)
      known.catch(() => opened.delete(container))
      return known
    },
    containers: () => [...opened.keys()],
    async write(container, name, blob) {
      await storage.open(container)
      // One change of an object at a time: the second has to see what the first one left.
      const id = idOf(container, name)
      const mine = Promise.resolve(underWay.get(id)).then(() => writeNow(container, name, blob))
      const quiet = mine.catch(() => {}).finally(() => underWay.get(id) === quiet && underWay.delete(id))
      underWay.set(id, quiet)
      return await mine
    },
    changes: () => changes.all,
    watch: (seen) => void watchers.push(seen),
    settled: async () => void (await Promise.all(underWay.values())),
  }
  for (const container of containers) await storage.open(container)
  return storage
}

function idOf(container: string, name: string): string {
  return `${container}/${name}`
}
