import type { Actor } from '#journal'
import { seconds } from '#units'
import type { Drive } from './given.ts'
import { answered } from './signals.ts'
import { isSigned } from './votes.ts'

const every = seconds(0.2)

/** Turns what people have sent into events; the event is stored before the signal counts as answered. */
export async function emptied(given: Drive, signal: AbortSignal): Promise<void> {
  const { session, store, runbook, clock } = given
  const open = await store.signals(session.run)
  if (open.length > 0) {
    const known = new Set(session.records().flatMap(({ data }) => ('signal' in data ? [data.signal] : [])))
    for (const one of open) {
      // A driver may have died between the event and the settling; the journal then has the answer already.
      if (!known.has(one.id)) {
        const actor: Actor = { name: one.by, authn: isSigned(runbook, session.state(), one) ? 'local-key' : 'stated' }
        await session.record(() => answered(runbook, session.state(), one), actor)
      }
      await store.settle(one.id)
    }
  }
  await clock.sleep(every, signal)
}
