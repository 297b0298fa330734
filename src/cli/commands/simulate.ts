import { InvalidArgumentError } from 'commander'
import { forecastHtml, forecastsJson, forecastsSvg, forecastText, jsonText } from '#report'
import type { Forecast } from '#muster'
import { type AddCommand, asOf, formats, whole } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf, soundPlan } from '../plan.ts'

interface Options {
  readonly format: string
  readonly asOf: string
  readonly scenario?: string
  readonly target?: string
  readonly runs?: number
  readonly seed?: number
  /** Milliseconds since 1970. */
  readonly at?: number
  readonly absent?: readonly string[]
}

/** `muster simulate`: the odds of meeting each objective. */
export const addSimulate: AddCommand = (program, context) => {
  const command = program
    .command('simulate')
    .description('forecast RTO and RPO of every flow, and the odds of each objective')
    .argument('[plan]', 'plan file, or a folder that holds one')
    .option('--scenario <id>', 'one scenario; default: all that can be compiled')
    .option('--target <name>', 'whose durations to use; `lab` also takes the clocks of the lab drill')
    .option('--runs <n>', 'simulated recoveries, up to 10 million', whole(1, 10_000_000))
    .option('--seed <n>', 'the same seed gives the same figures', whole(0, 2 ** 31 - 1))
    .option('--at <instant>', 'when the fault comes, as 2026-11-24T03:00:00Z; default: any minute of a week', instant)
    .option('--absent <role>', 'a contact who never answers; may be repeated', collected)
  asOf(command, context)
  formats(command, 'json', 'html', 'svg')
  command.action(async (argument: string | undefined, options: Options) => {
    const muster = musterOf(context)
    const found = soundPlan(muster, context, argument, options.asOf)
    if (!found) return
    const { forecasts, skipped } = await muster.forecast(found.parsed.plan, {
      ...options,
      asOf: Date.parse(options.asOf),
      signal: context.signal,
    })
    for (const reason of skipped) context.talk(`Left out: ${reason}\n`)
    context.out(written(forecasts, options.format, context.style.out))
    if (forecasts.some(neverEnds)) context.end(exit.missed)
  })
}

function written(forecasts: readonly Forecast[], format: string, style: Parameters<typeof forecastText>[1]): string {
  switch (format) {
    case 'json':
      return jsonText(forecastsJson(forecasts as [Forecast, ...Forecast[]]))
    case 'html':
      return forecastHtml(forecasts)
    case 'svg':
      return forecastsSvg(forecasts)
    default:
      return forecastText(forecasts, style)
  }
}

/** Whether a flow is not restored in any run at all. */
function neverEnds({ flows }: Forecast): boolean {
  return flows.some(({ rto }) => rto.censoredShare === 1)
}

function instant(value: string): number {
  const isWhole = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(value)
  const at = isWhole ? Date.parse(value.replace(' ', 'T').toUpperCase()) : Number.NaN
  if (!Number.isNaN(at)) return at
  throw new InvalidArgumentError(`"${value}" is no instant. Write it as 2026-11-24T03:00:00Z.`)
}

function collected(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value]
}
