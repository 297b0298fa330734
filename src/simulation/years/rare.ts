import { exp, log } from './numbers.ts'
import { openStream, type Stream } from './stream.ts'

/** Something that fails and comes back. */
export interface RarePart {
  /** While it is up; ≥ 0. */
  readonly failsPerYear: number
  /** How long it is down, in years: the mean of an exponential, > 0, or a law by one uniform number, ≥ 0. */
  readonly downFor: number | ((u: number) => number)
}

/** Parts that fail independently, and events that take several at once. */
export interface RareModel {
  readonly parts: readonly RarePart[]
  /** An event takes all of its parts, by their places, that are up. */
  readonly common?: ReadonlyArray<{ readonly perYear: number; readonly parts: readonly number[] }>
  /** How many parts must be down at once for what is asked for; ≥ 1. */
  readonly down: number
  /** Within how many years; all parts are up at the beginning. */
  readonly years: number
}

/** A probability that was found by simulation. */
export interface RareEstimate {
  readonly probability: number
  /** The ends of its 95 % interval. */
  readonly low: number
  readonly high: number
  readonly replications: number
  /** Standard deviation of one replication: the interval's half width is 1.96 times it over the root of replications. */
  readonly spread: number
}

export interface RareOptions {
  /** Finite. */
  readonly seed: number
  /** ≥ 2 */
  readonly replications: number
  /** The chance with which a further failure is forced while something is down; 0 < bias < 1. */
  readonly bias?: number
}

/**
 * Where two must be down, nearly all that matters comes of a second failure during the first; with more, what goes round
 * by a repair counts too, and would weigh too much if it were drawn too seldom.
 */
const usualBias = (down: number): number => (down <= 2 ? 0.9 : 0.5)

/**
 * The probability of a rare event by importance sampling: the first failure is forced, and so is, with the chance
 * `bias`, a further one while something is down; the likelihood ratio undoes both. Which part fails is drawn half by
 * rate and half evenly, so that a seldom cause is seen too.
 * @remarks For what is rare: where it is not, `plain` is better. Unbiased, whatever the bias and whatever the laws. Source: failure biasing and forcing after E. E. Lewis and
 * F. Böhm (1984) and P. Shahabuddin (1994); drawn by the interval to the next repair, so that repairs may have any law.
 * @throws RangeError for a model or options that cannot be: a caller's bug
 */
export function rare(
  model: RareModel,
  { seed, replications, bias = usualBias(model.down) }: RareOptions,
): RareEstimate {
  if (!(bias > 0 && bias < 1)) throw refused(`the bias ${bias}`)
  return estimated(model, { seed, replications }, bias)
}

/** The same probability by plain Monte Carlo: the share of histories in which it happens. */
export function plain(model: RareModel, options: Omit<RareOptions, 'bias'>): RareEstimate {
  return estimated(model, options, undefined)
}

function estimated(model: RareModel, { seed, replications }: RareOptions, bias: number | undefined): RareEstimate {
  verify(model)
  if (!Number.isSafeInteger(replications) || replications < 2) throw refused(`${replications} replications`)
  const once = history(model, openStream(seed, 0), bias)
  let [sum, squares] = [0, 0]
  for (let run = 0; run < replications; run++) {
    const weight = once()
    sum += weight
    squares += weight * weight
  }
  const mean = sum / replications
  const spread = Math.sqrt(Math.max(0, (squares - sum * mean) / (replications - 1)))
  const half = (1.96 * spread) / Math.sqrt(replications)
  return { probability: mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half), replications, spread }
}

/** Draws one history: its weight where the event comes, else 0. */
function history(model: RareModel, next: Stream, bias: number | undefined): () => number {
  const { parts, years, down } = model
  const kinds = [
    ...parts.map((part, place) => ({ rate: part.failsPerYear, takes: [place] })),
    ...(model.common ?? []).map(({ perYear, parts: takes }) => ({ rate: perYear, takes })),
  ]
  const until = new Float64Array(parts.length)
  const open = (kind: (typeof kinds)[number]): boolean => kind.takes.some((place) => until[place] === 0)
  return () => {
    until.fill(0)
    let [t, weight, gone] = [0, 1, 0]
    for (let first = true; ; first = false) {
      let end = years
      for (const time of until) if (time > 0 && time < end) end = time
      let [rate, choices] = [0, 0]
      for (const kind of kinds)
        if (kind.rate > 0 && open(kind)) {
          rate += kind.rate
          choices++
        }
      const chance = oneLessExp(rate * (end - t))
      const wanted =
        bias === undefined || chance === 0 ? chance : first ? 1 : gone > 0 ? Math.max(bias, chance) : chance
      if (chance === 0 || next() >= wanted) {
        weight *= wanted === chance ? 1 : (1 - chance) / (1 - wanted)
        t = end
        if (t >= years) return 0
        for (const [place, time] of until.entries())
          if (time > 0 && time <= t) {
            until[place] = 0
            gone--
          }
        continue
      }
      weight *= chance / wanted
      t += within(next(), chance, rate, end - t)
      const [kind, ratio] = chosen(
        kinds.filter((one) => one.rate > 0 && open(one)),
        next(),
        rate,
        choices,
        bias,
      )
      weight *= ratio
      for (const place of kind.takes)
        if (until[place] === 0) {
          until[place] = t + downFor(parts[place] as RarePart, next())
          gone++
        }
      if (gone >= down) return weight
    }
  }
}

/** Which kind of failure it is, and the likelihood ratio of having drawn it so. */
function chosen<Kind extends { readonly rate: number }>(
  kinds: readonly Kind[],
  u: number,
  rate: number,
  choices: number,
  bias: number | undefined,
): readonly [Kind, number] {
  let left = u
  for (const kind of kinds) {
    const own = kind.rate / rate
    const drawn = bias === undefined ? own : (own + 1 / choices) / 2
    left -= drawn
    if (left < 0) return [kind, own / drawn]
  }
  // Shares sum to 1 but for rounding.
  const last = kinds.at(-1) as Kind
  const own = last.rate / rate
  return [last, bias === undefined ? 1 : own / ((own + 1 / choices) / 2)]
}

/** When within a span a failure comes, given that one comes. */
function within(u: number, chance: number, rate: number, span: number): number {
  // Where one is unlikely, it is as likely at any time; the logarithm would lose its digits.
  return Math.min(span, chance < 1e-6 ? u * span : -log(1 - u * chance) / rate)
}

/** 1 - e^-x, with all its digits where x is small. */
function oneLessExp(x: number): number {
  return x < 1e-4 ? x * (1 - (x / 2) * (1 - x / 3)) : 1 - exp(-x)
}

function downFor({ downFor: law }: RarePart, u: number): number {
  return typeof law === 'number' ? -law * log(u) : law(u)
}

function verify({ parts, common = [], down, years }: RareModel): void {
  const rates = [...parts.map(({ failsPerYear }) => failsPerYear), ...common.map(({ perYear }) => perYear)]
  if (!rates.every((rate) => Number.isFinite(rate) && rate >= 0)) throw refused(`the rates ${rates.join(', ')}`)
  if (!parts.every(({ downFor: law }) => typeof law !== 'number' || law > 0)) throw refused('a repair of no time')
  if (!(years > 0 && Number.isFinite(years))) throw refused(`${years} years`)
  if (!(Number.isSafeInteger(down) && down >= 1)) throw refused(`${down} parts down`)
}

function refused(what: string): RangeError {
  return new RangeError(`A rare event cannot be estimated with ${what}. This is a bug in Muster.`)
}
