import { type Estimates, estimates as estimatesOf } from '#evidence'
import { growing, type JournalRecord, nothingYet } from '#journal'
import type { Watcher } from '#muster'
import { type Live, liveView } from '#report'
import { leadingZone, type Runbook } from '#runbook'
import { type Outlook, remaining } from '#simulation'
import type { Context } from './context.ts'
import { openScreen, type Terminal } from './screen.ts'
import { watcherOf } from './watch.ts'

/** What the view of a run is drawn with; each may be left out. */
export interface LiveOptions {
  /** Where it is drawn; the standard error stream. */
  readonly terminal?: Terminal
  /** What is known of how long steps take on a target; the catalog and the plan, where it is left out. */
  readonly estimates?: (runbook: Runbook, target: string) => Estimates
  /** Of a run that is taken up: what happened before. */
  readonly earlier?: readonly JournalRecord[]
}

/** A watcher that gives the terminal back. */
export type LiveWatcher = Watcher & { close(): void }

type Asks = Live['asks']

/**
 * How many runs an outlook is made of, and how many draws all of them together may take. It is worked out beside the
 * recovery itself, which must not wait for it.
 */
const [least, most] = [50, 200]
const draws = 20_000

/**
 * Shows a run as it goes: every event as a line, and below them how it stands, drawn anew where it is. Off a terminal,
 * with NO_COLOR or CI, or on one that cannot move its cursor, the events alone.
 */
export function liveOf(context: Context, options: LiveOptions = {}): LiveWatcher {
  const terminal = options.terminal ?? process.stderr
  const { environment } = context
  const dumb = environment['TERM'] === 'dumb'
  if (!terminal.isTTY || dumb || environment['NO_COLOR'] || environment['CI'])
    return { ...watcherOf(context, options.earlier), close: () => undefined }

  let followed: Followed | undefined
  let asks: Asks = []
  const screen = openScreen(terminal, (width, height) => followed?.lines(context, asks, width, height) ?? [])
  const lines = watcherOf({ ...context, talk: (text) => screen.print(text) }, options.earlier)
  const close = (): void => {
    context.signal.removeEventListener('abort', close)
    process.removeListener('exit', close)
    screen.close()
  }
  // Whoever is told that Muster stops finds the terminal as it was.
  context.signal.addEventListener('abort', close, { once: true })
  process.once('exit', close)
  for (const record of options.earlier ?? []) followed = taken(followed, record, options)
  return {
    say: lines.say,
    forecast: lines.forecast,
    record(record, runbook) {
      followed = taken(followed, record, options, runbook)
      if (record.type === 'runFinished') asks = []
      lines.record(record, runbook)
    },
    asked(commands) {
      asks = commands
      screen.draw()
    },
    close,
  }
}

/** A run that is followed record by record. */
interface Followed {
  take(record: JournalRecord, runbook?: Runbook): void
  lines(context: Context, asks: Asks, width: number, height: number): readonly string[]
}

function taken(
  followed: Followed | undefined,
  record: JournalRecord,
  options: LiveOptions,
  runbook?: Runbook,
): Followed {
  // A way back is a run of its own, and is followed from its own beginning.
  const now = record.type === 'runStarted' || !followed ? follow(options) : followed
  now.take(record, runbook)
  return now
}

function follow({ estimates = (book, target) => estimatesOf(book, [], target) }: LiveOptions): Followed {
  const { state, take } = growing(nothingYet())
  let begun: Extract<JournalRecord, { type: 'runStarted' }>['data'] | undefined
  let runbook: Runbook | undefined
  let known: Estimates | undefined
  /** The run's clock minus this process's; of all that was seen the latest record tells it best. */
  let ahead = Number.NEGATIVE_INFINITY
  let outlook: Outlook | undefined
  /** When the outlook is worked out again: the slower that is, the less often. */
  let due = 0

  const here = (): number => performance.now() / 1000
  const looked = (book: Runbook, now: number): Outlook | undefined => {
    if (state.outcome !== undefined || state.cancelling || known === undefined) return undefined
    const start = here()
    if (start < due) return outlook
    const runs = Math.max(least, Math.min(most, Math.floor(draws / book.steps.length)))
    const dns = begun?.subject !== 'lab' || leadingZone(book) !== undefined
    outlook = remaining(book, known, state, now, { seed: 1, runs, dns })
    due = here() + Math.max(1, 50 * (here() - start))
    return outlook
  }
  return {
    take(record, book) {
      take(record)
      if (record.type === 'runStarted') {
        begun = record.data
        runbook = record.data.runbook as unknown as Runbook
        ahead = Number.NEGATIVE_INFINITY
      }
      // Whoever takes a run over may have another clock.
      if (record.type === 'leaseTaken') ahead = Number.NEGATIVE_INFINITY
      runbook = book ?? runbook
      if (runbook && begun) known ??= estimates(runbook, begun.target)
      ahead = Math.max(ahead, record.tsMono - here())
    },
    lines(context, asks, width, height) {
      if (!runbook || !begun) return []
      const now = here() + ahead
      const expected = looked(runbook, now)
      return liveView(
        {
          runbook,
          state,
          kind: begun.kind,
          subject: begun.subject,
          target: begun.target,
          asks,
          ...(known === undefined ? {} : { estimates: known }),
          ...(expected === undefined ? {} : { outlook: expected }),
          now,
          height,
        },
        { ...context.style.talk, width },
      )
    },
  }
}
