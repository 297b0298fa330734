import { createHash } from 'node:crypto'
import { chmod, lstat, mkdir, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Failure } from '#diagnostics'
import { hasCode, isReachableByAll, type Owner } from './files.ts'

/** Where the lab keeps what. */
export interface Places {
  /** Registry and logs; removed when the lab stops. */
  readonly lab: string
  /** The regions' data directories; removed when the lab stops. */
  readonly data: string
  /** What later labs start from; kept. */
  readonly cache: string
  /** Whom PostgreSQL runs as; absent where Muster is not root. */
  readonly owner?: Owner
}

/** `nobody`, whatever its name is on this system: no entry in the password file is needed. */
const nobody: Owner = { uid: 65534, gid: 65534 }
/** Two data directories, their write-ahead logs and the template, with room to grow. */
const bytesNeeded = 400_000_000

/** The registry's place alone, which is the same whoever asks. */
export function labDirectory(home: string): string {
  return join(home, 'lab')
}

/**
 * Finds places that PostgreSQL's user can reach and makes them. As root, that user is not we: where it cannot reach the
 * home (a checkout below /root, say), data and cache lie in a directory of their own below the system's temporary one.
 * @throws Failure `unreachable` where no such place is found, or where the disk is full
 */
export async function makePlaces(home: string): Promise<Places> {
  const owner = process.getuid?.() === 0 ? nobody : undefined
  const lab = labDirectory(home)
  await makeDirectory(home, 0o755)
  await makeDirectory(lab, 0o755)
  const away = owner && !(await isReachableByAll(lab)) ? await placesAway(home) : undefined
  const places = { lab, data: away?.data ?? join(lab, 'data'), cache: away?.cache ?? join(home, 'cache') }
  await makeDirectory(join(lab, 'logs'), 0o700)
  await makeDirectory(places.data, 0o755)
  await makeDirectory(places.cache, 0o755)
  const { bavail, bsize } = await statfs(places.data)
  if (bavail * bsize < bytesNeeded) {
    await rm(places.data, { recursive: true, force: true })
    if (away) await rm(dirname(away.data), { recursive: true, force: true })
    throw diskFull(places.data, bavail * bsize)
  }
  return owner ? { ...places, owner } : places
}

/** The failure for a full disk, whoever meets it. */
export function diskFull(directory: string, free?: number): Failure {
  const left = free === undefined ? 'is full' : `has ${Math.round(free / 1e6)} MB left`
  return new Failure(
    'unreachable',
    `The disk that holds ${directory} ${left}; the lab needs about ${bytesNeeded / 1e6} MB there. ` +
      'Free some space, and start again.',
  )
}

/** The data in a directory of this home's own; the cache in one that all such homes share. */
async function placesAway(home: string): Promise<Pick<Places, 'data' | 'cache'>> {
  const own = `muster-${createHash('sha256').update(home).digest('hex').slice(0, 16)}`
  const tried = [...new Set([tmpdir(), '/var/tmp', '/tmp'])]
  for (const parent of tried)
    if (
      (await isReachableByAll(parent)) &&
      (await isOurs(join(parent, own))) &&
      (await isOurs(join(parent, 'muster-cache')))
    )
      return { data: join(parent, own, 'data'), cache: join(parent, 'muster-cache') }
  throw new Failure(
    'unreachable',
    `PostgreSQL refuses to run as root, and the user it runs as instead can reach neither ${home} nor ${tried.join(' nor ')}. ` +
      'Run Muster as an ordinary user, or set TMPDIR to a directory that every user can enter.',
  )
}

/** Makes the directory. In one that everybody may write to, the name may be somebody else's already: then it is not used. */
async function isOurs(path: string): Promise<boolean> {
  await makeDirectory(path, 0o755)
  const info = await lstat(path)
  return info.isDirectory() && info.uid === process.getuid?.()
}

/** Makes a directory with exactly that mode, whatever the umask; leaves one that is there as it is. */
async function makeDirectory(path: string, mode: number): Promise<void> {
  try {
    const made = await mkdir(path, { recursive: true })
    if (made !== undefined) await chmod(path, mode)
  } catch (error) {
    if (hasCode(error, 'ENOSPC')) throw diskFull(path)
    throw error
  }
}
