import type { Sustained } from '#evidence'
import type { Session } from '#execution'
import type { Runbook } from '#runbook'
import { formatDuration, seconds } from '#units'
import type { Measured } from './rehearsal.ts'

/** How often it is said how long it still goes on. */
const told = seconds(600)

/**
 * Lets the other side carry the load for as long as the drill wants, from the end of the failover on. It is counted by
 * the day's clock, so that it ends when it was to, however often Muster was started anew meanwhile.
 * @returns how the flows were served until then, or until somebody had it end; undefined where the drill wants no such thing, or was broken off
 */
export async function sustained(
  { target, clock, sustain, goBack, signal, say }: Measured,
  session: Session,
  runbook: Runbook,
): Promise<Sustained | undefined> {
  const end = session.records().findLast(({ type }) => type === 'runFinished')
  if (sustain === undefined || !target.carried || runbook.direction !== 'failover' || !end) return undefined
  if (session.state().outcome !== 'succeeded') return undefined
  const from = Date.parse(end.ts)
  const left = (): number => from / 1000 + sustain - clock.now() / 1000
  while (left() > 0 && !signal.aborted && goBack !== true) {
    say(`${runbook.to} carries the load for ${formatDuration(Math.ceil(left()))} more`)
    await clock.sleep(seconds(Math.max(0, Math.min(left(), told))), signal)
  }
  if (signal.aborted) return undefined
  // Both ends on the target's clock, which is as old as the day's clock says.
  const until = clock.monotonic() + Math.min(0, left())
  const lasted = Number(Math.min(sustain, sustain - left()).toFixed(3))
  return { wanted: sustain, lasted, ...target.carried(until - lasted, until) }
}
