import { randomInt } from 'node:crypto'
import { Failure } from '#diagnostics'
import type { DrillResult, MatrixPrice, MatrixTrouble, MatrixView } from '#report'
import { type Duration, formatDuration, seconds } from '#units'
import type { drillCommands, Phase } from './drills.ts'
import type { evidenceCommands } from './evidence.ts'
import { brokenDrills } from './matrix-broken.ts'
import { footprintIn, labPlans, pairsOf, type PlannedPair } from './matrix-plans.ts'
import { type CountedDrill, isCurrent, isOf, median, rowOf } from './matrix-rows.ts'
import { drillsOf, lengthOf, turns } from './matrix-turns.ts'
import { wholeDrill } from './names.ts'
import type { Project } from './project.ts'
import type { Watcher } from './watcher.ts'

/** Which pairs are asked for, and how long to go on. */
export interface MatrixOptions {
  /** A folder of lab plans; those that come with Muster where left out. */
  readonly folder?: string
  /** Names of plans without their ending; all where left out. */
  readonly strategies?: readonly string[]
  /** Scenarios; all where left out. */
  readonly disasters?: readonly string[]
  /** Drills that each pair is to have; as many as there is time for where left out, none with 0. */
  readonly runs?: number
  readonly within: Duration
  /** Whether drills of before do not count. */
  readonly fresh?: boolean
  readonly signal: AbortSignal
  /** Told of each drill when it begins and when it has ended. */
  say(line: string): void
}

/** How often in a row the lab may fail to start before it is given up. */
const vain = 2

/** The command that holds every strategy against every disaster. */
export function matrixCommands(
  project: Project,
  { comparable }: Pick<ReturnType<typeof evidenceCommands>, 'comparable'>,
  { drill, isDrill }: Pick<ReturnType<typeof drillCommands>, 'drill' | 'isDrill'>,
) {
  const { cwd, clock, parts, partsOn, workspace } = project
  const brokenOff = () => brokenDrills(project, (run) => isDrill(run) && run === wholeDrill(run))
  /**
   * Runs drills of the pairs that have the fewest, one after the other, and gathers what all drills on disk have come to.
   * @throws Failure `usage` for a strategy, disaster or folder that there is not; `unreachable` or `busy` where the lab
   * cannot be started at all
   */
  async function matrix(options: MatrixOptions): Promise<MatrixView> {
    const all = labPlans(cwd, options.folder).flatMap((lab) => pairsOf(lab, parts))
    const pairs = wanted(all, options)
    const before = comparable().reverse().map(counted)
    const known: CountedDrill[] = options.fresh ? [] : [...before]
    const long = new Set((await brokenOff()).map(({ run }) => run))
    const refused = await rehearsed(pairs, known, new Set(before.map(({ evidence }) => evidence.run)), options)
    const broken = (await brokenOff())
      .filter(({ run }) => !(options.fresh && long.has(run)))
      .flatMap(({ run, plan, scenario, why }): MatrixTrouble[] => {
        const pair = pairs.find((one) => one.plan.digest === plan && one.disaster === scenario)
        if (!pair) return []
        const { strategy, disaster } = pair
        return [{ strategy, disaster, why, run, ...(long.has(run) ? { earlier: true } : {}) }]
      })
    const made = partsOn('lab')
    return {
      ...gathered(all, pairs, known, [...refused, ...broken]),
      ...(Object.keys(made).length > 0 ? { parts: made } : {}),
    }
  }

  /** The strategies that can be asked for. @throws Failure `usage` where the folder holds no plans */
  function labStrategies(folder?: string): readonly string[] {
    return labPlans(cwd, folder).map(({ strategy }) => strategy)
  }

  /** A drill, with whether it owes a way back: one is kept with it, and nothing shows that it was gone. */
  function counted({ run, evidence, failback, forecast }: DrillResult): CountedDrill {
    const owes = !failback && evidence.verdict !== 'failed' && workspace.kept(run).get('failback.json') !== undefined
    return { evidence, ...(failback ? { failback } : {}), forecast, ...(owes ? { owesFailback: true } : {}) }
  }

  /**
   * Adds each drill to those that are known.
   * @param seen runs that have evidence already
   * @returns those that could not be begun
   */
  async function rehearsed(
    pairs: readonly PlannedPair[],
    known: CountedDrill[],
    seen: Set<string>,
    options: MatrixOptions,
  ): Promise<readonly MatrixTrouble[]> {
    const end = clock.monotonic() + options.within
    const troubles: MatrixTrouble[] = []
    const broken = new Map<PlannedPair, number>()
    let [begun, shut] = [false, 0]
    while (!options.signal.aborted) {
      const left = end - clock.monotonic()
      const next = turns(pairs, known, broken, options.runs).find((pair) => lengthOf(pair, known) <= left)
      if (!next) break
      const drilled = pairs.filter((pair) => drillsOf(pair, known).length > 0).length
      options.say(
        `${next.strategy} against ${next.disaster}, drill ${drillsOf(next, known).length + 1}; ${drilled} of ${pairs.length} pairs have one; ${formatDuration(Math.round(left))} left`,
      )
      try {
        const result = await drill(next.lab, {
          scenario: next.disaster,
          holding: { target: 'lab' },
          phase: drawn(next.cycle),
          signal: options.signal,
          watcher: silent,
        })
        if (!result) break
        known.push(counted(result))
        seen.add(result.run)
        options.say(`  ${result.run}: ${told(next, result)}`)
        begun = true
        shut = 0
      } catch (error) {
        if (!(error instanceof Failure)) throw error
        if (options.signal.aborted) break
        const isShut = error.kind === 'unreachable' || error.kind === 'busy'
        shut = isShut ? shut + 1 : 0
        const isOver = isShut && (error.kind === 'busy' || shut >= vain)
        // Where not even two drills could start, none will.
        if (isOver && !begun) throw error
        if (!isShut) begun = true
        broken.set(next, (broken.get(next) ?? 0) + 1)
        if (error.kind !== 'failed')
          troubles.push({ strategy: next.strategy, disaster: next.disaster, why: error.message })
        options.say(`  ${error.message}`)
        if (isOver) break
        // Where only the way back broke off, what was proven before it counts.
        const proven = comparable().filter(({ run }) => !seen.has(run))
        known.push(...proven.map(counted))
        for (const { run } of proven) seen.add(run)
      }
    }
    return troubles
  }

  return { matrix, labStrategies }
}

/** Each drill leaves a journal, which tells what happened in it; the matrix tells only what came of it. */
const silent: Watcher = { say: () => {}, record: () => {}, asked: () => {}, forecast: () => {} }

function told(pair: PlannedPair, result: DrillResult): string {
  const row = rowOf(pair, [result])
  const kept = pair.expected.filter((tier) => row?.tiers[tier])
  const figure = (value: number | undefined): string =>
    value === undefined ? 'unknown' : formatDuration(Number(value.toPrecision(3)))
  const tiers = kept.length === 0 ? 'no tier' : `tier${kept.length > 1 ? 's' : ''} ${kept.join(', ')}`
  return `RTO ${figure(row?.rto.worst)}, RPO ${figure(row?.rpo.worst)}, kept ${tiers} of ${pair.expected.join(', ')}${result.evidence.verdict === 'failed' ? ', failed' : ''}`
}

/** A moment within the cycle, which anybody who has the seed finds again. */
function drawn(cycle: number): Phase {
  const most = 2 ** 31
  const seed = randomInt(most)
  return { seed, wait: seconds((seed / most) * cycle) }
}

/** @throws Failure `usage` for a name that there is not, with those there are */
function wanted(
  pairs: readonly PlannedPair[],
  { strategies, disasters }: Pick<MatrixOptions, 'strategies' | 'disasters'>,
): readonly PlannedPair[] {
  const chosen = (asked: readonly string[] | undefined, all: readonly string[], kind: string) => {
    const unknown = asked?.find((name) => !all.includes(name))
    if (unknown !== undefined)
      throw new Failure(
        'usage',
        `There is no ${kind} "${unknown}" among the lab's plans. Choose from: ${all.join(', ')}.`,
      )
    return new Set(asked ?? all)
  }
  const theirs = chosen(strategies, unique(pairs.map(({ strategy }) => strategy)), 'strategy')
  const those = chosen(disasters, unique(pairs.map(({ disaster }) => disaster)), 'disaster')
  return pairs.filter(({ strategy, disaster }) => theirs.has(strategy) && those.has(disaster))
}

/** @param all pairs of all strategies, among which the price is compared */
function gathered(
  all: readonly PlannedPair[],
  pairs: readonly PlannedPair[],
  known: readonly CountedDrill[],
  troubles: readonly MatrixTrouble[],
): MatrixView {
  const brokeOff = (pair: PlannedPair): number =>
    troubles.filter((one) => one.run !== undefined && one.strategy === pair.strategy && one.disaster === pair.disaster)
      .length
  const rows = pairs.flatMap((pair) => rowOf(pair, drillsOf(pair, known), brokeOff(pair)) ?? [])
  const named = ({ strategy, disaster }: PlannedPair) => ({ strategy, disaster })
  const strategies = unique(pairs.map(({ strategy }) => strategy))
  return {
    strategies,
    disasters: unique(pairs.map(({ disaster }) => disaster)),
    rows,
    missing: pairs.filter((pair) => pair.reason === undefined && drillsOf(pair, known).length === 0).map(named),
    unsupported: pairs.flatMap((pair) => (pair.reason === undefined ? [] : [{ ...named(pair), reason: pair.reason }])),
    troubles,
    outdated: known.filter((one) => pairs.some((pair) => isOf(pair, one) && !isCurrent(pair, one))).length,
    prices: pricesOf(all, known).filter(({ strategy }) => strategies.includes(strategy)),
    comparedWith,
  }
}

const comparedWith = 'hot-standby'

function pricesOf(pairs: readonly PlannedPair[], known: readonly CountedDrill[]): readonly MatrixPrice[] {
  const before = (strategy: string): number | undefined =>
    median(
      pairs
        .filter((pair) => pair.strategy === strategy)
        .flatMap((pair) => drillsOf(pair, known))
        .flatMap(({ evidence }) => evidence.throughput?.before ?? []),
    )
  const usual = before(comparedWith)
  return unique(pairs.map(({ lab }) => lab)).flatMap((lab) => {
    const footprint = footprintIn(lab)
    if (!footprint) return []
    const throughput = before(lab.strategy)
    return [
      {
        strategy: lab.strategy,
        ...(throughput === undefined ? {} : { throughput }),
        ...(throughput === undefined || usual === undefined || usual === 0
          ? {}
          : { relative: Number((throughput / usual).toFixed(4)) }),
        footprint,
      },
    ]
  })
}

function unique<T>(values: readonly T[]): readonly T[] {
  return [...new Set(values)]
}
