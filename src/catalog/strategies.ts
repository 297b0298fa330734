/** What a tier usually promises and how it is usually met; seconds, and shares of 1. */
export interface TierBand {
  readonly title: string
  /** The least SLO that the tier stands for; absent for the lowest. */
  readonly sloAtLeast?: number
  /** What a promise in this tier may be at most. */
  readonly rtoAtMost: number
  readonly rpoAtMost: number
  /** A faster promise than this belongs to the tier above, or is paid for without need. */
  readonly rtoAtLeast: number
  readonly strategies: readonly StrategyName[]
  /** What is readier than this is more than the tier asks for, unless an objective does. */
  readonly readiest: StrategyName
  readonly requirements: readonly string[]
  readonly source: string
  readonly asOf: string
}

/** Strategies from the readiest to the cheapest. */
export const strategyNames = ['active-active', 'hot-standby', 'warm-standby', 'cold-standby', 'backup-restore'] as const

export type StrategyName = (typeof strategyNames)[number]

const minute = 60
const hour = 3600
const day = 86_400

/**
 * The bands are our reading: the guidance says seconds, minutes, hours and days; the figures at their borders are
 * ours, chosen wide, so that what lies outside is worth a question.
 */
const origin = {
  source:
    'Azure Well-Architected Framework, Develop a disaster recovery plan, criticality tiers (2025-09-19); borders chosen by Muster',
  asOf: '2026-11-24',
}

/** Criticality tiers from 0, the most critical, to 3. */
export const tiers: Readonly<Record<0 | 1 | 2 | 3, TierBand>> = {
  0: {
    title: 'mission critical',
    sloAtLeast: 0.9999,
    rtoAtMost: 2 * minute,
    rpoAtMost: 5,
    rtoAtLeast: 0,
    strategies: ['active-active', 'hot-standby'],
    readiest: 'active-active',
    requirements: ['tier.0', 'active-active.objectives.c1', 'active-active.objectives.c2'],
    ...origin,
  },
  1: {
    title: 'business critical',
    sloAtLeast: 0.9995,
    rtoAtMost: hour,
    rpoAtMost: 15 * minute,
    rtoAtLeast: minute,
    strategies: ['active-active', 'hot-standby', 'warm-standby'],
    readiest: 'active-active',
    requirements: ['tier.1', 'muster.objectives.warm-standby'],
    ...origin,
  },
  2: {
    title: 'business operational',
    sloAtLeast: 0.999,
    rtoAtMost: day,
    rpoAtMost: day,
    rtoAtLeast: 15 * minute,
    strategies: ['active-active', 'hot-standby', 'warm-standby', 'cold-standby'],
    readiest: 'warm-standby',
    requirements: ['tier.2', 'muster.objectives.cold-standby'],
    ...origin,
  },
  3: {
    title: 'administrative',
    rtoAtMost: 14 * day,
    rpoAtMost: 2 * day,
    rtoAtLeast: hour,
    strategies: [...strategyNames],
    readiest: 'cold-standby',
    requirements: ['tier.3', 'tier.3.integrity', 'muster.objectives.backup-restore'],
    ...origin,
  },
}

/** How fast a strategy can be at its best, in seconds, and what its standby is like. */
export interface StrategyFact {
  readonly title: string
  readonly standby: string
  /** A promise below this cannot be kept with it, however well it is prepared. */
  readonly rtoAtBest: number
  readonly requirements: readonly string[]
  readonly source: string
  readonly asOf: string
}

const ours = {
  source: 'Muster; the definitions follow the same guidance, the times are cautious lower bounds',
  asOf: '2026-11-24',
}

export const strategies: Readonly<Record<StrategyName, StrategyFact>> = {
  'active-active': {
    title: 'active-active',
    standby: 'Every region serves customers at all times, and takes over what another one drops',
    rtoAtBest: 0,
    requirements: ['variant.at-capacity', 'variant.overprovisioned', 'active-active.objectives.c1'],
    ...ours,
  },
  'hot-standby': {
    title: 'hot standby',
    standby: 'A second region runs at full size, in step with the first, and waits for traffic',
    rtoAtBest: 10,
    requirements: ['muster.hot-standby'],
    ...ours,
  },
  'warm-standby': {
    title: 'warm standby',
    standby: 'A second region runs at a small size with replicated data, and grows when it is needed',
    rtoAtBest: minute,
    requirements: ['warm-standby.regions.c2', 'cost.tier-1'],
    ...ours,
  },
  'cold-standby': {
    title: 'cold standby',
    standby: 'A second region has network, policies and replicated data; its compute is started when it is needed',
    rtoAtBest: 15 * minute,
    requirements: ['cold-standby.regions.c3', 'cost.tier-2'],
    ...ours,
  },
  'backup-restore': {
    title: 'backup and restore',
    standby: 'Nothing runs elsewhere; data is restored from backups into an environment that is built first',
    rtoAtBest: hour,
    requirements: ['backup-restore.procedures.c2', 'cost.tier-3'],
    ...ours,
  },
}
