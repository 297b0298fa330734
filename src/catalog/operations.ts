import type { Usual } from './usual.ts'

/** What is known of an operation, by the verb of the step that it does. */
export interface OperationFact {
  /** After this long an attempt is given up, in seconds. */
  readonly timeout: number
  /** By target; `*` is any other target. Empty where nothing honest can be said. */
  readonly takes: Readonly<Record<string, Usual>>
}

const asOf = '2026-11-29'
const judged = (p50: number, p95: number): Usual => ({ p50, p95, source: 'judged by the authors, not measured', asOf })

/** For the lab and for any other target; in seconds. */
function both(lab: readonly [number, number], other: readonly [number, number], timeout: number): OperationFact {
  return { timeout, takes: { lab: judged(...lab), '*': judged(...other) } }
}

const hour = 3600

/** What takes no longer than a setting takes to be made. */
const set = both([0.05, 0.3], [30, 120], 600)
/** What has to look through something first. */
const looked = both([0.2, 1], [300, 1800], 2 * hour)
/** What copies all of it. */
const copied = both([2.5, 6], [1800, 14_400], 24 * hour)

/** Operations by verb; the times of one are never those of another. */
const operations: Readonly<Record<string, OperationFact>> = {
  // Of what serves.
  provision: both([0.3, 1.5], [600, 2400], 2 * hour),
  start: both([0.8, 3], [120, 600], hour),
  scale: both([1, 4], [300, 1200], 2 * hour),
  shed: set,
  switch: both([0.3, 1.5], [60, 300], hour),
  'stand-by': both([0.5, 3], [120, 600], hour),
  direct: set,
  'check-records': both([0.02, 0.2], [120, 600], 600),
  // Until the answers of before have run out; what is given here is for a few seconds and for a few minutes.
  point: both([1, 2], [60, 600], 3600),
  turn: set,
  // Of stores.
  ready: both([0.5, 3], [60, 600], hour),
  drain: both([0.5, 3], [60, 600], hour),
  'count-loss': set,
  'fail-over': both([0.5, 2], [60, 300], hour),
  'switch-over': both([0.5, 2], [60, 300], hour),
  'take-writes': both([0.3, 1.5], [30, 120], hour),
  suspend: set,
  'back-up': copied,
  're-protect': copied,
  rebuild: copied,
  // In the lab it begins with a server on a copy of what was left.
  reconcile: both([1.5, 4], [300, 1800], 2 * hour),
  verify: both([0.2, 1], [60, 600], hour),
  // Of caches.
  repoint: both([0.1, 0.5], [60, 600], hour),
  'warm-up': both([1, 3], [600, 3600], 2 * hour),
  // Of what is restored from a backup.
  'choose-point': both([0.5, 3], [300, 1800], 2 * hour),
  restore: both([2, 6], [3600, 14_400], 24 * hour),
  prove: looked,
  // Of what must not be used, and may be again.
  'stop-writers': set,
  stop: set,
  'stop-replication': set,
  'keep-backups': set,
  rotate: both([0.2, 1], [600, 3600], 2 * hour),
  isolate: set,
  release: set,
}

const unknown: OperationFact = { timeout: hour, takes: {} }

/** The facts of an operation; of one that the catalog does not know, only a time limit. */
export function operationFact(verb: string): OperationFact {
  return Object.hasOwn(operations, verb) ? (operations[verb] ?? unknown) : unknown
}
