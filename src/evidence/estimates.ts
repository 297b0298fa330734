import { type ActionFact, actionFact } from '#catalog'
import type { Runbook, Step } from '#runbook'
import { formatDuration } from '#units'
import type { Estimate, Estimates, Evidence, StepTiming } from './model.ts'
import { isMadeOf, type PartVersions } from './parts.ts'
import { predicted } from './prediction.ts'
import { rounded } from './round.ts'
import { operationOf } from './timings.ts'

/** Older observations than the latest so many say more about an older system than about this one. */
const latest = 30
/** Fewer observations than these do not tell how much a time varies. */
const enough = 5

/**
 * How long each step of a runbook takes, as far as is known: measured on this target, with this plan or else with others,
 * beats declared in the plan beats the catalog's figure for this target or for any.
 * @param past evidence of earlier runs in any order; what ran on another target is left out, for its times prove
 * nothing here
 * @param parts what the target is made of besides npm packages; one of other programs is another target
 * @returns one estimate per step. An action is known by its name, its component and the operation that it asks for, people's
 * work by its step; a decision that was taken automatically says nothing about people. What nobody knows is not guessed: the step's time limit
 * stands in, with basis `unknown`.
 */
export function estimates(
  runbook: Runbook,
  past: readonly Evidence[],
  target: string,
  parts: PartVersions = {},
): Estimates {
  const here = past.filter((evidence) => evidence.target === target && isMadeOf(evidence, parts))
  const own = observations(here.filter(({ plan }) => plan.name === runbook.plan.name))
  const others = observations(here.filter(({ plan }) => plan.name !== runbook.plan.name))
  const tried = attempts(here)
  return Object.fromEntries(
    runbook.steps.map((step) => {
      if (step.work.kind === 'decision' && runbook.decision === 'automatic') return [step.id, taken]
      const use = step.work.kind === 'action' ? step.work.use : undefined
      const operation = operationOf(step)
      const fact = use === undefined ? undefined : actionFact(use, operation)
      const key = keyOf({ step: step.id, use, operation, component: step.component })
      const failing = use === undefined ? undefined : failingOf(tried.get(key), target)
      return [
        step.id,
        {
          ...estimate(step, own.get(key) ?? [], target, fact, others.get(key)),
          ...(failing === undefined ? {} : { failing }),
        },
      ]
    }),
  )
}

const taken: Estimate = {
  p50: 0,
  p95: 0,
  basis: 'declared',
  observations: 0,
  source: 'Taken automatically, as soon as the criteria hold',
}

/**
 * The estimate of one step.
 * @param seconds what it took on this target in runs of the plan, the latest last; may be empty
 * @param others what it took there in runs of other plans: it stands in where `seconds` is empty, and otherwise tells how
 * much such a time varies
 */
export function estimate(
  step: Step,
  seconds: readonly number[],
  target: string,
  fact: Pick<ActionFact, 'takes'> | undefined,
  others: readonly number[] = [],
): Estimate {
  const catalogued = fact?.takes[target] ?? fact?.takes['*']
  const isOwn = seconds.length > 0
  const counted = (isOwn ? seconds : others).slice(-latest)
  const n = counted.length
  if (n > 0)
    return {
      ...predicted(
        counted,
        isOwn && others.length >= enough ? predicted(others.slice(-latest), catalogued) : catalogued,
      ),
      basis: 'measured',
      observations: n,
      source: `Measured on ${target}${isOwn ? '' : ' with other plans'}, ${n === 1 ? 'once' : `${n} times`}`,
    }
  if (step.expected !== undefined && step.expectedP95 !== undefined)
    return {
      ...fixed(step.expected, 'declared', 'The plan says so'),
      p95: step.expectedP95,
    }
  if (step.expected !== undefined) return fixed(step.expected, 'declared', 'The plan says so, without a spread')
  if (step.work.kind === 'decision' && step.work.within !== undefined)
    return fixed(step.work.within, 'declared', 'All of the time that the plan gives the decision')
  if (catalogued)
    return {
      p50: catalogued.p50,
      p95: catalogued.p95,
      basis: 'catalog',
      observations: 0,
      source: `${catalogued.source}, ${catalogued.asOf}`,
    }
  return fixed(
    step.timeout,
    'unknown',
    `Neither measured nor declared; its time limit of ${formatDuration(step.timeout)} stands in`,
  )
}

function fixed(seconds: number, basis: Estimate['basis'], source: string): Estimate {
  return { p50: seconds, p95: seconds, basis, observations: 0, source }
}

function observations(past: readonly Evidence[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const evidence of [...past].sort(byEnd))
    for (const timing of evidence.steps) {
      if (isAutomatic(evidence, timing)) continue
      const key = keyOf(timing)
      const known = found.get(key)
      if (known) known.push(timing.seconds)
      else found.set(key, [timing.seconds])
    }
  return found
}

/** How many attempts each action has taken, the latest last. An attempt before the one that succeeded has failed. */
function attempts(past: readonly Evidence[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  for (const { steps } of [...past].sort(byEnd))
    for (const timing of steps) {
      const key = keyOf(timing)
      const known = found.get(key)
      if (known) known.push(timing.attempts)
      else found.set(key, [timing.attempts])
    }
  return found
}

/**
 * How often an attempt fails: those that failed over all that were made, in as many runs as count for its time.
 * @param made attempts by run, the latest last; a step that never succeeded is none of them
 */
function failingOf(made: readonly number[] | undefined, target: string): Estimate['failing'] {
  const counted = made?.slice(-latest) ?? []
  const of = counted.reduce((sum, one) => sum + one, 0)
  const failed = of - counted.length
  if (failed <= 0) return undefined
  return { chance: rounded(failed / of), of, source: `${failed} of ${of} attempts on ${target} failed` }
}

function isAutomatic(evidence: Evidence, timing: StepTiming): boolean {
  return evidence.approvals.some((approval) => approval.step === timing.step && approval.method === 'automatic')
}

/** What has to be the same for one time to say something about another. */
interface Timed {
  readonly step: string
  readonly use?: string | undefined
  readonly operation?: string | undefined
  readonly component?: string | undefined
}

function keyOf({ step, use, operation, component }: Timed): string {
  return JSON.stringify(use === undefined ? ['step', step] : ['action', use, operation ?? '', component ?? ''])
}

function byEnd(a: Evidence, b: Evidence): number {
  return order(a.finishedAt, b.finishedAt) || order(a.run, b.run)
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
