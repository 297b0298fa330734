import type { FlowForecast, Forecast } from '#simulation'

/** Shares of bins like those of a recovery: a steep rise, a hump, and a long tail. */
function hump(bins: number, at: number): readonly number[] {
  const raw = Array.from({ length: bins }, (_, index) =>
    index <= at ? (index + 1) / (at + 1) : 1 / (1 + ((index - at) / 3) ** 2),
  )
  const all = raw.reduce((sum, part) => sum + part, 0)
  return raw.map((part) => part / all)
}

function evenly(from: number, to: number, bins: number): readonly number[] {
  return Array.from({ length: bins + 1 }, (_, index) => from + ((to - from) * index) / bins)
}

function ratios(from: number, ratio: number, bins: number): readonly number[] {
  const edges = [from]
  while (edges.length <= bins) edges.push((edges.at(-1) ?? from) * ratio)
  return edges
}

/** A flow whose recovery people decide: everything that a forecast can say is in it. */
export const decided: FlowForecast = {
  flow: 'checkout',
  scenario: 'east-lost',
  rto: {
    p5: 660,
    p50: 1380,
    p95: 2700,
    target: 1800,
    probabilityMet: 0.714,
    within: { p50: [1362, 1399], p95: [2610, 2790], probabilityMet: [0.701, 0.727] },
    oddsRange: [0.41, 0.88],
    distribution: { edges: evenly(480, 3600, 32), shares: hump(32, 7) },
  },
  rpo: { p5: 0.2, p50: 0.9, p95: 3.4, target: 60, probabilityMet: 1 },
  criticalPath: [
    { step: 'detect.storefront', share: 1, p50: 150 },
    { step: 'decide.east-lost', share: 1, p50: 610 },
    { step: 'promote.orders-db@west', share: 0.83, p50: 95 },
    { step: 'rebuild.orders-api@west', share: 0.17, p50: 260 },
    { step: 'route.edge@west', share: 1, p50: 330 },
  ],
  measuredShare: 0.22,
  phases: [
    { phase: 'detect', share: 0.12, p50: 150 },
    { phase: 'decide', share: 0.44, p50: 610 },
    { phase: 'fence', share: 0.03, p50: 40 },
    { phase: 'recover', share: 0.17, p50: 230 },
    { phase: 'route', share: 0.24, p50: 330 },
  ],
  tornado: [
    {
      input: 'step',
      of: 'decide.east-lost',
      low: { p50: 1010, probabilityMet: 0.96 },
      high: { p50: 2240, probabilityMet: 0.22 },
    },
    {
      input: 'hour',
      of: 'east-lost',
      low: { p50: 1240, probabilityMet: 0.83 },
      high: { p50: 1990, probabilityMet: 0.38 },
    },
    {
      input: 'person',
      of: 'incident-manager',
      low: { p50: 1290, probabilityMet: 0.78 },
      high: { p50: 1530, probabilityMet: 0.64 },
    },
    {
      input: 'detection',
      of: 'east-lost',
      low: { p50: 1350, probabilityMet: 0.73 },
      high: { p50: 1420, probabilityMet: 0.69 },
    },
    { input: 'attempts', of: 'promote.orders-db@west', low: { p50: 1372 }, high: { p50: 1405 } },
    {
      input: 'step',
      of: 'rebuild.orders-api-with-a-name-that-is-far-too-long@west',
      low: { p50: 1390 },
      high: { p50: 1371 },
    },
    { input: 'step', of: 'one-too-many', low: { p50: 1379 }, high: { p50: 1381 } },
  ],
  cutOffs: [{ at: '18:00', zone: 'Europe/London', what: 'the settlement file', probabilityMade: 0.932 }],
  duplicates: { p50: 1.2, p95: 4.8 },
}

/** The same recovery, promised in another time. */
const patient: FlowForecast = {
  ...decided,
  flow: 'settle',
  rto: {
    p5: 660,
    p50: 1380,
    p95: 2700,
    target: 3600,
    probabilityMet: 0.993,
    ...(decided.rto.distribution && { distribution: decided.rto.distribution }),
  },
  rpo: { target: 60 },
}

/** By day in minutes, by night in hours, and now and then never. */
export const nightly: FlowForecast = {
  flow: 'browse',
  scenario: 'east-lost',
  rto: {
    p5: 540,
    p50: 1100,
    p95: 2_592_000,
    target: 900,
    probabilityMet: 0.312,
    within: { p50: [1080, 1120], p95: [40_000, 2_592_000], probabilityMet: [0.3, 0.324] },
    censoredShare: 0.061,
    distribution: {
      edges: [...ratios(400, 1.25, 24), 2_592_000],
      shares: [...hump(12, 3).map((share) => share * 0.66), ...hump(12, 8).map((share) => share * 0.279), 0.061],
    },
  },
  rpo: { p5: 0, p50: 0, p95: 0 },
  criticalPath: [
    { step: 'detect.storefront', share: 1, p50: 150 },
    { step: 'approve.change', share: 1, p50: 800 },
  ],
  measuredShare: 0,
  phases: [
    { phase: 'detect', share: 0.16, p50: 150 },
    { phase: 'decide', share: 0.84, p50: 800 },
  ],
  tornado: [
    {
      input: 'hour',
      of: 'east-lost',
      low: { p50: 700, probabilityMet: 0.6 },
      high: { p50: 32_400, probabilityMet: 0 },
    },
  ],
}

export const pictured: Forecast = {
  schemaVersion: 1,
  scenario: 'east-lost',
  target: 'staging',
  seed: 7,
  runs: 10_000,
  horizon: 2_592_000,
  flows: [decided, patient, nightly],
  caveats: [
    'A contact who has answersWithin answers at a third of it in half of the calls (judged).',
    'Steps are taken as independent of each other, which makes long tails look rarer than they are in a bad week.',
  ],
}

/** A second scenario of the same plan, which says less. */
export const plainer: Forecast = {
  ...pictured,
  scenario: 'east-slow',
  flows: [
    {
      flow: 'checkout',
      scenario: 'east-slow',
      rto: {
        p50: 500,
        p95: 590,
        target: 1800,
        probabilityMet: 1,
        distribution: { edges: evenly(420, 640, 20), shares: hump(20, 8) },
      },
      rpo: { p50: 0, p95: 0 },
      criticalPath: [{ step: 'route.edge@west', share: 1, p50: 330 }],
      measuredShare: 0.8,
    },
    {
      ...decided,
      flow: 'back-office',
      rto: { p50: 0, p95: 0 },
      criticalPath: [],
      tornado: [],
      phases: [],
      cutOffs: [],
      measuredShare: 0,
    },
  ],
  caveats: pictured.caveats.slice(1),
}
