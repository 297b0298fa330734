import type { FlowForecast, Forecast, Influence, Interval, Odds } from '#simulation'
import { formatDuration, formatShare } from '#units'
import { count, odds } from './figures.ts'

/** The odds of an objective: a percentage, or from where to where it lies if one would pretend too much. */
export function oddsWords({ probabilityMet, oddsRange }: Partial<Odds>): string | undefined {
  if (oddsRange !== undefined) return intervalWords(oddsRange)
  return probabilityMet === undefined ? undefined : odds(probabilityMet)
}

/** An interval of probabilities in percent, whole ones where that hides nothing: `41 to 88%`. */
export function intervalWords([from, to]: Interval): string {
  const [low, high] = [percent(from), percent(to)]
  return low === high ? low : `${/^\d/.test(low) ? low.slice(0, -1) : low} to ${high}`
}

function percent(probability: number): string {
  return probability < 0.02 || probability > 0.98 ? odds(probability) : `${Math.round(probability * 100)}%`
}

/** The lower end of what the odds may be; what a colour goes by. */
export function leastOdds({ probabilityMet, oddsRange }: Partial<Odds>): number | undefined {
  return oddsRange?.[0] ?? probabilityMet
}

/** A figure that counts as the horizon because the run was not over by then: `>30d`. */
export function timeWords(seconds: number, { censoredShare = 0 }: Partial<Odds>, horizon: number | undefined): string {
  const notOver = censoredShare > 0 && horizon !== undefined && seconds >= horizon
  return `${notOver ? '>' : ''}${formatDuration(seconds)}`
}

/** Quantiles of a figure, least first. */
export type Times = ReadonlyArray<'p5' | 'p50' | 'p95'>

/** The quantiles that a table of these flows has columns for. */
export function timesOf(flows: readonly FlowForecast[]): Times {
  const known = flows.some(({ rto, rpo }) => rto.p5 !== undefined || rpo.p5 !== undefined)
  return known ? ['p5', 'p50', 'p95'] : ['p50', 'p95']
}

/** One sentence for a whole forecast: the odds of the flow that has the worst, and what they hang on. */
export function headline({ flows }: Forecast): string {
  const touched = flows.filter(({ criticalPath }) => criticalPath.length > 0)
  const [first, ...others] = touched
  if (first === undefined)
    return flows.length === 0 ? 'The plan has no flow to restore.' : 'The scenario touches no flow.'
  const worst = others.reduce((found, flow) => (hope(flow) < hope(found) ? flow : found), first)
  const of = touched.length === 1 ? '' : `${worst.flow} has the worst odds of ${touched.length} flows: `
  return `${of}${chances(worst)}${cause(worst)}.`
}

function hope({ rto }: FlowForecast): number {
  return leastOdds(rto) ?? 2
}

function chances({ rto }: FlowForecast): string {
  const words = oddsWords(rto)
  if (words === undefined || rto.target === undefined)
    return `half of the runs are over within ${formatDuration(rto.p50)}, and no RTO is set`
  return `${words} within ${formatDuration(rto.target)}${rto.oddsRange === undefined ? '' : ', for most of it was never measured here'}`
}

function cause({ tornado, criticalPath }: FlowForecast): string {
  const [most] = tornado ?? []
  if (most !== undefined && most.low.p50 !== most.high.p50) return `; ${influenceWords(most)} matters most`
  const longest = criticalPath.reduce<FlowForecast['criticalPath'][number] | undefined>(
    (found, step) => (found === undefined || step.share * step.p50 > found.share * found.p50 ? step : found),
    undefined,
  )
  return longest === undefined ? '' : `; ${stepWords(longest.step)} takes the most time`
}

/** An input of the simulation, named for people. */
export function influenceWords({ input, of }: Influence): string {
  switch (input) {
    case 'step':
      return stepWords(of)
    case 'person':
      return `the answer of ${of}`
    case 'detection':
      return 'detection'
    case 'hour':
      return 'the hour of the fault'
    case 'attempts':
      return `how often ${of} fails`
  }
}

function stepWords(id: string): string {
  return id.startsWith('decide.') ? `the decision (${id})` : id
}

/** How the odds of the target change from its lowest to its highest fifth. */
export function change({ low, high }: Influence): string {
  if (low.probabilityMet === undefined || high.probabilityMet === undefined) return ''
  return intervalWords([low.probabilityMet, high.probabilityMet])
}

/** What else is to be known about a flow's recovery, a sentence each; none where there is nothing to say. */
export function remarks(flow: FlowForecast, { runs, horizon }: Pick<Forecast, 'runs' | 'horizon'>): readonly string[] {
  return [
    ...sureness(flow.rto, runs),
    ...estimated(flow.rto),
    ...notOver(flow.rto, horizon),
    ...(flow.cutOffs ?? []).map(
      ({ at, zone, what, probabilityMade }) => `Served again before ${at} ${zone} (${what}): ${odds(probabilityMade)}.`,
    ),
    ...twice(flow),
  ]
}

/** How far apart the ends of an interval may be before it is told. */
const sureEnough = 0.01

function sureness({ within, oddsRange }: Odds, runs: number): readonly string[] {
  const interval = within?.probabilityMet
  if (interval === undefined || oddsRange !== undefined || interval[1] - interval[0] <= sureEnough) return []
  return [`From ${count(runs)} runs its odds are known as ${intervalWords(interval)}; more runs narrow that.`]
}

function estimated({ target, probabilityMet, oddsRange }: Odds): readonly string[] {
  if (oddsRange === undefined || target === undefined || probabilityMet === undefined) return []
  return [
    `Odds of ${formatDuration(target)}: ${intervalWords(oddsRange)}, for most of it was never measured here. The ends are for all that was not measured taking twice and half as long; as estimated it is ${odds(probabilityMet)}.`,
  ]
}

function notOver({ censoredShare = 0 }: Odds, horizon: number | undefined): readonly string[] {
  if (censoredShare === 0) return []
  const end = horizon === undefined ? 'at the horizon of the forecast' : `after ${formatDuration(horizon)}`
  return [`In ${odds(censoredShare)} of the runs it was not restored ${end}; they count as that long.`]
}

function twice({ duplicates }: FlowForecast): readonly string[] {
  if (duplicates === undefined) return []
  const { p50, p95 } = duplicates
  if (p95 === 0) return ['Readers see no message twice.']
  return [
    `Readers see the messages of ${formatDuration(p50)} twice in half of the runs, and those of ${formatDuration(p95)} in 1 of 20.`,
  ]
}

/** How much of a recovery time was ever measured on the target, and what the rest is. */
export function restWords(measuredShare: number, target: string): string {
  if (measuredShare === 0)
    return `None of its time rests on measurements of ${target}: it is declared or from the catalog until a drill replaces it.`
  const share = formatShare(Number(measuredShare.toFixed(2)))
  const others = measuredShare < 1 ? '; the rest is declared or from the catalog' : ''
  return `${share} of its time rests on measurements of ${target}${others}.`
}
