import { constants } from 'node:fs'
import { chmod, chown, lstat, mkdir, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import { hasCode, type Owner } from '../files.ts'

// A tree of files as one stream: for each a line of JSON, and then its content.

const mostAtOnce = 32

interface Header {
  /** Relative, with `/` between its parts. */
  readonly path: string
  readonly mode: number
  /** Bytes of content that follow; a directory has none. */
  readonly bytes?: number
}

/**
 * The files below a directory.
 * @param skip paths relative to it that are left out
 * @remarks A file that vanishes meanwhile is left out: a running server removes files.
 */
export async function* packed(root: string, skip: (path: string) => boolean, at = ''): AsyncGenerator<Buffer> {
  for (const name of await readdir(join(root, at))) {
    const path = join(at, name)
    if (skip(path)) continue
    const info = await lstat(join(root, path)).catch(ifVanished)
    if (info?.isDirectory()) {
      yield headed({ path, mode: info.mode & 0o7777 })
      yield* packed(root, skip, path)
    } else if (info?.isFile()) {
      const content = await readFile(join(root, path)).catch(ifVanished)
      if (content) yield* packedFile(path, content)
    }
  }
}

/** One file more. */
export function* packedFile(path: string, content: Buffer): Generator<Buffer> {
  yield headed({ path, mode: 0o600, bytes: content.length })
  yield content
}

function headed(header: Header): Buffer {
  return Buffer.from(`${JSON.stringify(header)}\n`)
}

/**
 * Writes what was packed below a directory that is there.
 * @param owner who owns the files; whoever runs this where it is left out
 * @returns how many files there were
 * @throws Failure `unreachable` where the stream is no pack, or ends too soon
 */
export async function unpack(source: AsyncIterable<Buffer>, root: string, owner?: Owner): Promise<number> {
  let files = 0
  /** Files that are being written; a few at a time, for most are small and each takes several calls. */
  let writing: Promise<unknown>[] = []
  /** Why one could not be written, kept until the others have ended. */
  const failures: unknown[] = []
  const written = async () => {
    await Promise.all(writing)
    writing = []
    if (failures.length > 0) throw failures[0]
  }
  let held: Buffer = Buffer.alloc(0)
  let left: { readonly path: string; missing: number; readonly chunks: Buffer[] } | undefined
  for await (const chunk of source) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (;;) {
      if (left) {
        const part = held.subarray(0, left.missing)
        left.chunks.push(part)
        left.missing -= part.length
        held = held.subarray(part.length)
        if (left.missing > 0) break
        const file = writeOwned(inside(root, left.path), Buffer.concat(left.chunks), owner)
        writing.push(file.catch((error) => failures.push(error)))
        if (writing.length >= mostAtOnce) await written()
        files++
        left = undefined
      }
      const end = held.indexOf(0x0a)
      if (end < 0) break
      const { path, mode, bytes } = JSON.parse(held.subarray(0, end).toString('utf8')) as Header
      held = held.subarray(end + 1)
      if (bytes !== undefined) left = { path, missing: bytes, chunks: [] }
      else await makeOwned(inside(root, path), mode, owner)
    }
  }
  await written()
  if (left || held.length > 0) throw new Failure('unreachable', 'The backup ends in the middle of a file.')
  return files
}

function inside(root: string, path: string): string {
  if (path.split('/').includes('..')) throw new Failure('unreachable', `The backup has a file outside of it: ${path}.`)
  return join(root, path)
}

async function writeOwned(path: string, content: Buffer, owner?: Owner): Promise<void> {
  const file = await open(path, constants.O_CREAT | constants.O_WRONLY | constants.O_TRUNC, 0o600)
  try {
    await file.writeFile(content)
    if (owner) await file.chown(owner.uid, owner.gid)
  } finally {
    await file.close()
  }
}

async function makeOwned(path: string, mode: number, owner?: Owner): Promise<void> {
  await mkdir(path, { recursive: true })
  await chmod(path, mode)
  if (owner) await chown(path, owner.uid, owner.gid)
}

function ifVanished(error: unknown): undefined {
  if (!hasCode(error, 'ENOENT')) throw error
}
