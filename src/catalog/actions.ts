import { operationFact } from './operations.ts'
import type { Usual } from './usual.ts'

/** What is known of an action without running it. */
export interface ActionFact {
  /** What it does, as a person would say it. */
  readonly does: string
  /** What repeating it would do; see the runbook's `Effect`. */
  readonly effect: 'none' | 'keyed' | 'probed' | 'unkeyed'
  /** It changes something although it may be repeated at will; so it is no check. */
  readonly changes?: true
  /** Capabilities that must be alive where it acts. */
  readonly requires: readonly string[]
  /** Attempts before the step fails, and how long one may take, in seconds. */
  readonly attempts: number
  readonly timeout: number
  /** By target; `*` is any other target. Empty where nothing honest can be said. */
  readonly takes: Readonly<Record<string, Usual>>
}

const asOf = '2026-11-24'
const lab = (p50: number, p95: number): Usual => ({ p50, p95, source: 'lab prototype, two loaded cores', asOf })
const judged = (p50: number, p95: number): Usual => ({ p50, p95, source: 'judged by the authors, not measured', asOf })

/** Every action that a step may use, by name. */
export const actions = {
  'activation.watch': {
    does: 'Waits until the activation criteria hold',
    effect: 'none',
    requires: ['monitoring'],
    attempts: 1000,
    timeout: 86_400,
    takes: {},
  },
  'activation.clear': {
    does: 'Waits until the activation criteria no longer hold',
    effect: 'none',
    requires: ['monitoring'],
    attempts: 1,
    timeout: 86_400,
    takes: { lab: { ...judged(3, 6), asOf: '2026-11-29' } },
  },
  'component.operate': {
    does: 'Has an operation of a component carried out by its management address',
    effect: 'keyed',
    // What else it needs is said by the step.
    requires: ['region-data-plane'],
    attempts: 5,
    timeout: 3600,
    // By operation, see `operationFact`.
    takes: {},
  },
  'notify.console': {
    does: 'Shows a message on the console',
    effect: 'none',
    changes: true,
    requires: [],
    attempts: 2,
    timeout: 10,
    takes: { lab: lab(0.001, 0.01), '*': judged(1, 10) },
  },
  'traffic.fence': {
    does: 'Keeps all traffic away from a region, whatever its health checks say',
    effect: 'keyed',
    requires: ['edge-management'],
    attempts: 5,
    timeout: 30,
    takes: { lab: lab(0.015, 0.06), '*': judged(10, 60) },
  },
  'traffic.hold': {
    does: 'Admits no new traffic while a planned switch is under way',
    effect: 'keyed',
    requires: ['edge-management'],
    attempts: 5,
    timeout: 30,
    takes: { lab: lab(0.015, 0.06), '*': judged(10, 60) },
  },
  'traffic.route': {
    does: 'Sends traffic to a region',
    effect: 'keyed',
    requires: ['edge-management', 'edge-data-plane'],
    attempts: 5,
    timeout: 30,
    takes: { lab: lab(0.015, 0.06), '*': judged(10, 60) },
  },
  'traffic.release': {
    does: 'Admits traffic again after a hold, to the region that it went to before',
    effect: 'keyed',
    requires: ['edge-management', 'edge-data-plane'],
    attempts: 5,
    timeout: 30,
    takes: { '*': judged(10, 60) },
  },
  'traffic.unfence': {
    does: 'Lets traffic reach a region again that was fenced',
    effect: 'keyed',
    requires: ['edge-management'],
    attempts: 5,
    timeout: 30,
    takes: { '*': judged(10, 60) },
  },
  'traffic.share': {
    does: 'Sends traffic to several regions again, each of which carries a part of it',
    effect: 'keyed',
    requires: ['edge-management', 'edge-data-plane'],
    attempts: 5,
    timeout: 30,
    takes: { lab: { ...judged(0.02, 0.1), asOf: '2026-11-29' }, '*': judged(10, 60) },
  },
  'traffic.enough': {
    does: 'Sees that enough other regions answer before one is cut off',
    effect: 'none',
    requires: ['edge-management'],
    attempts: 3,
    timeout: 15,
    takes: { '*': judged(1, 5) },
  },
  'postgres.promote': {
    does: 'Makes a PostgreSQL standby the primary',
    effect: 'probed',
    requires: ['region-data-plane', 'database'],
    attempts: 5,
    timeout: 60,
    takes: { lab: lab(0.3, 0.96), '*': judged(5, 30) },
  },
  'postgres.drain': {
    does: 'Stops writes on a PostgreSQL primary and waits until the standby has everything',
    effect: 'keyed',
    requires: ['region-data-plane', 'database', 'inter-region-network'],
    attempts: 5,
    timeout: 120,
    takes: { lab: lab(0.2, 1), '*': judged(10, 60) },
  },
  'postgres.reopen': {
    does: 'Lets a PostgreSQL server that was drained take writes again',
    effect: 'probed',
    requires: ['region-data-plane', 'database'],
    attempts: 5,
    timeout: 60,
    takes: { '*': judged(5, 30) },
  },
  'postgres.identity': {
    does: 'Sees that what answers is the PostgreSQL server that is meant, in the role that is meant',
    effect: 'none',
    requires: ['region-data-plane', 'database'],
    attempts: 3,
    timeout: 15,
    takes: { '*': judged(1, 5) },
  },
  'postgres.verify': {
    does: 'Writes to a PostgreSQL database, reads back, and undoes it',
    effect: 'none',
    requires: ['region-data-plane', 'database'],
    attempts: 10,
    timeout: 15,
    takes: { lab: lab(0.02, 0.1), '*': judged(1, 5) },
  },
  'postgres.caught-up': {
    does: 'Waits until a PostgreSQL standby streams and lags by nothing',
    effect: 'none',
    requires: ['region-data-plane', 'database', 'inter-region-network'],
    attempts: 20,
    timeout: 600,
    takes: { lab: lab(0.1, 0.5), '*': judged(5, 60) },
  },
  'postgres.rebuild-standby': {
    does: 'Rebuilds a PostgreSQL standby from the primary and waits until it streams',
    effect: 'probed',
    requires: ['region-data-plane', 'database', 'storage', 'inter-region-network'],
    attempts: 3,
    timeout: 600,
    takes: { lab: lab(1.8, 4), '*': judged(1800, 14_400) },
  },
  'http.verify': {
    does: 'Asks a service to write, read back and undo, before customers are sent to it',
    effect: 'none',
    requires: ['region-data-plane'],
    attempts: 10,
    timeout: 15,
    takes: { lab: lab(0.05, 0.3), '*': judged(1, 5) },
  },
  'service.start': {
    does: 'Starts a service in a region and waits until it answers',
    effect: 'probed',
    requires: ['region-data-plane', 'create-or-scale-compute'],
    attempts: 5,
    timeout: 120,
    takes: { lab: lab(0.5, 2), '*': judged(60, 300) },
  },
  'region.wait': {
    does: 'Waits until a region can be worked in again',
    effect: 'none',
    requires: [],
    attempts: 1000,
    timeout: 604_800,
    takes: { lab: lab(3, 6) },
  },
} as const satisfies Record<string, ActionFact>

export type ActionName = keyof typeof actions

/**
 * The facts of an action, or undefined where the catalog has none of that name.
 * @param operation what it is to carry out, where it carries out what it is told; its times and time limit are then its own
 */
export function actionFact(use: string, operation?: string): ActionFact | undefined {
  const fact = Object.hasOwn(actions, use) ? actions[use as ActionName] : undefined
  return fact && operation !== undefined ? { ...fact, ...operationFact(operation) } : fact
}
