import { ratesLabel } from '#catalog'
import { caveatsOf } from './caveats.ts'
import { type Coincidences, coincidences } from './coincidence.ts'
import { type Course, courseOf } from './course.ts'
import { openEffects, perEvent } from './effects.ts'
import { type Figures, figuresOf } from './figures.ts'
import { incidentLength } from './lengths.ts'
import type { FlowYears, Workload, Years, YearsOptions } from './model.ts'
import { digits, rateBook, type Rates } from './rates.ts'
import { locationsOf, missingWorkloads, type Served, servedBy } from './served.ts'
import { type Strikes, strikesOf } from './strikes.ts'

/** Events of each kind that figures rest on at least; where the years bring fewer, further ones are drawn. */
const eventsAtLeast = 1000

/**
 * Simulates years of severe events over all flows of all workloads: their availability, what they lose, and how likely
 * it is that all is lost at once. An event strikes all workloads that it reaches at the same time, and a flow is down
 * while any flow that it relies on is.
 * @param workloads at least one; ids are unique
 * @returns flows in the order of workloads and plans; the same seed gives the same bytes
 * @throws RangeError for options that cannot be: a caller's bug
 */
export function years(workloads: readonly Workload[], options: YearsOptions): Years {
  verify(options)
  const { seed, durations = 'fitted' } = options
  const book = rateBook(options)
  const flows = servedBy(workloads)
  const strikes = strikesOf(workloads, flows, book.mean.pair)
  const rateOf = (rates: Rates): Rates => perYear(rates, strikes, workloads.length)
  const effects = openEffects(strikes.all, durations, seed)
  const course = courseOf(flows, options.years, seed, book, rateOf, strikes.all, effects)
  const mean = rateOf(book.mean)
  for (const [place, tally] of effects.tallies.entries()) while (tally.events < eventsAtLeast) effects.next(place)
  const figures = figuresOf(perEvent(strikes.all, effects, flows.length), mean, book.drawn.map(rateOf), seed)
  const chances = coincidences(book, strikes, incidentLength(durations), seed)
  const shown = strikes.answers.filter((answer) => mean[answer.class] > 0)
  return {
    schemaVersion: 1,
    years: options.years,
    seed,
    durations,
    label: ratesLabel,
    flows: flows.map((flow, place) => ({
      ...flowYears(flow, place, { workloads, figures, course, strikes, mean, years: options.years }),
      ...coincidenceOf(flow, place, { workloads, strikes, chances }),
    })),
    rates: book.used,
    answers: shown,
    caveats: caveatsOf({ options, durations, mean, answers: shown, missing: missingWorkloads(workloads) }),
  }
}

interface Known {
  readonly workloads: readonly Workload[]
  readonly figures: Figures
  readonly course: Course
  readonly strikes: Strikes
  readonly mean: Rates
  readonly years: number
}

function flowYears(flow: Served, place: number, known: Known): FlowYears {
  const { figures, course } = known
  const unknown = unknownLoss(place, known)
  const id = known.workloads[flow.workload]?.id
  return {
    flow: flow.id,
    ...(id === undefined ? {} : { workload: id }),
    availability: figures.availability(place),
    ...(flow.target === undefined
      ? {}
      : { target: flow.target, probabilityMet: digits(1 - (course.missed[place] ?? 0) / known.years) }),
    lostHoursPerYear: figures.lostHoursPerYear(place),
    ...(unknown === undefined
      ? { lostDataSecondsPerYear: figures.lostDataSecondsPerYear(place) }
      : { lostDataUnknown: unknown }),
    outagesPer100Years: digits((100 * (course.hit[place] ?? 0)) / known.years),
    byClass: figures.byClass(place),
  }
}

function unknownLoss(place: number, { strikes, mean }: Known): string | undefined {
  const unknown = strikes.all.filter(
    (strike) => mean[strike.class] > 0 && strike.hits.some(({ flow, loss }) => flow === place && loss === undefined),
  )
  const [first] = unknown
  if (!first) return undefined
  const what =
    first.class === 'deletion' ? 'data is deleted' : `${first.locations.join(' and ') || 'capabilities'} are lost`
  return `What it loses when ${what} is not known: the forecast of the runbook that answers does not tell.`
}

function coincidenceOf(
  { workload, essentials }: Served,
  place: number,
  { workloads, strikes, chances }: { workloads: readonly Workload[]; strikes: Strikes; chances: Coincidences },
): Pick<FlowYears, 'allRegionsLost' | 'secondDuringRecovery'> {
  const plan = workloads[workload]?.plan
  const locations = plan ? locationsOf(plan, essentials) : []
  if (locations.length < 2) return {}
  const recovery = strikes.all
    .filter((strike) => strike.class === 'region' && locations.includes(strike.locations[0] ?? ''))
    .flatMap(({ hits }) => hits.find(({ flow }) => flow === place)?.recovery ?? [])[0]
  return {
    allRegionsLost: { together: chances.together(locations), byCoincidence: chances.byChance(locations.length) },
    ...(recovery ? { secondDuringRecovery: chances.during(recovery) } : {}),
  }
}

/** How often each class of events comes in a year, over all regions and workloads. */
function perYear(rates: Rates, { locations, paired }: Strikes, workloads: number): Rates {
  return {
    region: rates.region * (locations.length - rates.pair * paired),
    pair: rates.region * rates.pair * paired,
    'control-plane': rates['control-plane'],
    deletion: rates.deletion * workloads,
  }
}

function verify({ years: count, seed, rates = {} }: YearsOptions): void {
  const all = Object.values(rates)
  if (
    !Number.isSafeInteger(count) ||
    count < 1 ||
    !Number.isFinite(seed) ||
    !all.every((rate) => Number.isFinite(rate) && rate >= 0) ||
    (rates.pair ?? 0) > 1
  )
    throw new RangeError(
      `Years take a count, a finite seed and rates that can be, not ${count}, ${seed} and ${all.join(', ')}. This is a bug in Muster.`,
    )
}
