import { randomInt } from 'node:crypto'
import { Failure } from '#diagnostics'
import type { Estimates } from '#evidence'
import type { Clock } from '#execution'
import type { Subject, Unannounced } from '#journal'
import type { Plan } from '#plan'
import { nobodys, type Runbook, standIn } from '#runbook'
import type { Forecast } from '#simulation'
import { type Duration, seconds } from '#units'

/** What is asked for of the people of a drill. */
export interface ExerciseOptions {
  /** Contacts who take no part. */
  readonly absent?: readonly string[]
  /** The drill comes within so long, and nobody is told when. */
  readonly unannounced?: { readonly within: Duration; readonly seed?: number }
}

/** The people of a drill, as it is kept with its run. */
export interface Exercise {
  readonly absent?: readonly string[]
  readonly unannounced?: Unannounced
  /** Of a drill at a table: nobody takes part, and the runbook is walked through. */
  readonly walk?: true
}

/** How many moments there are to draw from; also one more than the highest seed. */
const seeds = 2 ** 31

/** How often it is looked whether the moment has come: a machine that slept must not be late by as long as it slept. */
const lookEvery = 60

/**
 * The people of a drill, with the moment drawn where it is unannounced.
 * @throws Failure `usage` where somebody is absent who is no contact of the plan
 */
function exerciseOf(plan: Plan, options: ExerciseOptions, clock: Pick<Clock, 'now'>): Exercise {
  const { absent = [], unannounced } = options
  const roles = Object.keys(plan.contacts ?? {})
  const unknown = absent.filter((role) => !roles.includes(role))
  if (unknown.length > 0)
    throw new Failure(
      'usage',
      unknown.map((role) => `The plan has no contact "${role}": ${roles.join(', ') || 'it has none'}.`).join('\n'),
    )
  return {
    ...(absent.length === 0 ? {} : { absent: [...new Set(absent)] }),
    ...(unannounced === undefined ? {} : { unannounced: drawn(unannounced, clock.now()) }),
  }
}

/** A moment that anybody who has the seed and the beginning finds again. @param now milliseconds since 1970 */
function drawn({ within, seed = randomInt(seeds) }: { within: Duration; seed?: number }, now: number): Unannounced {
  const at = now + Math.floor((seed / seeds) * within * 1000)
  return { seed, within, from: new Date(now).toISOString(), at: new Date(at).toISOString() }
}

/** Waits until the moment has come. @returns false where the signal came first */
export async function untilMoment({ at }: Unannounced, clock: Clock, signal: AbortSignal): Promise<boolean> {
  for (;;) {
    if (signal.aborted) return false
    const left = (Date.parse(at) - clock.now()) / 1000
    if (left <= 0) return true
    await clock.sleep(seconds(Math.min(left, lookEvery)), signal)
  }
}

/** Where a drill is held, as far as it matters to its people. */
interface Setting {
  readonly subject: Subject
  readonly scenario: string
  /** Who decides there where nobody says otherwise. */
  readonly usual: 'automatic' | 'people'
}

/**
 * Who decides in a drill, and what is particular about its people. At a table the runbook is always the one that people
 * decide; where none take part it is walked through.
 * @throws Failure `usage` where what is asked for needs people and none are to decide, or a role is none
 */
export function peopleOf(
  plan: Plan,
  options: { readonly decision?: 'automatic' | 'people'; readonly exercise?: ExerciseOptions },
  { subject, scenario, usual }: Setting,
  clock: Pick<Clock, 'now'>,
): { readonly decision: 'automatic' | 'people'; readonly exercise: Exercise } {
  const { decision, exercise = {} } = options
  const isAbout = exercise.unannounced !== undefined || (exercise.absent ?? []).length > 0
  const drawnFor = exerciseOf(plan, exercise, clock)
  if (exercise.unannounced !== undefined && decision === 'automatic')
    throw new Failure('usage', 'A drill that is unannounced is one for people: leave --decision automatic out.')
  if (subject === 'tabletop') {
    const planned = plan.drills?.find(
      (drill) => drill.scenario === scenario && (drill.target === 'tabletop' || drill.kind === 'tabletop'),
    )?.decision
    const asked = decision ?? (exercise.unannounced === undefined ? (planned ?? 'automatic') : 'people')
    return { decision: 'people', exercise: asked === 'people' ? drawnFor : { ...drawnFor, walk: true } }
  }
  if (isAbout && decision === 'automatic')
    throw new Failure(
      'usage',
      'Where nobody is asked, nobody can be absent: leave --decision automatic out, or walk it through with --target tabletop.',
    )
  return { decision: decision ?? (isAbout ? 'people' : usual), exercise: drawnFor }
}

/** The target whose times a table goes by: the plan's first, or the table itself, where nothing was ever measured. */
export function timedOn(plan: Plan): string {
  return Object.keys(plan.targets ?? {})[0] ?? 'tabletop'
}

/** Estimates in which noticing the disaster takes as long as was forecast, by probes and criteria, where no step says. */
export function detectedBy(estimates: Estimates, { steps }: Runbook, { flows }: Forecast): Estimates {
  const known = flows.flatMap(({ phases = [] }) =>
    phases.flatMap(({ phase, p50 }) => (phase === 'detect' ? [p50] : [])),
  )
  if (known.length === 0) return estimates
  const p50 = Math.max(...known)
  const source = 'Forecast from the probes and the criteria'
  const detected = steps.filter(({ id, phase }) => phase === 'detect' && estimates[id]?.basis === 'unknown')
  return {
    ...estimates,
    ...Object.fromEntries(
      detected.map(({ id }) => [id, { p50, p95: p50, basis: 'declared' as const, observations: 0, source }]),
    ),
  }
}

/** Who stands in for those who are absent, and what nobody could do, in lines to be read before a drill begins. */
export function heldWithout(runbook: Runbook, { absent = [] }: Exercise): readonly string[] {
  return [
    ...absent.map((role) => {
      const other = standIn(runbook, role, absent)
      return `Held without ${role}: ${other === undefined ? 'nobody stands in' : `${other} stands in`}.`
    }),
    ...nobodys(runbook, absent).map(({ step, reason }) => `Nobody could do ${step}: ${reason}`),
  ]
}
