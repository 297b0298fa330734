import { randomBytes } from 'node:crypto'
import { failbackRun } from '#drill'

/**
 * A name for a new run: what it is, when it began in UTC, and a few signs that no other has.
 * @param now milliseconds since 1970
 */
export function newRun(kind: 'drill' | 'event', now: number): string {
  return `${kind}-${stamp(now)}-${randomBytes(2).toString('hex')}`
}

/**
 * The name of the run that carries out a dry run. It follows from the dry run alone, so that of two who start the same
 * one at the same moment only one can have it.
 */
export function runOf({ at, digest }: { readonly at: string; readonly digest: string }): string {
  return `event-${stamp(Date.parse(at))}-${digest.slice(-6)}`
}

/** The name under which the journal of a run that was written elsewhere is kept. */
export function copyOf(run: string, head: string): string {
  return `${run}~${head.slice(0, 8)}`
}

/** Whether a run is such a journal, which nobody drives. */
export function isCopy(run: string): boolean {
  return run.includes('~')
}

/** The drill that a run is part of: a way back belongs to its failover. */
export function wholeDrill(run: string): string {
  const back = failbackRun('')
  return run.endsWith(back) ? run.slice(0, -back.length) : run
}

function stamp(time: number): string {
  return new Date(time).toISOString().replace(/[-:]/g, '').slice(0, 15).replace('T', '-')
}
