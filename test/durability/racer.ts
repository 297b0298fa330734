/**
 * A process that starts the runs that it is told of, as soon as it is told, and says what came of it. The winner holds its
 * run until it is told to let go.
 */
import { createInterface } from 'node:readline'
import { openSession, type Session, systemClock } from '#execution'
import { openStore } from '#store'
import { openOutside } from './outside.ts'

/** What a racer is told: the run to start, or the run to let go of. */
export type Told =
  | { readonly store: string; readonly outside: string }
  | { readonly start: string }
  | { readonly end: string }

const held = new Map<string, Session>()
let store: ReturnType<typeof openStore> | undefined
let outside: ReturnType<typeof openOutside> | undefined

async function started(run: string): Promise<string> {
  if (!store || !outside) return 'has no store'
  try {
    const session = await openSession(store, run, systemClock, () => undefined)
    held.set(run, session)
    await session.record([{ type: 'noted', data: { text: `process ${process.pid}` } }])
    outside.act(run, run, session.epoch, false)
    return 'won'
  } catch (error) {
    return `lost ${error instanceof Error ? error.message.replaceAll('\n', ' ') : String(error)}`
  }
}

process.stdout.write('ready\n')
for await (const line of createInterface(process.stdin)) {
  const told = JSON.parse(line) as Told
  if ('store' in told) {
    store = openStore(told.store, systemClock)
    outside = openOutside(told.outside)
    process.stdout.write('opened\n')
  } else if ('start' in told) process.stdout.write(`${told.start} ${await started(told.start)}\n`)
  else {
    await held.get(told.end)?.close()
    held.delete(told.end)
    process.stdout.write(`${told.end} over\n`)
  }
}
await store?.close()
