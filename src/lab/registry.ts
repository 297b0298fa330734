import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs'
import { readdir, readFile, rename, rm, rmdir, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { PartVersions } from '#evidence'
import { hasCode, type Owner } from './files.ts'
import { type Remains, removeLeft } from './network/namespaces.ts'
import { labDirectory } from './places.ts'
import { removeCluster } from './postgres/cluster.ts'
import { identityOf, isAlive, killTrees, type ProcessIdentity } from './processes.ts'

/** A process of the lab. */
export interface RegisteredProcess extends ProcessIdentity {
  readonly name: string
  readonly region?: string
  readonly address?: string
}

/** The lab of one home, as its file says it: `.muster/lab/registry.json`, for the owner's eyes only. */
export interface Registry {
  readonly version: 1
  /** The supervisor; before it has taken over, whoever starts it. */
  readonly supervisor: ProcessIdentity
  /** Absent until the supervisor has taken over. */
  readonly url?: string
  readonly token: string
  readonly claimedBy?: string
  /** RFC 3339 in UTC: when the run took the lab, or when the lab was started. */
  readonly since: string
  readonly processes: readonly RegisteredProcess[]
  /** Versions of the machine's programs that it is made of; absent where there are none. */
  readonly parts?: PartVersions
  /** What a clean-up by somebody else needs. */
  readonly data?: string
  readonly postgres?: string
  readonly owner?: Owner
  /** Networks of its own; absent where it has none. */
  readonly networks?: Remains
}

function fileOf(home: string): string {
  return join(labDirectory(home), 'registry.json')
}

/** @returns the registry, or undefined where there is none; one that cannot be read counts as a dead supervisor's */
export function readRegistry(home: string): Registry | undefined {
  try {
    return parse(readFileSync(fileOf(home), 'utf8'))
  } catch (error) {
    if (hasCode(error, 'ENOENT', 'ENOTDIR')) return undefined
    throw error
  }
}

function parse(text: string): Registry {
  try {
    const registry = JSON.parse(text) as Registry
    if (registry.version === 1) return registry
  } catch {
    // Said by the value below.
  }
  return { version: 1, supervisor: { pid: 0, startedAt: '' }, token: '', since: '', processes: [] }
}

/** Makes the registry. @returns false where there is one already */
export function createRegistry(home: string, registry: Registry): boolean {
  const unfinished = `${fileOf(home)}.${process.pid}`
  writeFileSync(unfinished, JSON.stringify(registry), { mode: 0o600 })
  try {
    // Unlike a rename, a link refuses a name that is taken; unlike a write, it never shows half a file.
    linkSync(unfinished, fileOf(home))
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  } finally {
    unlinkSync(unfinished)
  }
}

/** Replaces the registry in one piece; at once, so that a process that was just started is never forgotten. */
export function writeRegistry(home: string, registry: Registry): void {
  const unfinished = `${fileOf(home)}.${process.pid}`
  writeFileSync(unfinished, JSON.stringify(registry), { mode: 0o600 })
  renameSync(unfinished, fileOf(home))
}

/**
 * Takes a registry whose supervisor is dead out of the way. Of several that try at once, one succeeds.
 * @returns whether this one did
 */
export async function takeAway(home: string, dead: Registry): Promise<boolean> {
  const aside = `${fileOf(home)}.dead-${process.pid}`
  try {
    await rename(fileOf(home), aside)
    const taken = parse(await readFile(aside, 'utf8'))
    if (taken.token === dead.token) {
      await unlink(aside)
      return true
    }
    // A new lab was registered in between: give it its place back.
    await rename(aside, fileOf(home))
    return false
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false
    throw error
  }
}

/**
 * Ends what a dead supervisor left behind, and removes its files. Only processes that are still the ones registered are
 * killed, never one that took over an id.
 */
export async function cleanUp(home: string, dead: Registry): Promise<void> {
  const roots = [...dead.processes, ...(await strayPostmasters(dead.data))].filter(isAlive)
  await killTrees(roots)
  if (dead.networks) await removeLeft(dead.networks)
  if (dead.data !== undefined) {
    const regions = await readdir(dead.data).catch(() => [])
    for (const region of regions) await removeCluster(dead.postgres, join(dead.data, region), dead.owner)
    await rm(dirname(dead.data) === labDirectory(home) ? dead.data : dirname(dead.data), {
      recursive: true,
      force: true,
    })
  }
  for (const name of ['logs', 'release', 'objects'])
    await rm(join(labDirectory(home), name), { recursive: true, force: true })
  for (const name of ['ledger.ndjson', 'app-credential.json', 'objects-credential.json'])
    await rm(join(labDirectory(home), name), { force: true })
  await rmdir(labDirectory(home)).catch(() => {})
}

/** Postmasters of the data directories that died before their start was registered. */
async function strayPostmasters(data: string | undefined): Promise<readonly ProcessIdentity[]> {
  if (data === undefined || process.platform !== 'linux') return []
  const regions = await readdir(data).catch(() => [])
  return regions.flatMap((region) => {
    try {
      const pid = Number(readFileSync(join(data, region, 'postmaster.pid'), 'utf8').split('\n')[0])
      const ours = readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(join(data, region))
      return (ours ? identityOf(pid) : undefined) ?? []
    } catch {
      return []
    }
  })
}
