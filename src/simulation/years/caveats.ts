import { eventClasses, eventRates, severeDurations, underReporting } from '#catalog'
import { recordedCount, unrecorded } from './lengths.ts'
import type { Answer, YearsOptions } from './model.ts'
import type { Rates } from './rates.ts'

interface Rest {
  readonly options: YearsOptions
  readonly durations: 'fitted' | 'observed'
  /** Of events in a year. */
  readonly mean: Rates
  readonly answers: readonly Answer[]
  /** Workloads that are relied on and are not there. */
  readonly missing: readonly string[]
}

/** What figures over many years rest on and leave out, in sentences. */
export function caveatsOf({ options, durations, mean, answers, missing }: Rest): readonly string[] {
  const { rates = {}, underReported = false } = options
  const given = eventClasses.filter((one) => rates[one] !== undefined)
  return [
    'The rates come from an incomplete list made by hand: only severe events that were publicly reported are in it, so what is shown is the least to be expected.',
    'Planned maintenance, failures of single components, bad releases, partitions, blips and short interruptions are not included.',
    ...(mean.deletion > 0
      ? []
      : [
          'Deleted or spoilt data is not included: there is no defensible public rate. Give one with --rate deletion=RATE, in events a year and workload.',
        ]),
    ...(given.length === 0 ? [] : [`Taken as known, because it was given: the rate of ${given.join(', ')}.`]),
    ...(underReported
      ? [`Region events are taken ${underReporting.factor} times as often (${underReporting.source}).`]
      : []),
    ...eventClasses.flatMap((one) => (mean[one] > 0 && rates[one] === undefined ? eventRates[one].caveats : [])),
    ...durationCaveats(durations),
    'A flow is down for the shorter of its recovery and the incident; where nothing in the plan answers, for the incident. Data is lost only where the recovery was done first.',
    'Each event finds the ordinary state: that a second one comes while the first lasts counts only in the odds of losing all regions, and nothing is supposed to go wrong on the way back.',
    ...(answers.some(({ scenario }) => scenario === undefined)
      ? [
          'A flow that nothing answers is supposed to go on where each of its components serves in a region that is left as well.',
        ]
      : []),
    ...(missing.length === 0
      ? []
      : [`What it relies on in other workloads is supposed to be up: ${missing.join(', ')}.`]),
    'The interval of the availability lies over what the rates may be (a gamma by count and exposure, a beta for the second region) and over the simulation. Forecast times and the mapping from incidents to flows are taken as they are.',
  ]
}

function durationCaveats(durations: 'fitted' | 'observed'): readonly string[] {
  const { sample, caveats } = severeDurations
  return [
    ...caveats,
    durations === 'fitted'
      ? `An incident's length is drawn from a lognormal fitted to ${sample} incidents. It is longer than what was seen (90 of 100 end within 85 hours, of those seen within 54), above all for global events. --durations observed takes those recorded.`
      : `A global event lasts as long as the one that it stands for, and any other as long as one of the ${recordedCount} that are recorded, each as likely; ${unrecorded.length} incidents of unknown length, at least ${Math.min(...unrecorded)} to ${Math.max(...unrecorded)} hours, are left out.`,
  ]
}
