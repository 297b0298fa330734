import { contradictions } from '#checks'
import { Failure } from '#diagnostics'
import { type Estimates, type Evidence, estimates, outcomes, rounded, spreads } from '#evidence'
import { type Plan, planDigest } from '#plan'
import { type CompileOptions, compileRunbook, leadingZone, type Runbook } from '#runbook'
import { type Circumstances, type Forecast, type SimulateInput, simulate } from '#simulation'
import { formatDuration } from '#units'
import { lackingMachines } from './machines.ts'
import type { Project } from './project.ts'
import { simulated } from './simulated.ts'

const usualRuns = 10_000
/** More would be as right, and take hours. */
export const mostRuns = 10_000_000
const usualSeed = 1
/** Where the 75th percentile lies between the median and the 95th, on the logarithmic scale that times spread on. */
const quartile = 0.6745 / 1.645

/** What a forecast rests on; each may be left out. */
export interface ForecastOptions extends Pick<Circumstances, 'at' | 'asOf' | 'absent'> {
  readonly runs?: number
  readonly seed?: number
  /** Evidence whose measurements replace the catalog's guesses; otherwise that of the project. */
  readonly past?: readonly Evidence[]
}

/** A direction, and the clocks and decision of a failover. */
export type Course = Omit<CompileOptions, 'direction'> & { readonly direction: 'failover' }

/**
 * The commands that forecast.
 * @param lab name of the lab's target
 * @param pastEvidence evidence of earlier drills, newest first
 */
export function forecastCommands(lab: string, pastEvidence: () => readonly Evidence[], partsOn: Project['partsOn']) {
  /**
   * Forecasts one scenario, or all that can be compiled. The lab's drills forecast with their own clocks.
   * @throws Failure `usage` where there is no such scenario or contact, or the plan's times contradict each other
   */
  async function forecast(
    plan: Plan,
    options: ForecastOptions & { readonly scenario?: string; readonly target?: string; readonly signal?: AbortSignal },
  ): Promise<{ forecasts: readonly Forecast[]; skipped: readonly string[] }> {
    assureSound(plan, options)
    const target = options.target ?? Object.keys(plan.targets ?? {})[0] ?? lab
    const forecasts: Forecast[] = []
    const skipped: string[] = []
    for (const scenario of options.scenario === undefined ? Object.keys(plan.scenarios) : [options.scenario]) {
      const compiled = compileRunbook(plan, planDigest(plan), courseOf(plan, scenario, target))
      if ('reason' in compiled) {
        if (options.scenario !== undefined) throw new Failure('usage', `${compiled.reason} ${compiled.fix}`)
        skipped.push(compiled.reason)
      } else forecasts.push(await simulated(inputOf(compiled.runbook, target, options), options.signal))
    }
    if (forecasts.length === 0)
      throw new Failure('usage', skipped.join('\n') || 'The plan has no scenario to forecast.')
    return { forecasts, skipped }
  }

  function forecastOf(runbook: Runbook, target: string, asked: ForecastOptions): Forecast {
    const { estimates, options } = inputOf(runbook, target, asked)
    return simulate(runbook, estimates, options)
  }

  function inputOf(runbook: Runbook, target: string, asked: ForecastOptions): SimulateInput {
    const { past = pastEvidence(), seed = usualSeed, runs = usualRuns, at, asOf, absent } = asked
    return {
      runbook,
      estimates: estimatesOf(runbook, target, past),
      options: {
        seed,
        runs,
        target,
        // The lab sends its clients over itself, unless the plan leads them by names.
        dns: target !== lab || leadingZone(runbook) !== undefined,
        // Whom nobody can reach then was there in the runs that were measured.
        ...(absent === undefined || absent.length === 0
          ? {
              outcomes: outcomes(runbook, past, target, partsOn(target)),
              spreads: spreads(runbook, past, target, partsOn(target)),
            }
          : {}),
        ...(at === undefined ? {} : { at }),
        ...(asOf === undefined ? {} : { asOf }),
        ...(absent === undefined ? {} : { absent }),
      },
    }
  }

  /** How long each step takes, as far as is known; one per step. */
  function estimatesOf(runbook: Runbook, target: string, past: readonly Evidence[] = pastEvidence()): Estimates {
    return estimates(runbook, past, target, partsOn(target))
  }

  /**
   * For how long each step usually runs, in seconds: its 75th percentile, and a second at least, for less is no reason to
   * look. A step of which nothing is known is left out.
   */
  function usualOf(runbook: Runbook, target: string): Readonly<Record<string, number>> {
    const found: Record<string, number> = {}
    for (const [step, { p50, p95, basis }] of Object.entries(estimatesOf(runbook, target)))
      if (basis !== 'unknown' && p50 > 0) found[step] = Math.max(1, rounded(p50 * (p95 / p50) ** quartile))
    return found
  }

  function courseOf(plan: Plan, scenario: string, target: string): Course {
    const drill = plan.drills?.find((one) => one.scenario === scenario && (one.target ?? lab) === target)
    return {
      scenario,
      direction: 'failover',
      // What the lab cannot rehearse is done by people wherever it is done.
      decision: target === lab && isRehearsable(plan, scenario) ? (drill?.decision ?? 'automatic') : 'people',
      ...(target === lab && drill?.timing ? { timing: drill.timing } : {}),
    }
  }

  return { forecast, forecastOf, estimatesOf, courseOf, usualOf }
}

function isRehearsable(plan: Plan, id: string): boolean {
  if (!Object.hasOwn(plan.scenarios, id)) return false
  return plan.scenarios[id]?.class === 'region' || lackingMachines(plan, id) === undefined
}

/** @throws Failure `usage` that names the places, as paths in the plan, of all that cannot be forecast */
export function assureSound(plan: Plan, { runs, absent = [] }: ForecastOptions): void {
  const roles = Object.keys(plan.contacts ?? {})
  const unknown = absent.filter((role) => !roles.includes(role))
  const wrong = [
    ...contradictions(plan).map(
      ({ path, usual, longest }) =>
        `${path} is ${formatDuration(longest)}, but half of all cases take longer than ${formatDuration(usual)}.`,
    ),
    ...Object.entries(plan.components).flatMap(([id, { data }]) => {
      const lag = data?.replication?.lag
      return lag && lag.p99 < lag.p50
        ? [
            `components.${id}.data.replication.lag.p99 is ${formatDuration(lag.p99)}, but half of all moments are worse than ${formatDuration(lag.p50)}.`,
          ]
        : []
    }),
    ...(runs !== undefined && runs > mostRuns
      ? [`${runs} runs are too many: a forecast takes ${mostRuns} at most.`]
      : []),
    ...unknown.map((role) => `The plan has no contact "${role}": ${roles.join(', ') || 'it has none'}.`),
  ]
  if (wrong.length > 0) throw new Failure('usage', wrong.join('\n'))
}
