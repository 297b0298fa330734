/** What happens to a region, a provider or the data, by the word that a person gives a rate for. */
export const eventClasses = ['region', 'pair', 'control-plane', 'deletion'] as const

export type EventClass = (typeof eventClasses)[number]

/** How often something happens, as far as reports tell. */
export interface EventRate {
  readonly id: string
  /** What it is, in a sentence. */
  readonly meaning: string
  /** What the rate counts by; `share` is a probability, 0 to 1. */
  readonly unit: 'a year and region' | 'a year' | 'a year and workload' | 'share'
  /** What was counted, and over how much; left out where no defensible public rate is known. */
  readonly counted?: { readonly count: number; readonly exposure: number; readonly of: string }
  /** Incidents of the catalog that were counted, by id. */
  readonly events: readonly string[]
  readonly caveats: readonly string[]
}

/** What has to be shown with every figure that rests on these rates. */
export const ratesLabel = 'severe, publicly reported incidents - lower bound'

export const ratesOrigin = { source: 'counted by hand from the incidents of the catalog', asOf: '2026-11-24' }

/**
 * Rates of severe events. The count and what it was counted over are the shape and the rate of the gamma that says what
 * the rate may be; for a share they are those of the beta.
 */
export const eventRates: Readonly<Record<EventClass, EventRate>> = {
  region: {
    id: 'azure-region-event',
    meaning: 'A severe event in one region or one of its zones.',
    unit: 'a year and region',
    counted: { count: 5, exposure: 195, of: 'region-years' },
    events: [
      '2023-08-30-azure-australia-east',
      '2023-09-16-azure-east-us-power',
      '2023-10-20-azure-west-europe-power',
      '2024-07-18-azure-central-us-storage',
      '2025-01-08-azure-east-us-2-network',
    ],
    caveats: [
      'The rate of region events supposes 60 regions over 3.25 years; the true number changed.',
      'Events of one zone and of a whole region are counted together, and most were of one zone; each is taken as the loss of the whole region.',
    ],
  },
  pair: {
    id: 'pair-also-lost',
    meaning: 'The second region is lost too, given that one is lost.',
    unit: 'share',
    counted: { count: 1, exposure: 31, of: 'incidents' },
    events: ['2026-03-01-aws-uae-bahrain'],
    caveats: ['That a second region is lost with the first rests on one case in 31.'],
  },
  'control-plane': {
    id: 'azure-global-event',
    meaning: 'Control plane, edge, identity or wide-area network are lost in many regions at once.',
    unit: 'a year',
    counted: { count: 5, exposure: 3.25, of: 'years' },
    events: [
      '2023-01-25-azure-wan',
      '2024-01-21-azure-arm',
      '2025-10-09-azure-front-door',
      '2025-10-29-azure-front-door',
      '2026-02-02-azure-compute-identity',
    ],
    caveats: [
      'A global event is one of the five that were counted, each as likely; it takes down only the flows that rest on what it took, wherever they run.',
    ],
  },
  deletion: {
    id: 'tool-or-human-deletion',
    meaning: 'Data or a subscription is deleted or spoilt by a tool or a person; copies follow.',
    unit: 'a year and workload',
    events: [],
    caveats: [],
  },
}

/** How many times as many interruptions are seen as providers admit. */
export const underReporting = { factor: 4, source: 'Parametrix, 2024 and 2022' } as const

/** The main impact of severe incidents, in hours. */
export const severeDurations = {
  /** Lognormal; of the natural logarithm of hours. */
  mu: 2.74,
  sigma: 1.33,
  sample: 33,
  source: 'computed from the incidents of the catalog',
  asOf: '2026-11-24',
  caveats: ['Famous incidents are long ones, so the durations are biased.'],
} as const
