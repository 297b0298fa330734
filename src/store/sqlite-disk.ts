import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { Failure } from '#diagnostics'
import { type Heads, openHeads } from './heads.ts'
import { openReserve } from './reserve.ts'
import { inTrouble, openFile, transaction, troubleOf } from './sqlite-file.ts'
import { type Statements, statementsOf } from './sqlite-statements.ts'
import type { Head } from './verify.ts'

/**
 * The SQLite file of a folder with its head files and its reserve, and what becomes of them when the disk fails.
 *
 * A full disk: SQLite has taken the commit back whole. The reserve is freed, and from then on what would lead to an
 * effect is refused, and everything else is written with that space, until there is room to fill the reserve again. Any other
 * error of a commit or a sync: nobody knows what the disk has kept, so that the file is closed and every later call is
 * answered with that error, until the store is opened anew.
 */
export interface Disk {
  /**
   * All of it or nothing is written, and is on stable storage on return.
   * @param leads whether an effect follows, so that it may not be written with the last space
   * @throws Failure `unreachable` where it cannot be written, with the code `ENOSPC` where the disk is full and nothing was
   * written; `corrupt` where the file is damaged
   */
  write<T>(work: (statements: Statements) => T, leads?: boolean): T
  /** Reads one state of the file. @throws Failure `unreachable` or `corrupt` */
  read<T>(work: (statements: Statements) => T): T
  /** Notes how far a journal goes now. @throws Failure `unreachable` */
  note(run: string, head: Head): void
  /** How far a journal goes as its head file tells. @throws Failure `unreachable` where it cannot be read */
  noted(run: string): Head | undefined
  close(): Promise<void>
}

/** @throws Failure `unreachable` where the folder cannot be written, `corrupt` where its file is no store of this Muster */
export function openDisk(folder: string): Disk {
  const reserve = openReserve(folder)
  let broken: Failure | undefined
  let isFull = false
  let database: DatabaseSync | undefined
  let statements: Statements

  const breaks = (error: unknown): Failure => {
    broken ??= error instanceof Failure ? error : inTrouble(folder, 'written', error)
    database?.close()
    database = undefined
    return broken
  }
  const heads = openedHeads(folder, breaks)
  const open = (): DatabaseSync => {
    const file = openFile(folder, () => !heads.any())
    statements = statementsOf(file)
    return file
  }
  database = open()
  reserve.fill()

  /** The file where it may be used. */
  const usable = (): DatabaseSync => {
    if (broken || !database) throw broken ?? new Failure('failed', 'The store is closed. This is a bug in Muster.')
    return database
  }
  /** What the reserve holds goes to the next writer. @returns whether there is more space than before */
  const frees = (): boolean => {
    isFull = true
    return reserve.free()
  }

  return {
    write(work, leads = false) {
      usable()
      if (isFull && leads) {
        if (!reserve.fill()) throw diskFull(folder)
        isFull = false
      }
      for (let spared = false; ; spared = true) {
        try {
          return transaction(usable(), () => work(statements))
        } catch (error) {
          const trouble = troubleOf(error)
          // Not SQLite's: what was found in it, or a bug. It has been taken back in order.
          if (trouble === undefined) throw error
          if (trouble === 'busy') throw inTrouble(folder, 'written', error)
          if (trouble !== 'full') throw breaks(error)
          // No handle is used again after a commit that failed.
          usable().close()
          database = undefined
          const more = frees()
          try {
            database = open()
          } catch (again) {
            throw breaks(again)
          }
          if (leads || spared || !more) throw diskFull(folder, error)
        }
      }
    },
    read(work) {
      const file = usable()
      try {
        return transaction(file, () => work(statements), 'deferred')
      } catch (error) {
        throw troubleOf(error) === undefined ? error : inTrouble(folder, 'read', error)
      }
    },
    note(run, head) {
      for (;;)
        try {
          return heads.write(run, head)
        } catch (error) {
          // The commit is kept, and its head is not: with the reserve's space it is, or nothing goes on.
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC' || !frees()) throw breaks(error)
        }
    },
    noted(run) {
      try {
        return heads.read(run)
      } catch (error) {
        throw inTrouble(folder, 'read', error)
      }
    },
    async close() {
      await heads.close()
      database?.close()
      database = undefined
    },
  }
}

function openedHeads(folder: string, failed: (error: Error) => void): Heads {
  try {
    return openHeads(join(folder, 'heads'), failed)
  } catch (error) {
    throw inTrouble(folder, 'opened', error)
  }
}

function diskFull(folder: string, error?: unknown): Failure {
  const failure = new Failure(
    'unreachable',
    `The store in ${folder} cannot be written: the disk is full, and nothing is begun that could not be recorded. Check that the disk has space, then resume.`,
    error === undefined ? {} : { cause: error },
  )
  return Object.assign(failure, { code: 'ENOSPC' })
}
