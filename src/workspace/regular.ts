import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs'
import { isAbsolute, relative, sep } from 'node:path'

/** Where nobody says how much may be read, no more than this is: enough to tell that a text is too long for a plan. */
const longestRead = 4_000_004

/** A file's text, or what kept it from being read. */
export interface Regular {
  readonly text?: string
  /** A few words without a full stop; absent where the text was read. */
  readonly trouble?: string
  /** Whether the file is there and is no ordinary one. */
  readonly odd?: boolean
  /** What was opened, as the open file tells: the one thing that nobody can swap afterwards. */
  readonly opened?: Stats
}

/** How a file is read: whether the last part of its path may be a symbolic link, and how many bytes it may have. */
export interface Reading {
  readonly follow: boolean
  readonly atMost?: number
}

/**
 * Reads an ordinary file. It is opened first and looked at then, so that nobody can put another one in its place between
 * the two; a pipe or device is never waited for.
 * @remarks Never throws. A file of more than `atMost` bytes is not read; without a limit only its beginning is
 */
export function readRegular(path: string, { follow, atMost = Number.POSITIVE_INFINITY }: Reading): Regular {
  let file: number | undefined
  try {
    // Windows knows neither flag; there links need a right that few have.
    const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants as Partial<typeof constants> & typeof constants
    file = openSync(path, O_RDONLY | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW))
    const opened = fstatSync(file)
    if (!opened.isFile())
      return { trouble: opened.isDirectory() ? 'it is a folder' : 'it is no ordinary file', odd: true }
    if (opened.size > atMost) return { trouble: `it has ${opened.size} bytes`, opened }
    const bytes = Buffer.alloc(Math.min(opened.size, Number.isFinite(atMost) ? atMost : longestRead))
    let length = 0
    for (let read = -1; read !== 0 && length < bytes.length; length += read)
      read = readSync(file, bytes, length, bytes.length - length, length)
    return { text: bytes.toString('utf8', 0, length), opened }
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    return { trouble: words[code ?? ''] ?? message, ...(code === 'ELOOP' && { odd: true }) }
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

const words: Readonly<Record<string, string>> = {
  EACCES: 'you have no permission to read it',
  EPERM: 'you have no permission to read it',
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  ENAMETOOLONG: 'its name is too long',
  ELOOP: 'it is a symbolic link',
  EMFILE: 'too many files are open',
  EIO: 'the disk reports an error',
}

/** A path as it is shown: from the working directory where it lies below, else whole; always with slashes. */
export function shownFrom(cwd: string, path: string): string {
  const near = relative(cwd, path)
  const shown = near === '' || near.startsWith('..') || isAbsolute(near) ? path : near
  return sep === '/' ? shown : shown.replaceAll(sep, '/')
}
