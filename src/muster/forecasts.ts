import { Failure } from '#diagnostics'
import { type Estimates, type Evidence, estimates, rounded } from '#evidence'
import { type Plan, planDigest } from '#plan'
import { type CompileOptions, compileRunbook, type Runbook } from '#runbook'
import { type Forecast, simulate } from '#simulation'

const usualRuns = 10_000
const usualSeed = 1
/** Where the 75th percentile lies between the median and the 95th, on the logarithmic scale that times spread on. */
const quartile = 0.6745 / 1.645

/** What a forecast rests on; each may be left out. */
export interface ForecastOptions {
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
export function forecastCommands(lab: string, pastEvidence: () => readonly Evidence[]) {
  /** Forecasts one scenario, or all that can be compiled. The lab's drills forecast with their own clocks. */
  function forecast(
    plan: Plan,
    options: ForecastOptions & { readonly scenario?: string; readonly target?: string },
  ): { forecasts: readonly Forecast[]; skipped: readonly string[] } {
    const target = options.target ?? Object.keys(plan.targets ?? {})[0] ?? lab
    const forecasts: Forecast[] = []
    const skipped: string[] = []
    for (const scenario of options.scenario === undefined ? Object.keys(plan.scenarios) : [options.scenario]) {
      const compiled = compileRunbook(plan, planDigest(plan), courseOf(plan, scenario, target))
      if ('reason' in compiled) {
        if (options.scenario !== undefined) throw new Failure('usage', `${compiled.reason} ${compiled.fix}`)
        skipped.push(compiled.reason)
      } else forecasts.push(forecastOf(compiled.runbook, target, options))
    }
    if (forecasts.length === 0)
      throw new Failure('usage', skipped.join('\n') || 'The plan has no scenario to forecast.')
    return { forecasts, skipped }
  }

  function forecastOf(runbook: Runbook, target: string, options: ForecastOptions): Forecast {
    return simulate(runbook, estimatesOf(runbook, target, options.past), {
      seed: options.seed ?? usualSeed,
      runs: options.runs ?? usualRuns,
      target,
    })
  }

  /** How long each step takes, as far as is known; one per step. */
  function estimatesOf(runbook: Runbook, target: string, past: readonly Evidence[] = pastEvidence()): Estimates {
    return estimates(runbook, past, target)
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
      decision: target === lab ? (drill?.decision ?? 'automatic') : 'people',
      ...(target === lab && drill?.timing ? { timing: drill.timing } : {}),
    }
  }

  return { forecast, forecastOf, estimatesOf, courseOf, usualOf }
}
