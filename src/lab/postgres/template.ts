import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chmod, chown, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import { hasCode } from '../files.ts'
import type { Places } from '../places.ts'
import type { Binaries } from './binaries.ts'
import { unfinishedAt } from './unfinished.ts'

/** The lab's superuser. */
export const superuser = 'muster'

/**
 * MiB of a segment of the log, for every server of the lab: small, for one is shipped every few seconds, and is filled up
 * with zeros.
 */
export const segmentSize = 1

/** A cluster that every primary is copied from, with the password of its superuser. */
export interface Template {
  readonly directory: string
  readonly password: string
}

/**
 * The template cluster in the cache, initialised where it is not there yet. Cluster and password come into place as one
 * directory, so that several labs that start at once agree on one.
 * @throws Failure `unreachable` with what `initdb` said
 */
export async function templateOf(binaries: Binaries, places: Places, say: (line: string) => void): Promise<Template> {
  const directory = directoryOf(binaries, places)
  const known = await templateIn(directory)
  if (known) return known
  say(`Initialising PostgreSQL ${binaries.version}, once`)
  const unfinished = await unfinishedAt(`${directory}-`)
  await chmod(unfinished, 0o755)
  try {
    const given = join(unfinished, 'password')
    await writeFile(given, randomBytes(18).toString('hex'), { mode: 0o600 })
    if (places.owner) for (const path of [unfinished, given]) await chown(path, places.owner.uid, places.owner.gid)
    await initialise(binaries, join(unfinished, 'cluster'), given, places)
    const made = await rename(unfinished, directory)
      .catch(async (error) => {
        if (!hasCode(error, 'EEXIST', 'ENOTEMPTY')) throw error
        if (await templateIn(directory)) return
        // Whatever lies there is no template.
        await rm(directory, { recursive: true, force: true })
        await rename(unfinished, directory)
      })
      .then(() => templateIn(directory))
    if (!made) throw new Failure('unreachable', `The template in ${directory} vanished while it was made. Start again.`)
    return made
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
}

/** Throws the template away, so that the next lab makes a new one. */
export async function forgetTemplate(binaries: Binaries, places: Places): Promise<void> {
  await rm(directoryOf(binaries, places), { recursive: true, force: true })
}

function directoryOf({ version, provider }: Binaries, { cache }: Places): string {
  // Of what a template is made is part of its name, so that none of before is taken for one of today.
  return join(cache, `postgres-${version}${provider === 'npm' ? '' : `-${provider}`}`, `template-${segmentSize}mb`)
}

async function templateIn(directory: string): Promise<Template | undefined> {
  const password = await readFile(join(directory, 'password'), 'utf8').catch(() => undefined)
  return password === undefined ? undefined : { directory: join(directory, 'cluster'), password }
}

/** Since this version initdb can be told settings; before it, what it writes is replaced all the same. */
const settable = 16

function initialise(binaries: Binaries, directory: string, passwordFile: string, places: Places): Promise<void> {
  const args = ['-D', directory, '-U', superuser, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`, '-E', 'UTF8']
  args.push(`--wal-segsize=${segmentSize}`)
  args.push('--locale=C', '--no-sync', '--no-instructions')
  if (Number.parseInt(binaries.version, 10) >= settable) args.push('--set=dynamic_shared_memory_type=mmap')
  return new Promise((resolve, reject) => {
    const child = spawn(binaries.initdb, args, { ...places.owner, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.on('error', (cause) =>
      reject(new Failure('unreachable', `PostgreSQL's initdb cannot be run: ${cause.message}.`, { cause })),
    )
    child.on('close', (code) => {
      if (code === 0) return resolve()
      const full = /No space left on device/.test(said)
      const why = new Failure('unreachable', `PostgreSQL cannot be initialised; initdb says:\n${lastLines(said)}`)
      reject(full ? Object.assign(why, { code: 'ENOSPC' }) : why)
    })
  })
}

/** The last lines of a log, each indented. */
export function lastLines(log: string, count = 8): string {
  return log
    .trimEnd()
    .split('\n')
    .slice(-count)
    .map((line) => `  ${line}`)
    .join('\n')
}

/** The end of a log file, or a sentence that there is none. */
export async function endOfLog(file: string): Promise<string> {
  try {
    const text = await readFile(file, 'utf8')
    return text.trim() === '' ? '  (the log is empty)' : lastLines(text)
  } catch (error) {
    return hasCode(error, 'ENOENT') ? '  (there is no log)' : `  (the log cannot be read: ${String(error)})`
  }
}
