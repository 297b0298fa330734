import { type Evidence, type FlowResult, judgement } from '#evidence'
import type { MatrixFailback, MatrixFigure, MatrixMiss, MatrixRow } from '#report'
import type { Forecast } from '#simulation'

/** One drill, as far as the matrix looks at it. */
export interface CountedDrill {
  readonly evidence: Evidence
  /** Of the way back, where there was one. */
  readonly failback?: Evidence
  /** There was to be a way back after it, and there is none. */
  readonly owesFailback?: true
  readonly forecast: Forecast
}

/** A strategy's plan against one of its scenarios. */
export interface Pair {
  readonly strategy: string
  readonly disaster: string
  readonly plan: { readonly name: string; readonly digest: string }
  /** The tier of each flow of the plan. */
  readonly tiers: Readonly<Record<string, number>>
  /** Tiers that the strategy is for. */
  readonly expected: readonly number[]
}

/**
 * Whether a drill is one of the pair, of the plan as it stands or as it once stood. How long people take is not what
 * strategies are compared by.
 */
export function isOf({ plan, disaster }: Pair, { evidence }: CountedDrill): boolean {
  return (
    evidence.kind === 'drill' &&
    evidence.subject === 'lab' &&
    evidence.direction === 'failover' &&
    evidence.plan.name === plan.name &&
    evidence.scenario === disaster &&
    evidence.approvals.every(({ method }) => method === 'automatic') &&
    evidence.absent === undefined
  )
}

/** Whether the plan of such a drill is the one that stands, and so are the rules that it was judged by. */
export function isCurrent({ plan }: Pair, { evidence }: CountedDrill): boolean {
  return evidence.plan.digest === plan.digest && evidence.judgement === judgement
}

/**
 * What the drills of a pair come to.
 * @param drills of this pair, oldest first
 * @param broken how many more broke off
 * @returns undefined where there is none
 */
export function rowOf(pair: Pair, drills: readonly CountedDrill[], broken = 0): MatrixRow | undefined {
  const newest = drills.at(-1)
  if (!newest) return undefined
  const misses = missesOf(pair, drills)
  const tiers = [...new Set(Object.values(pair.tiers))].sort((a, b) => a - b)
  const keeps = (tier: number): boolean => !misses.some((miss) => miss.tier === tier)
  const failed = drills.filter(({ evidence }) => evidence.verdict === 'failed').length
  const throughput = throughputOf(drills)
  const failback = failbackOf(drills)
  return {
    strategy: pair.strategy,
    disaster: pair.disaster,
    runs: drills.length,
    drills: drills.map(({ evidence: { run, verdict, journalHead } }) => ({ run, verdict, journalHead })),
    broken,
    rto: figure(drills, newest.forecast, 'rto'),
    rpo: figure(drills, newest.forecast, 'rpo'),
    ...(failback ? { failback } : {}),
    met: failed + broken === 0 && pair.expected.every(keeps) && (!failback || isSound(failback)),
    tiers: Object.fromEntries(tiers.map((tier) => [tier, keeps(tier)])),
    expected: pair.expected,
    failed,
    misses,
    ...(throughput ? { throughput } : {}),
    steps: stepsOf(drills, newest),
  }
}

/** The middle of values, or between the two in the middle; undefined of none. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b)
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.floor(sorted.length / 2)]]
  return low === undefined || high === undefined ? undefined : rounded((low + high) / 2)
}

/** What is not known counts as longer than all that is, for a flow that never came back is no fast one. */
function figure(drills: readonly CountedDrill[], forecast: Forecast, of: 'rto' | 'rpo'): MatrixFigure {
  const worst = drills.map(({ evidence }) => worstOf(evidence.flows.map((flow) => flow[of].measured)))
  const measured = worst.filter((value) => value !== undefined)
  const middle = median(worst.map((value) => value ?? Number.POSITIVE_INFINITY))
  const expected = forecastOf(forecast, of)
  return {
    measured,
    ...(middle === undefined || middle === Number.POSITIVE_INFINITY ? {} : { median: middle }),
    ...(measured.length === drills.length ? { worst: Math.max(...measured) } : {}),
    ...(expected ? { forecast: expected } : {}),
  }
}

/** The longest; undefined where it is not known of some, or there is none. */
function worstOf(values: ReadonlyArray<number | undefined>): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 || known.length < values.length ? undefined : Math.max(...known)
}

function forecastOf({ flows }: Forecast, of: 'rto' | 'rpo'): MatrixFigure['forecast'] {
  const worst = (at: 'p5' | 'p50' | 'p95') => worstOf(flows.map((flow) => flow[of][at] ?? flow[of].p50))
  const [p5, p50, p95] = [worst('p5'), worst('p50'), worst('p95')]
  if (p50 === undefined || p95 === undefined) return undefined
  return { ...(p5 === undefined || p5 === p50 ? {} : { p5 }), p50, p95 }
}

function missesOf(pair: Pair, drills: readonly CountedDrill[]): readonly MatrixMiss[] {
  return Object.entries(pair.tiers).flatMap(([flow, tier]) =>
    (['rto', 'rpo'] as const).flatMap((of) => {
      const results = drills.map(({ evidence }) => evidence.flows.find((one) => one.flow === flow)?.[of])
      const missed = results.filter((result) => !isKept(result))
      if (missed.length === 0) return []
      const worst = worstOf(missed.map((result) => result?.measured))
      const target = results.find((result) => result?.target !== undefined)?.target ?? 0
      return [{ tier, flow, of, runs: missed.length, target, ...(worst === undefined ? {} : { worst }) }]
    }),
  )
}

/** What nobody measured is not kept. */
function isKept(result: FlowResult['rto'] | FlowResult['rpo'] | undefined): boolean {
  if (result?.target === undefined) return result !== undefined
  return result.met === true
}

function failbackOf(drills: readonly CountedDrill[]): MatrixFailback | undefined {
  const ways = drills.flatMap(({ failback }) => failback ?? [])
  const missing = drills.filter(({ owesFailback }) => owesFailback === true).length
  if (ways.length + missing === 0) return undefined
  const sum = (of: (flow: FlowResult['rpo']) => number): number =>
    ways.reduce((all, { flows }) => all + Math.max(0, ...flows.map(({ rpo }) => of(rpo))), 0)
  const pauses = ways.map(({ flows }) => worstOf(flows.map(({ rto }) => rto.measured)) ?? Number.POSITIVE_INFINITY)
  const middle = median(pauses)
  return {
    runs: ways.length,
    failed: ways.filter(({ verdict }) => verdict === 'failed').length,
    lost: sum(({ lost }) => lost),
    unsettled: sum(({ unreconciled = 0 }) => unreconciled),
    uncounted: ways.filter(({ flows }) => flows.some(({ rpo }) => rpo.measured === undefined)).length,
    missing,
    ...(middle === undefined || middle === Number.POSITIVE_INFINITY ? {} : { median: middle }),
  }
}

/** A way back whose flows waited for longer than they may is one of which somebody learns; it is no miss of the strategy. */
function isSound({ failed, missing, lost, unsettled, uncounted }: MatrixFailback): boolean {
  return failed + missing + lost + unsettled + uncounted === 0
}

function throughputOf(drills: readonly CountedDrill[]): MatrixRow['throughput'] {
  const known = drills.flatMap(({ evidence }) => evidence.throughput ?? [])
  const before = median(known.map((one) => one.before))
  const after = median(known.map((one) => one.after))
  return before === undefined || after === undefined ? undefined : { before, after }
}

function stepsOf(drills: readonly CountedDrill[], newest: CountedDrill): MatrixRow['steps'] {
  return newest.evidence.steps.flatMap(({ step }) => {
    const middle = median(
      drills.flatMap(({ evidence }) => evidence.steps.find((one) => one.step === step)?.seconds ?? []),
    )
    return middle === undefined ? [] : [{ step, median: middle }]
  })
}

function rounded(value: number): number {
  return Number.isFinite(value) ? Math.round(value * 1e6) / 1e6 : value
}
