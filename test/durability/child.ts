/**
 * A process that drives one run, and can end itself or stand still at a boundary that it is told of. Its job comes as one
 * line of JSON on standard input, so that it can be started before it is needed.
 */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { createInterface } from 'node:readline'
import type { Store } from '#execution'
import { type BookName, books } from './book.ts'
import { type Boundary, driven, nameOf, outsideOf } from './run.ts'

export interface Job {
  readonly home: string
  readonly run: string
  readonly book: BookName
  /** Where the process dies or stands still: the first time that it passes there. */
  readonly meet?: { readonly at: Boundary; readonly of: string; readonly deed: 'SIGKILL' | 'SIGSTOP' }
  /** Whether every boundary is written down. */
  readonly trace?: boolean
}

/** Shows what happens within a commit: the point before it, with the rows written, and the point after it, before the head file. */
function within(home: string): (store: Store, reach: (at: Boundary, of: readonly string[]) => void) => Store {
  let appending: readonly string[] | undefined
  return (store, reach) => {
    const exec = DatabaseSync.prototype.exec
    DatabaseSync.prototype.exec = function (this: DatabaseSync, sql) {
      const of = sql === 'commit' ? appending : undefined
      if (!of) return exec.call(this, sql)
      logBefore = statSync(join(home, 'store', 'muster.db-wal'), { throwIfNoEntry: false })?.size ?? 0
      reach('before commit', of)
      exec.call(this, sql)
      reach('after commit', of)
    }
    return {
      ...store,
      append(run, expectedSeq, epoch, events) {
        // The store of a folder does its work before it returns.
        appending = events.map(nameOf)
        const added = store.append(run, expectedSeq, epoch, events)
        appending = undefined
        return added
      },
    }
  }
}

/** Bytes of the log before the commit that is under way. */
let logBefore = 0

async function work(job: Job): Promise<void> {
  const outside = outsideOf(job.home)
  let met = false
  const stop = new AbortController()
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => stop.abort())
  const outcome = await driven({
    home: job.home,
    run: job.run,
    book: books[job.book],
    signal: stop.signal,
    within: within(job.home),
    opened: (session) => process.stdout.write(`opened ${session.epoch}\n`),
    reach(at, of) {
      if (job.trace) outside.say({ what: 'passed', at, of })
      if (met || job.meet?.at !== at || !of.includes(job.meet.of)) return
      met = true
      outside.say({ what: 'met', at, of, log: logBefore })
      process.kill(process.pid, job.meet.deed)
    },
  })
  process.stdout.write(`ended ${outcome}\n`)
}

process.stdout.write('ready\n')
for await (const line of createInterface(process.stdin)) {
  try {
    await work(JSON.parse(line) as Job)
    process.exit(0)
  } catch (error) {
    process.stdout.write(`failed ${error instanceof Error ? error.message : String(error)}\n`)
    process.exit(1)
  }
}
