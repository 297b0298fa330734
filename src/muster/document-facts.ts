import type { Expected, Facts } from '#document'
import { type Estimates, type Evidence, rounded } from '#evidence'
import type { Plan } from '#plan'
import { oddsWords } from '#report'
import type { Direction, Runbook } from '#runbook'
import type { Forecast } from '#simulation'
import type { forecastCommands } from './forecasts.ts'

/** What a document is written as. */
export type DocumentFormat = 'md' | 'html' | 'json' | 'pdf'

/** How documents are asked for. */
export interface DocumentOptions {
  /** One scenario; all that can be compiled where it is left out. */
  readonly scenario?: string
  /** Only the way back. */
  readonly direction?: Direction
  /** Whose times; a target of the plan, or `production`, of which nothing was measured. */
  readonly target?: string
  readonly order?: 'usual' | 'nist'
  /** Where the live run is seen. */
  readonly live?: string
  /** YYYY-MM-DD. */
  readonly day: string
  /** What it is written as; nothing of it where it is only shown. */
  readonly formats?: readonly DocumentFormat[]
}

/** The runbooks of a scenario. */
export interface Both {
  readonly failover: Runbook
  readonly failback?: Runbook
}

/** The target where the plan has none: nothing was ever measured there. */
export const nowhere = 'production'

/** Runs of a forecast for a document. */
const runs = 2000

/** The forecasts that a document is made with. */
export type Forecasting = Pick<ReturnType<typeof forecastCommands>, 'forecastOf' | 'estimatesOf'>

/** What the plan does not say of a document of it. @param past evidence of earlier drills, newest first */
export function factsOf(
  plan: Plan,
  compiled: Both,
  options: DocumentOptions,
  commit: string | undefined,
  past: readonly Evidence[],
  forecasts: Forecasting,
): Facts {
  const target = options.target ?? Object.keys(plan.targets ?? {})[0] ?? nowhere
  const proven = provenOf((options.direction === 'failback' ? compiled.failback : undefined) ?? compiled.failover, past)
  return {
    schemaVersion: 1,
    date: options.day,
    ...(commit === undefined ? {} : { commit }),
    ...(options.live === undefined ? {} : { live: options.live }),
    ...(proven === undefined ? {} : { proven }),
    target,
    failover: expectedOf(compiled.failover, target, past, forecasts),
    ...(compiled.failback === undefined ? {} : { failback: expectedOf(compiled.failback, target, past, forecasts) }),
  }
}

function expectedOf(
  runbook: Runbook,
  target: string,
  past: readonly Evidence[],
  { estimatesOf, forecastOf }: Forecasting,
): Expected {
  const times = estimatesOf(runbook, target, past)
  const forecast = forecastOf(runbook, target, { past, runs })
  return { steps: { ...timesOf(runbook, times), ...noticing(runbook, times, forecast) }, flows: flowsOf(forecast) }
}

/** The last drill of this direction that was judged; one on the workload itself says more than one in the lab, however old. */
function provenOf({ plan, scenario, direction, mode }: Runbook, past: readonly Evidence[]): Facts['proven'] {
  const judged = past.filter(
    (one) =>
      one.plan.name === plan.name &&
      one.scenario === scenario.id &&
      one.direction === direction &&
      (direction === 'failback' || (one.mode ?? 'forced') === mode) &&
      one.subject !== 'tabletop',
  )
  const drill = judged.find(({ subject }) => subject !== 'lab') ?? judged[0]
  return (
    drill && {
      run: drill.run,
      on: drill.finishedAt.slice(0, 10),
      verdict: drill.verdict,
      subject: drill.subject,
      current: drill.plan.digest === plan.digest,
    }
  )
}

function timesOf({ steps }: Runbook, times: Estimates): Expected['steps'] {
  return Object.fromEntries(
    steps.flatMap(({ id }) => {
      const time = times[id]
      return time === undefined ? [] : [[id, { p50: rounded(time.p50), p95: rounded(time.p95), basis: time.basis }]]
    }),
  )
}

/** How long noticing takes follows from the clocks of probes and criteria, where nobody measured it. */
function noticing({ steps }: Runbook, times: Estimates, { flows }: Forecast): Expected['steps'] {
  const step = steps.find(({ work }) => work.kind === 'action' && work.use === 'activation.watch')
  const detected = flows.flatMap(({ phases = [] }) => phases.find(({ phase }) => phase === 'detect')?.p50 ?? [])
  if (step === undefined || detected.length === 0 || (times[step.id]?.basis ?? 'unknown') !== 'unknown') return {}
  const longest = Math.max(...detected)
  return { [step.id]: { p50: longest, p95: longest, basis: 'declared' } }
}

function flowsOf({ flows }: Forecast): Expected['flows'] {
  return flows
    .filter(({ criticalPath }) => criticalPath.length > 0)
    .map(({ flow, rto, rpo }) => ({
      flow,
      rto: timed(rto),
      ...(rpo.p50 === undefined || rpo.p95 === undefined ? {} : { rpo: timed({ ...rpo, p50: rpo.p50, p95: rpo.p95 }) }),
    }))
}

function timed(odds: Partial<Forecast['flows'][number]['rto']> & { p50: number; p95: number }): {
  readonly p50: number
  readonly p95: number
  readonly odds?: string
} {
  const words = oddsWords(odds)
  const why = odds.oddsRange === undefined ? '' : ', for most was never measured'
  return { p50: odds.p50, p95: odds.p95, ...(words === undefined ? {} : { odds: `${words} in time${why}` }) }
}
