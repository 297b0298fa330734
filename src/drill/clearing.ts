import { openSession, type Session } from '#execution'
import { faultOf } from './healing.ts'
import type { Rehearsal } from './rehearsal.ts'

/** A system that outlives its drill is not left hurt by one that failed. */
export async function givenBack(
  { staysOpen, cause, target, failover, say }: Pick<Rehearsal, 'staysOpen' | 'cause' | 'target' | 'failover' | 'say'>,
  session: Session,
): Promise<void> {
  if (staysOpen !== true || cause?.by !== 'target' || session.state().healed) return
  // An order whose answer was lost may have been carried out.
  if (session.state().faultAt === undefined && target.unmended?.() !== true) return
  try {
    await target.heal(session.run, faultOf(failover))
    say('The fault that this drill had caused was taken away again.')
  } catch (error) {
    say(
      `The fault that this drill has caused could not be taken away; do it by hand, or try it again (muster run resume ${session.run}): ${(error as Error).message}`,
    )
  }
}

/** What was written to measure is taken away; where that fails, everything else was done all the same. */
export async function forgotten({ target, say }: Pick<Rehearsal, 'target' | 'say'>): Promise<void> {
  try {
    for (const line of (await target.forget?.()) ?? []) say(line)
  } catch (error) {
    say(`The markers of this run could not be removed: ${(error as Error).message}`)
  }
}

/**
 * Takes away what a drill that has ended has left on a system that outlives it: nobody goes on with it, so that nobody
 * else would.
 * @throws Failure `busy` where somebody drives it still
 */
export async function clearedUp(
  given: Pick<
    Rehearsal,
    'run' | 'store' | 'clock' | 'force' | 'watch' | 'staysOpen' | 'cause' | 'target' | 'failover' | 'say'
  >,
): Promise<void> {
  const { run, store, clock, failover, force } = given
  const session = await openSession(store, run, clock, (record) => given.watch(record, failover), force)
  try {
    await givenBack(given, session)
    await forgotten(given)
  } finally {
    await session.close()
  }
}
