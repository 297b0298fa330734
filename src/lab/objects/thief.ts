import type { Address } from '../addresses.ts'
import { HttpFailure } from '../http.ts'
import { type BlobEntry, blobsAt } from './blobs.ts'
import { keptIn } from './feed.ts'
import type { AccountKey } from './shared-key.ts'

/** An account that a stolen key opens, and what of it is to be ruined. */
export interface OpenedAccount {
  readonly at: Address
  readonly key: AccountKey
  readonly containers: readonly string[]
}

export interface BlobsSpoiled {
  /** Objects that are gone, or hold something else now. */
  readonly hit: number
  /** Kept versions that are gone, and those that the key was tried on and could not delete. */
  readonly deleted: number
  readonly kept: number
}

/** Requests at once. */
const atOnce = 8
/** Objects that look as before and are not: each so many-th, so that nobody meets the wrong ones at once. */
const every = 10

/**
 * Removes every object, or alters some and leaves what is said of them as it was; then tries to delete what the account
 * kept of them. By the interface of the storage alone.
 * @throws HttpFailure where the account takes no writes
 */
export async function spoiled(
  { at, key, containers }: OpenedAccount,
  how: 'dropped' | 'altered',
): Promise<BlobsSpoiled> {
  const blobs = blobsAt(at, () => key)
  let [hit, deleted, kept] = [0, 0, 0]
  try {
    for (const container of containers) {
      const all = await blobs.list(container)
      const chosen = how === 'dropped' ? all : all.filter((_, index) => index % every === 0)
      hit += await inParts(chosen, async ({ name, metadata }) => {
        if (how === 'dropped') return await blobs.remove(container, name)
        const before = (await blobs.get(container, name))?.content ?? Buffer.alloc(0)
        await blobs.put(container, name, { content: Buffer.concat([before, Buffer.from('0')]), metadata })
      })
      const versions = keptIn(container)
      const refused = (error: unknown) => void (isRefusal(error) ? kept++ : fail(error))
      for (const part of inTurn(await blobs.list(versions))) {
        await Promise.all(part.map(({ name }) => blobs.remove(versions, name).then(() => void deleted++, refused)))
        // A few will do to learn that it may not.
        if (kept > 0) break
      }
    }
  } finally {
    blobs.close()
  }
  return { hit, deleted, kept }
}

/**
 * @returns how many were done; one that somebody else removed meanwhile counts for nothing, and once the account is closed
 * to the thief, what is left stays as it is
 */
async function inParts(all: readonly BlobEntry[], act: (one: BlobEntry) => Promise<void>): Promise<number> {
  let done = 0
  let closed = false
  for (const part of inTurn(all)) {
    if (closed) break
    await Promise.all(
      part.map(async (one) => {
        await act(one).then(
          () => done++,
          (error) => {
            if (isRefusal(error) && done > 0) closed = true
            else if (!(error instanceof HttpFailure) || error.status !== 404) throw error
          },
        )
      }),
    )
  }
  return done
}

function inTurn(all: readonly BlobEntry[]): ReadonlyArray<readonly BlobEntry[]> {
  return Array.from({ length: Math.ceil(all.length / atOnce) }, (_, part) =>
    all.slice(part * atOnce, (part + 1) * atOnce),
  )
}

function isRefusal(error: unknown): boolean {
  return error instanceof HttpFailure && error.status === 403
}

function fail(error: unknown): never {
  throw error
}
