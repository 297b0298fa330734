import type { Inspection } from '#evidence'
import type { Session } from '#execution'
import type { Runbook } from '#runbook'
import type { Measured } from './rehearsal.ts'

const moments = ['before', 'outage', 'after'] as const

/**
 * Has the target looked at, where it can be, once for each moment of a run; kept, for a later process may judge it. What
 * cannot be looked at is told, and shows nothing.
 */
export async function inspected(
  { target, kept, say, signal }: Measured,
  { run }: Session,
  moment: Inspection['moment'],
  runbook: Runbook,
): Promise<void> {
  if (!target.inspect || signal.aborted || kept.get(nameOf(run, moment)) !== undefined) return
  try {
    kept.set(nameOf(run, moment), JSON.stringify(await target.inspect(moment, runbook)))
  } catch (error) {
    say(`What there is could not be looked at: ${(error as Error).message}`)
  }
}

/** What was found in a run so far, in order; undefined where its target cannot be looked at. */
export function inspectionsOf({ target, kept }: Measured, { run }: Session): readonly Inspection[] | undefined {
  if (!target.inspect) return undefined
  return moments.flatMap((moment) => {
    const text = kept.get(nameOf(run, moment))
    return text === undefined ? [] : [JSON.parse(text) as Inspection]
  })
}

function nameOf(run: string, moment: Inspection['moment']): string {
  return `${run}.${moment}.inspection.json`
}
