import type { ClientSeries, Sustained } from '#evidence'
import type { Session } from '#execution'
import type { Runbook } from '#runbook'
import { type Duration, formatDuration, seconds } from '#units'
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

/**
 * How one side carries everybody once all is done that a recovery from a long loss does: for as long as the longest hold,
 * as far as a target shows each request.
 * @returns seconds for which it is to be watched; undefined where the run has not left one side alone for long
 */
export function heldFor({ target }: Measured, session: Session, runbook: Runbook): Duration | undefined {
  const { scenario, direction, flows } = runbook
  if (scenario.class !== 'extended' || direction !== 'failover' || target.carried) return undefined
  if (session.state().outcome !== 'succeeded') return undefined
  return seconds(Math.max(0, ...flows.map(({ level }) => level.hold)))
}

/** The same as figures, of each flow from one instant on. @param from seconds on the clock of the series */
export function heldOn(clients: readonly ClientSeries[], from: number, lasted: Duration): Sustained {
  const until = from + lasted
  const names = [...new Set(clients.map(({ flow }) => flow))]
  const flows = names.map((flow) => {
    const series = clients.filter((one) => one.flow === flow)
    const asked = series.map(({ requests }) => requests.filter(({ at }) => at >= from && at <= until))
    const all = asked.flat()
    const pauses = asked.map((requests) => longestPause(requests, from, until))
    return {
      flow,
      requests: all.length,
      failed: all.filter(({ ok }) => !ok).length,
      longest: Number(Math.max(...pauses).toFixed(3)),
    }
  })
  return { wanted: lasted, lasted, unmeasured: 0, flows }
}

/** The longest time of one client without a success. */
function longestPause(requests: ClientSeries['requests'], from: number, until: number): number {
  const successes = requests.filter(({ ok }) => ok).map(({ at }) => at)
  const marks = [from, ...successes, until]
  return Math.max(...marks.slice(1).map((at, index) => at - (marks[index] ?? at)))
}
