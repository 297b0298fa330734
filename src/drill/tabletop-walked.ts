import { type Estimates, judge, type Walk, type WalkStep } from '#evidence'
import { openSession } from '#execution'
import type { Happening } from '#journal'
import { nobodys, type Runbook } from '#runbook'
import { formatDuration } from '#units'
import type { Rehearsal } from './rehearsal.ts'
import { begun, failbackRun, type Judged, type Rehearsed } from './rehearse.ts'
import { walkThrough } from './tabletop-walk.ts'

/**
 * Walks through a drill's runbooks at a table where nobody takes part: writes down what would come when, and judges that.
 * One that was broken off is taken up where it was.
 * @param estimatesOf how long each step takes, as far as is known
 * @returns undefined where the signal cancelled it before anything was written
 */
export async function walked(
  given: Rehearsal,
  estimatesOf: (runbook: Runbook) => Estimates,
): Promise<Rehearsed | undefined> {
  const { run, failover, failback } = given
  if (given.signal.aborted) return undefined
  const over = await through(given, run, failover, estimatesOf)
  const back = failback && (await through(given, failbackRun(run), failback, estimatesOf, run))
  return { failover: over, ...(back ? { failback: back } : {}) }
}

async function through(
  given: Rehearsal,
  run: string,
  runbook: Runbook,
  estimatesOf: (runbook: Runbook) => Estimates,
  follows?: string,
): Promise<Judged> {
  const { store, clock, target, attendance } = given
  const session = await openSession(store, run, clock, (record) => given.watch(record, runbook), given.force)
  try {
    await begun(given, session, runbook, follows)
    const { absent = [] } = attendance ?? {}
    if (session.state().outcome === undefined)
      await session.record(written(runbook, walkThrough(runbook, estimatesOf(runbook), absent), absent))
    const records = session.records()
    const measurements = await target.measurements(0, undefined, [])
    return { runbook, records, measurements, evidence: judge(runbook, records, measurements) }
  } finally {
    await session.close()
  }
}

/** What a walk leaves in the journal, whole or not at all: nothing of it was done. */
function written(runbook: Runbook, { steps }: Walk, absent: readonly string[]): readonly Happening[] {
  const lacking = nobodys(runbook, absent)
  const stuck = lacking.find(({ essential }) => essential)
  return [
    ...steps.map((step): Happening => ({ type: 'noted', data: { step: step.step, text: toldWords(step) } })),
    ...lacking.map(({ step, reason }): Happening => ({ type: 'nobodyLeft', data: { step, reason } })),
    stuck === undefined
      ? { type: 'runFinished', data: { outcome: 'succeeded', reason: 'It was walked through to its end.' } }
      : {
          type: 'runFinished',
          data: { outcome: 'failed', reason: `${stuck.step}: Nobody could do it: ${stuck.reason}` },
        },
  ]
}

function toldWords({ at, by, who, title }: WalkStep): string {
  const roles = who.map(({ role }) => role).join(' or ')
  const doer = by === 'machine' ? 'a machine' : roles === '' ? 'nobody' : roles
  return `${at === undefined ? 'where it fails' : `after ${formatDuration(Number(at.toFixed(1)))}`}, by ${doer}: ${title}`
}
