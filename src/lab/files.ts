import { constants } from 'node:fs'
import { chmod, chown, copyFile, lstat, mkdir, readdir, readlink, stat, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** The user that PostgreSQL runs as where Muster runs as root, which PostgreSQL refuses. */
export interface Owner {
  readonly uid: number
  readonly gid: number
}

/**
 * Copies a directory's content.
 * @param skip paths relative to the source, of files and directories that are left out
 * @param owner who owns the copies; whoever runs this where it is left out
 * @returns the bytes copied
 * @remarks A file that vanishes while it is copied is left out: a running server removes files.
 */
export async function copyTree(
  source: string,
  target: string,
  owner?: Owner,
  skip: (path: string) => boolean = () => false,
): Promise<number> {
  let bytes = 0
  const copy = async (path: string): Promise<void> => {
    const [from, to] = [join(source, path), join(target, path)]
    const info = await lstat(from)
    if (info.isDirectory()) {
      await mkdir(to, { recursive: true })
      if (owner) await chown(to, owner.uid, owner.gid)
      await chmod(to, info.mode & 0o7777)
      const names = (await readdir(from)).map((name) => join(path, name)).filter((name) => !skip(name))
      for (let first = 0; first < names.length; first += 64)
        await Promise.all(names.slice(first, first + 64).map((name) => copy(name).catch(ignoreVanished)))
    } else if (info.isSymbolicLink()) await symlink(await readlink(from), to)
    else if (info.isFile()) {
      await copyFile(from, to, constants.COPYFILE_FICLONE)
      if (owner) await chown(to, owner.uid, owner.gid)
      bytes += info.size
    }
  }
  await copy('')
  return bytes
}

function ignoreVanished(error: unknown): void {
  if (!hasCode(error, 'ENOENT')) throw error
}

/** Whether an error carries one of the system's codes, itself or as its cause. */
export function hasCode(error: unknown, ...codes: readonly string[]): boolean {
  if (!(error instanceof Error)) return false
  return codes.includes((error as NodeJS.ErrnoException).code ?? '') || hasCode(error.cause, ...codes)
}

/** Whether any user may reach the path: every directory above it, and itself, is executable for others. */
export async function isReachableByAll(path: string): Promise<boolean> {
  for (let at = path; ; at = dirname(at)) {
    const info = await stat(at).catch(() => undefined)
    if (info && (info.mode & 0o001) === 0) return false
    if (at === dirname(at)) return true
  }
}
