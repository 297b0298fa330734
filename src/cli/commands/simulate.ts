import { forecastsJson, forecastText, jsonText } from '#report'
import type { Forecast } from '#muster'
import { type AddCommand, formats, whole } from '../context.ts'
import { musterOf, soundPlan } from '../plan.ts'

/** `muster simulate`: the odds of meeting each objective. */
export const addSimulate: AddCommand = (program, context) => {
  const command = program
    .command('simulate')
    .description('forecast RTO and RPO of every flow, and the odds of each objective')
    .argument('[plan]', 'plan file, or a folder that holds one')
    .option('--scenario <id>', 'one scenario; default: all that can be compiled')
    .option('--target <name>', 'whose durations to use; `lab` also takes the clocks of the lab drill')
    .option('--runs <n>', 'simulated recoveries', whole(1, 1_000_000))
    .option('--seed <n>', 'the same seed gives the same figures', whole(0, 2 ** 31 - 1))
  formats(command, 'json')
  command.action(
    (
      argument: string | undefined,
      options: { format: string; scenario?: string; target?: string; runs?: number; seed?: number },
    ) => {
      const muster = musterOf(context)
      const found = soundPlan(muster, context, argument, context.today)
      if (!found) return
      const { forecasts, skipped } = muster.forecast(found.parsed.plan, options)
      for (const reason of skipped) context.talk(`Left out: ${reason}\n`)
      if (options.format === 'json') context.out(jsonText(forecastsJson(forecasts as [Forecast, ...Forecast[]])))
      else context.out(forecastText(forecasts, context.style.out))
    },
  )
}
