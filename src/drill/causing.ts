import type { Session, Store } from '#execution'
import { onOneClock } from '#journal'
import { seconds } from '#units'
import { type Cause, lookEvery, type Rehearsal } from './rehearsal.ts'

/** The open item that the person settles by saying that it is done. */
export const faultItem = 'fault'

/** How long after the person has said so a failure is waited for. */
const noticed = seconds(10)

/**
 * Asks a person to cause the fault, and waits until they say that they have.
 * @returns when the flows began to fail that failed as they said so, or next; where none did, the last ones that had
 * since they were asked, or else when they said so. Seconds on the target's clock; undefined where the signal ended the wait
 */
export async function causedBy(
  cause: Extract<Cause, { by: 'person' }>,
  given: Rehearsal,
  session: Session,
): Promise<number | undefined> {
  const { clock, store, signal, target, say } = given
  const { run } = session
  if (!session.state().items.has(faultItem))
    await session.record([{ type: 'itemOpened', data: { item: faultItem, text: cause.what, owner: cause.role } }])
  if (session.state().items.get(faultItem)?.disposition === undefined) {
    say(`${cause.role}: ${cause.what} Then say so:`)
    say(`  muster run done ${run} ${faultItem} --as ${cause.role} --comment TEXT`)
  }
  while (session.state().items.get(faultItem)?.disposition === undefined) {
    if (signal.aborted) return undefined
    await answered(store, session)
    await clock.sleep(lookEvery, signal)
  }
  const opened = at(session, 'itemOpened', clock.id)
  const said = at(session, 'itemClosed', clock.id)
  for (;;) {
    const felt = target.feltSince?.(opened, said)
    if (felt?.isOpen === true) return felt.at
    if (signal.aborted && target.feltSince) return undefined
    if (!target.feltSince || clock.monotonic() - said > noticed) return felt?.at ?? said
    await clock.sleep(lookEvery, signal)
  }
}

/** Takes the words about the item out of the inbox; every other signal is left for whoever drives the run. */
async function answered(store: Store, session: Session): Promise<void> {
  for (const one of await store.signals(session.run)) {
    if (one.kind !== 'done' || one.step !== faultItem) continue
    const used = session.records().some(({ data }) => 'signal' in data && data.signal === one.id)
    // A driver may have died between the event and the settling.
    if (!used) {
      const event = one.comment
        ? ({ type: 'itemClosed', data: { item: faultItem, disposition: one.comment, signal: one.id } } as const)
        : ({ type: 'signalRefused', data: { signal: one.id, reason: 'Say what you did.' } } as const)
      await session.record([event], { name: one.by, authn: 'stated' })
    }
    await store.settle(one.id)
    if (session.state().items.get(faultItem)?.disposition !== undefined) return
  }
}

/** When that was on this clock; where it was on another one, the beginning of this one. */
function at(session: Session, type: 'itemOpened' | 'itemClosed', clock: string): number {
  const here = onOneClock(session.records(), clock)
  const record = here.find((one) => one.type === type && one.data.item === faultItem)
  return record?.tsMono ?? here[0]?.tsMono ?? 0
}
