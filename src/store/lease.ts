import { Failure } from '#diagnostics'
import type { Clock, Lease } from '#execution'
import { seconds } from '#units'
import { processes } from './process.ts'
import { lostTail } from './verify.ts'

/** How long a holder that cannot be seen from here may be silent before its lease counts as lost, by the observer's clock. */
const leaseLife = seconds(15)
const lookEvery = seconds(1)

/** A lease as a store keeps it. */
export interface KeptLease extends Lease {
  /** Whether somebody has it; one that was given back keeps its epoch. */
  readonly held: boolean
  /** Where its holder's process number means something; null where it did not know. */
  readonly place: string | null
}

/** A row of either store's table of leases: the columns have the same names. */
export function leaseOf(row: Readonly<Record<string, unknown>>): KeptLease {
  const of = row as Readonly<Record<string, string | number | boolean | null>>
  return {
    run: String(of['run']),
    holder: { host: String(of['host']), pid: Number(of['pid']), startedAt: String(of['started_at']) },
    epoch: Number(of['epoch']),
    renewals: Number(of['renewals']),
    // A Muster of before has not noted it.
    since: String(of['taken_at'] ?? ''),
    held: Boolean(of['held']),
    place: of['place'] === null ? null : String(of['place']),
  }
}

/** What others see of a kept lease: nothing where nobody has it, or its holder is gone for certain. */
export function seenLease(kept: KeptLease | undefined, oneHost: boolean): Lease | undefined {
  return !kept?.held || processes.lifeOf(kept.holder, kept.place, oneHost) === 'gone' ? undefined : leaseAlone(kept)
}

/** A lease without what only the store is to know. */
export function leaseAlone({ held: _, place: __, ...lease }: KeptLease): Lease {
  return lease
}

/**
 * Resolves once a lease may be taken: nobody has it, its holder is gone, or it has been silent for its life.
 * @param look how the lease stands now
 * @returns the lease that may be taken from its holder, as it was seen last; undefined where nobody has it
 * @throws Failure `busy` as soon as its holder is known to live
 */
export async function takeable(
  look: () => Promise<KeptLease | undefined>,
  clock: Clock,
  oneHost: boolean,
): Promise<KeptLease | undefined> {
  const seen = await look()
  if (!seen?.held) return undefined
  const life = processes.lifeOf(seen.holder, seen.place, oneHost)
  if (life === 'gone') return seen
  if (life === 'alive') throw busy(seen)
  for (const until = clock.monotonic() + leaseLife; clock.monotonic() < until; ) {
    await clock.sleep(lookEvery)
    const now = await look()
    if (!now?.held) return undefined
    if (hasMoved(now, seen)) throw busy(now)
  }
  return seen
}

/**
 * Looks at a lease once more in the transaction that takes it.
 * @param seen what `takeable` gave
 * @throws Failure `busy` where somebody was quicker, or its holder has shown itself since
 */
export function stillTakeable(now: KeptLease | undefined, seen: KeptLease | undefined): void {
  if (now?.held && (!seen || hasMoved(now, seen))) throw busy(now)
}

function hasMoved(now: Lease, seen: Lease): boolean {
  return now.epoch !== seen.epoch || now.renewals !== seen.renewals
}

function who({ holder, since }: Lease): string {
  return `process ${holder.pid} on ${holder.host}, since ${since || 'a time that was not noted'}`
}

/** Somebody else drives the run. */
export function busy(lease: Lease): Failure {
  return new Failure(
    'busy',
    `The run ${lease.run} is driven by ${who(lease)}. Steer it from here with \`muster run approve|done\`, or end that ` +
      'process and resume. Where that process cannot be reached, two people take the run over:\n' +
      `  muster run resume ${lease.run} --take-over --as ROLE --and ROLE --reason TEXT`,
  )
}

/** This process had the run and has it no more. */
export function stale(run: string, epoch: number, now: KeptLease | undefined): Failure {
  const mine = `this process has lease ${epoch}`
  if (!now || now.epoch <= epoch)
    return new Failure('busy', `The run ${run} is not held any more: ${mine}, which was given back.`)
  return new Failure(
    'busy',
    `The run ${run} was taken over: ${mine}, and lease ${now.epoch} went to ${who(now)}. This process leaves the run alone.`,
  )
}

/** The journal is not where the writer thought. */
export function atOddsWith(run: string, expected: number, last: number): Failure {
  return last > expected
    ? new Failure('busy', `The journal of ${run} has grown to ${last} records, and this process knew ${expected}.`)
    : lostTail(run, last, expected)
}

/** What was kept only to be compared has no next record. */
export function onlyKept(run: string, of: string): Failure {
  return new Failure(
    'refused',
    `The journal ${run} is another one of run ${of}, kept to be compared; nobody can go on with it. Resume ${of} instead.`,
  )
}
