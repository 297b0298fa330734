/**
 * How fast a run is driven and taken up again.
 *
 * `bare-queue`: the makespan of 5,000 durable steps of 1 to 20 ms, each with one to three needs, through the driver and
 * the SQLite store, against a queue that keeps nothing but counters in memory. `dbos-steps`: Muster's time per step of
 * the same, against DBOS's on PostgreSQL. All three alternate in one run.
 * `open`: a journal of 100,000 events read from its store, verified and replayed, against the same lines only parsed and
 * hashed by hand. `resume`: a run of 1,000 steps taken up with its last step open, from opening the store to the run's
 * end, against reading and verifying the same journal.
 */
import { createHash } from 'node:crypto'
import { systemClock } from '#execution'
import { type Happening, type JournalRecord, type NewEvent, journalText, replay } from '#journal'
import { openStore } from '#store'
import { bareQueue } from './bare-queue.ts'
import { criticalPath, dagOf } from './dag.ts'
import { dbos } from './dbos.ts'
import { driven, durable, runbookOf, started, withStore } from './durable.ts'
import { median, print } from './figure.ts'

const steps = 5000

/** @param args how many rounds; 7 where left out */
export async function execution(args: readonly string[]): Promise<void> {
  const rounds = Number(args[0] ?? 7)
  await makespans(rounds)
  await opened(rounds)
  await resumed(rounds)
}

async function makespans(rounds: number): Promise<void> {
  const dag = dagOf(steps, 1)
  const rival = await dbos(dag)
  const bare: number[] = []
  const own: number[] = []
  const theirs: number[] = []
  try {
    for (let round = 1; round <= rounds; round++) {
      bare.push(await bareQueue(dag))
      own.push(await durable(dag))
      // It takes many times as long; a few rounds tell enough.
      if (round <= 3) {
        theirs.push(await rival.run())
        process.stderr.write(`round ${round}: DBOS ${theirs.at(-1)?.toFixed(3)} s\n`)
      }
      process.stderr.write(
        `round ${round}: critical path ${criticalPath(dag).toFixed(3)} s, bare queue ${bare.at(-1)?.toFixed(3)} s, Muster ${own.at(-1)?.toFixed(3)} s\n`,
      )
    }
  } finally {
    await rival.close()
  }
  const ratios = own.map((value, round) => value / (bare[round] ?? Number.NaN))
  print({
    bench: 'execution',
    measure: 'bare-queue',
    value: rounded(median(own)),
    unit: 's',
    against: `a ready queue in memory, ${steps} steps of 1 to 20 ms, in turn, median of ${rounds}`,
    ratio: rounded(median(ratios)),
  })
  print({
    bench: 'execution',
    measure: 'dbos-steps',
    value: rounded((median(own) / steps) * 1000),
    unit: 'ms a step',
    against: `DBOS 5.3.0 on PostgreSQL, the same steps, ${rounded(steps / median(theirs))} steps a second`,
    ratio: rounded(median(own) / median(theirs)),
  })
}

/** A journal of that many events, as a run of steps writes it. */
function eventsOf(count: number): readonly NewEvent[] {
  const place = { actor: { name: 'muster', authn: 'muster' }, ts: '2026-11-24T10:00:00.000Z' } as const
  return Array.from({ length: count }, (_, at): NewEvent => {
    const step = `promote.orders-db-${Math.floor(at / 2)}@west`
    const happening: Happening =
      at % 2 === 0
        ? { type: 'stepStarted', data: { step, attempt: 1, key: createHash('md5').update(step).digest('hex') } }
        : { type: 'stepSucceeded', data: { step, attempt: 1, output: { writable: true } } }
    return { ...happening, ...place, tsMono: at / 1000 }
  })
}

async function opened(rounds: number): Promise<void> {
  const count = 100_000
  await withStore(async (store, folder) => {
    const { epoch } = await store.takeLease('long')
    for (let from = 0; from < count; from += 1000)
      await store.append('long', from, epoch, eventsOf(count).slice(from, from + 1000))
    const lines = journalText(await store.read('long'))
      .split('\n')
      .slice(0, -1)
    const own: number[] = []
    const floor: number[] = []
    for (let round = 1; round <= rounds; round++) {
      floor.push(timed(() => byHand(lines)))
      const start = performance.now()
      const other = openStore(folder, systemClock)
      const state = replay(await other.read('long'))
      own.push((performance.now() - start) / 1000)
      await other.close()
      if (state.seq !== count) throw new Error(`${state.seq} of ${count} events were read. This is a bug in Muster.`)
      process.stderr.write(
        `round ${round}: opened in ${own.at(-1)?.toFixed(3)} s, by hand ${floor.at(-1)?.toFixed(3)} s\n`,
      )
    }
    print({
      bench: 'execution',
      measure: 'open',
      value: rounded(median(own)),
      unit: 's',
      against: `${count} lines parsed and hashed, with no store and no check`,
      ratio: rounded(median(own) / median(floor)),
    })
  })
}

function byHand(lines: readonly string[]): JournalRecord[] {
  return lines.map((line) => {
    createHash('sha256').update(line).digest('hex')
    return JSON.parse(line) as JournalRecord
  })
}

async function resumed(rounds: number): Promise<void> {
  const count = 1000
  const runbook = runbookOf(dagOf(count, 2).map((step) => ({ ...step, milliseconds: 1 })))
  const own: number[] = []
  const floor: number[] = []
  for (let round = 1; round <= rounds; round++)
    await withStore(async (store, folder) => {
      const whole = await driven(store, 'whole', runbook)
      // All but the last step's end, as a driver leaves it that was killed while that step ran.
      const last = whole.findLastIndex((record) => record.type === 'stepSucceeded')
      const { epoch } = await store.takeLease('cut')
      const events = [
        ...started(runbook).map((event) => ({ ...event, ...placeOf(whole[0]) }) as NewEvent),
        ...whole.slice(1, last).map(eventOf),
      ]
      await store.append('cut', 0, epoch, events)
      await store.releaseLease({
        run: 'cut',
        holder: { host: '', pid: 0, startedAt: '' },
        epoch,
        renewals: 0,
        since: '',
      })
      floor.push(await timedAsync(() => store.read('cut')))
      const start = performance.now()
      const other = openStore(folder, systemClock)
      const records = await driven(other, 'cut', runbook)
      own.push((performance.now() - start) / 1000)
      await other.close()
      const again = records.slice(last).filter((record) => record.type === 'stepStarted')
      if (again.length > 1) throw new Error(`${again.length} steps ran again. This is a bug in Muster.`)
      process.stderr.write(
        `round ${round}: taken up in ${own.at(-1)?.toFixed(3)} s, reading ${floor.at(-1)?.toFixed(3)} s\n`,
      )
    })
  print({
    bench: 'execution',
    measure: 'resume',
    value: rounded(median(own)),
    unit: 's',
    against: `reading and verifying the same journal of ${count} steps`,
    ratio: rounded(median(own) / median(floor)),
  })
}

function placeOf(record: JournalRecord | undefined): Pick<NewEvent, 'actor' | 'ts' | 'tsMono'> {
  if (!record) throw new Error('The journal is empty. This is a bug in Muster.')
  return { actor: record.actor, ts: record.ts, tsMono: record.tsMono }
}

function eventOf({ v: _, seq: __, prev: ___, runId: ____, epoch: _____, ...event }: JournalRecord): NewEvent {
  return event
}

function timed(work: () => unknown): number {
  const start = performance.now()
  work()
  return (performance.now() - start) / 1000
}

async function timedAsync(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

function rounded(value: number): number {
  return Number(value.toPrecision(4))
}
