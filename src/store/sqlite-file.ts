import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '#diagnostics'
import { migrations } from './migrations.ts'

/** How long another writer is waited for, in milliseconds, and how long at a time while the file is being opened. */
const patience = 10_000
const glance = 250

/** What SQLite says by number, the low byte: https://sqlite.org/rescode.html, read 2026-11-24. */
const busyCodes: readonly number[] = [5, 6]
const fullCode = 13
/** Permission, busy, locked, no memory, read-only, I/O, full, cannot open, locking, no large files: the machine's trouble. */
const machineCodes: readonly number[] = [3, ...busyCodes, 7, 8, 10, fullCode, 14, 15, 22]

/** What kind of trouble SQLite had; undefined for what is none of SQLite's. */
export function troubleOf(error: unknown): 'busy' | 'full' | 'machine' | 'damage' | undefined {
  const { errcode } = error as { errcode?: unknown }
  if (typeof errcode !== 'number') return undefined
  const code = errcode & 0xff
  if (busyCodes.includes(code)) return 'busy'
  if (code === fullCode) return 'full'
  return machineCodes.includes(code) ? 'machine' : 'damage'
}

/**
 * Opens the SQLite file of a folder, making it, with the schema of this Muster.
 * @param isNew whether it is sound that there is no file yet
 * @throws Failure `unreachable` where the folder cannot be written, `corrupt` where the file is no store of this Muster
 */
export function openFile(folder: string, isNew: () => boolean): DatabaseSync {
  let database: DatabaseSync | undefined
  try {
    mkdirSync(folder, { recursive: true })
    const file = new DatabaseSync(join(folder, 'muster.db'), { timeout: glance })
    database = file
    keepALog(file)
    transaction(file, () => migrate(file, folder, isNew))
    return file
  } catch (error) {
    database?.close()
    throw error instanceof Failure ? error : inTrouble(folder, 'opened', error)
  }
}

/** A failure of SQLite or of the file system in words. */
export function inTrouble(folder: string, done: 'opened' | 'read' | 'written', error: unknown): Failure {
  const { message } = error as Error
  if (troubleOf(error) === 'busy')
    return new Failure(
      'unreachable',
      `The store in ${folder} cannot be ${done}: another process has kept it for ${patience / 1000} seconds (${message}). A process that was stopped while it wrote does that: see who drives a run there, and let it go on or end it.`,
      { cause: error },
    )
  return troubleOf(error) === 'damage'
    ? new Failure(
        'corrupt',
        `The store in ${folder} is damaged: ${message}. Nothing is repaired by itself: put a copy of the folder back. Its head files tell how far each journal went.`,
        { cause: error },
      )
    : new Failure(
        'unreachable',
        `The store in ${folder} cannot be ${done}: ${message}. Check that the folder can be written and the disk has space.`,
        { cause: error },
      )
}

/** Switches the file to a write-ahead log that is synced at every commit. */
function keepALog(database: DatabaseSync): void {
  // Who opens first switches, and whoever comes at that moment may be refused without being waited for.
  for (const until = performance.now() + patience; ; ) {
    try {
      database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
      database.exec(`pragma busy_timeout = ${patience}`)
      return
    } catch (error) {
      if (performance.now() > until || troubleOf(error) !== 'busy') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}

/** Runs the steps that the file has not seen yet; inside a transaction, so that two openers do not run them twice. */
function migrate(database: DatabaseSync, folder: string, isNew: () => boolean): void {
  const version = Number(database.prepare('pragma user_version').get()?.['user_version'])
  if (version > migrations.length)
    throw new Failure(
      'corrupt',
      `The store in ${folder} was written by a newer Muster (format ${version}, this one knows ${migrations.length}).`,
    )
  if (version === 0 && !isNew())
    throw new Failure(
      'corrupt',
      `The store in ${folder} has lost its file: head files tell of journals, and muster.db holds none. Put a copy of muster.db back; or, if those journals are given up, remove the folder heads.`,
    )
  for (const sql of migrations.slice(version)) database.exec(sql)
  if (version < migrations.length) database.exec(`pragma user_version = ${migrations.length}`)
}

/** `deferred` reads one state of the database; `immediate` keeps other writers out from the start. */
export function transaction<T>(database: DatabaseSync, work: () => T, kind: 'immediate' | 'deferred' = 'immediate'): T {
  database.exec(`begin ${kind}`)
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    // A full disk may have rolled it back already; what went wrong first is what is told.
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}
