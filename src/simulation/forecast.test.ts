import { expect, test } from 'vitest'
import { canonical } from '#digest'
import type { Estimate, Estimates } from '#evidence'
import type { Runbook, RunbookFlow, RunbookStore, Step } from '#runbook'
import { type Share, seconds } from '#units'
import { simulate } from './forecast.ts'
import type { FlowForecast } from './model.ts'
import { reconnect } from './flow-runs.ts'

const options = { seed: 1, runs: 4000, target: 'lab' }

function step(id: string, phase: Step['phase'], needs: readonly string[], work?: Step['work']): Step {
  return {
    id,
    title: id,
    objective: `${id} is done`,
    phase,
    needs,
    owner: 'operator',
    work: work ?? { kind: 'action', use: `act.${id}`, with: {} },
    requires: [],
    effect: 'keyed',
    timeout: seconds(60),
    attempts: 1,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
  }
}

const detect = step('detect', 'detect', [], { kind: 'action', use: 'activation.watch', with: {} })

function flow(over: Partial<RunbookFlow> = {}): RunbookFlow {
  return {
    id: 'checkout',
    does: 'A customer pays',
    tier: 1,
    data: 'writes',
    objectives: { rto: seconds(60), rpo: seconds(10) },
    level: { success: 1 as Share, hold: seconds(2) },
    restoredBy: ['route'],
    stores: ['orders-db'],
    components: ['orders-db'],
    ...over,
  }
}

function runbook(steps: readonly Step[], over: Partial<Runbook> = {}): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'contoso-orders', owner: 'orders', digest: 'sha256:0' },
    scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
    direction: 'failover',
    mode: 'forced',
    from: 'east',
    to: 'west',
    regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
    flows: [flow()],
    stores: [{ component: 'orders-db', replication: 'sync' }],
    probes: [],
    decision: 'automatic',
    people: [],
    steps,
    deviations: [],
    gaps: [],
    ...over,
  }
}

function takes(p50: number, p95 = p50, basis: Estimate['basis'] = 'measured'): Estimate {
  return { p50, p95, basis, observations: 0, source: 'this test' }
}

function rto(book: Runbook, estimates: Estimates, over: Partial<typeof options> = {}) {
  return simulate(book, estimates, { ...options, ...over }).flows[0] as FlowForecast
}

test('a chain of constants takes their sum and the clients’ way back', () => {
  const chain = runbook([
    step('promote', 'recover', []),
    step('verify', 'verify', ['promote']),
    step('route', 'route', ['verify']),
  ])
  const result = rto(chain, { promote: takes(10), verify: takes(5), route: takes(1) })
  const middle = (reconnect.from + reconnect.to) / 2
  expect(result.rto.p50).toBeCloseTo(16 + middle, 1.7)
  expect(result.rto.p95).toBeLessThanOrEqual(16 + reconnect.to)
  expect(result.rto.probabilityMet).toBe(1)
  expect(result.criticalPath).toEqual([
    { step: 'promote', share: 1, p50: 10 },
    { step: 'verify', share: 1, p50: 5 },
    { step: 'route', share: 1, p50: 1 },
  ])
})

test('one lognormal step gives its own quantiles', () => {
  const { rto: odds } = rto(runbook([step('route', 'route', [])]), { route: takes(100, 300) }, { runs: 20_000 })
  expect(odds.p50 / 100).toBeGreaterThan(0.97)
  expect(odds.p50 / 100).toBeLessThan(1.03)
  expect(odds.p95 / 300).toBeGreaterThan(0.95)
  expect(odds.p95 / 300).toBeLessThan(1.05)
})

test('the later of two independent branches has the product of their distributions', () => {
  const book = runbook([
    step('left', 'recover', []),
    step('right', 'recover', []),
    step('route', 'route', ['left', 'right']),
  ])
  const result = rto(book, { left: takes(100, 200), right: takes(100, 200), route: takes(0) }, { runs: 20_000 })
  // P(max ≤ x) = F(x)²: its median is F's quantile at √½ = 0.7071, whose normal score is 0.5450.
  const expected = 100 * 2 ** (0.545 / 1.6449)
  expect(result.rto.p50 / expected).toBeGreaterThan(0.98)
  expect(result.rto.p50 / expected).toBeLessThan(1.02)
  const shares = Object.fromEntries(result.criticalPath.map(({ step: id, share }) => [id, share]))
  expect(shares.left).toBeGreaterThan(0.48)
  expect(shares.left).toBeLessThan(0.52)
  expect((shares.left ?? 0) + (shares.right ?? 0)).toBeCloseTo(1, 6)
  expect(shares.route).toBe(1)
})

test('the probability of meeting a target rises with the target', () => {
  const met = [40, 80, 100, 150, 400].map((target) => {
    const book = runbook([step('route', 'route', [])], { flows: [flow({ objectives: { rto: seconds(target) } })] })
    return rto(book, { route: takes(100, 300) }).rto.probabilityMet ?? Number.NaN
  })
  expect(met).toEqual([...met].sort((a, b) => a - b))
  expect(met[2]).toBeGreaterThan(0.46)
  expect(met[2]).toBeLessThan(0.54)
  expect(met[4]).toBeGreaterThan(met[0] ?? 1)
})

test('the same seed gives the same bytes and another seed does not', () => {
  const book = runbook([step('route', 'route', [])])
  const text = (seed: number): string => canonical(simulate(book, { route: takes(10, 30) }, { ...options, seed }))
  expect(text(1)).toBe(text(1))
  expect(rto(book, { route: takes(10, 30) }, { seed: 2 }).rto).not.toEqual(
    rto(book, { route: takes(10, 30) }, { seed: 1 }).rto,
  )
})

const watched = {
  activation: {
    when: { left: { fact: 'probes.front.failingFor' }, is: '>=', right: { duration: seconds(20) } },
    unless: { holds: 'deployment.inProgress' },
    text: 'in words',
  },
  probes: [{ id: 'front', component: 'front', every: seconds(8), timeout: seconds(2) }],
} as const

test('detection takes the threshold and up to one probe interval, whatever the estimate says', () => {
  const book = runbook([detect, step('route', 'route', ['detect'])], watched)
  const result = rto(book, { detect: takes(1e6), route: takes(0) }, { runs: 10_000 })
  const [first] = result.criticalPath
  expect(first?.step).toBe('detect')
  // Uniform on [20, 28).
  expect(first?.p50).toBeGreaterThan(23.8)
  expect(first?.p50).toBeLessThan(24.2)
  expect(result.rto.p95).toBeGreaterThan(27.4)
  expect(result.rto.p95).toBeLessThan(28 + reconnect.to)
  for (let run = 1; run <= 50; run++) {
    const { rto: odds } = rto(book, { detect: takes(1e6), route: takes(0) }, { runs: 1, seed: run })
    expect(odds.p50).toBeGreaterThanOrEqual(20 + reconnect.from)
    expect(odds.p50).toBeLessThanOrEqual(28 + reconnect.to)
  }
})

test('criteria that no probe can fulfil leave detection to the estimate, and say so', () => {
  const book = runbook([detect, step('route', 'route', ['detect'])], {
    ...watched,
    activation: { when: { holds: 'somebody.calls' }, text: 'in words' },
  })
  const result = simulate(book, { detect: takes(100), route: takes(0) }, options)
  expect(result.flows[0]?.criticalPath[0]).toEqual({ step: 'detect', share: 1, p50: 100 })
  expect(result.caveats.join(' ')).toContain('does not follow from the probes alone')
})

test('a probe that the criteria want to answer is supposed to answer', () => {
  const failingFor = { left: { fact: 'probes.front.failingFor' }, is: '>=', right: { duration: seconds(20) } } as const
  const book = runbook([detect, step('route', 'route', ['detect'])], {
    activation: { when: { all: [failingFor, { not: { holds: 'probes.region.failing' } }] }, text: 'in words' },
    probes: ['front', 'region'].map((id) => ({ id, component: id, every: seconds(8), timeout: seconds(2) })),
  })
  const result = simulate(book, { detect: takes(1e6), route: takes(0) }, options)
  expect(result.flows[0]?.rto.p50).toBeGreaterThan(23.8)
  expect(result.flows[0]?.rto.p50).toBeLessThan(24.5)
  expect(result.caveats.join(' ')).toContain('supposed to go on answering, as the criteria want it: region.')
})

test('an automatic decision takes no time and is a caveat; people take what is estimated', () => {
  const decide = step('decide', 'decide', [], { kind: 'decision', question: 'Go?', deciders: ['operator'] })
  const steps = [decide, step('route', 'route', ['decide'])]
  const estimates = { decide: takes(300), route: takes(1) }
  const automatic = simulate(runbook(steps), estimates, options)
  expect(automatic.flows[0]?.rto.p95).toBeLessThan(2)
  expect(automatic.caveats.join(' ')).toContain('decision is taken automatically')
  const people = simulate(runbook(steps, { decision: 'people' }), estimates, options)
  expect(people.flows[0]?.rto.p50).toBeGreaterThan(301)
  expect(people.caveats.join(' ')).not.toContain('automatically')
})

test('the measured share is that of the time on the critical path, without derived detection', () => {
  const steps = [detect, step('promote', 'recover', ['detect']), step('route', 'route', ['promote'])]
  const estimates = { detect: takes(1), promote: takes(30), route: takes(10, 10, 'catalog') }
  const result = simulate(runbook(steps, watched), estimates, options)
  expect(result.flows[0]?.measuredShare).toBe(0.75)
  expect(result.caveats).toContain('Timed by the catalog, not by measurements of lab: route.')
})

test('caveats name the steps that the recovery rests on, by what their times rest on', () => {
  const steps = [
    step('promote', 'recover', []),
    step('warm', 'recover', []),
    step('route', 'route', ['promote', 'warm']),
    step('review', 'review', ['route']),
  ]
  const estimates = {
    promote: takes(1, 1, 'declared'),
    warm: takes(1, 1, 'unknown'),
    route: takes(1, 2, 'catalog'),
    review: takes(1, 1, 'unknown'),
  }
  expect(simulate(runbook(steps, { deviations: ['Shortened for the drill.'] }), estimates, options).caveats).toEqual([
    'Shortened for the drill.',
    'Timed by the catalog, not by measurements of lab: route.',
    'Timed as the plan declares, without a spread: promote.',
    'Neither measured nor declared, so that the time limit stands in: warm.',
    'Every attempt is supposed to succeed, for none that failed is known from lab.',
    'Clients are supposed to come back within 20ms to 100ms (measured in six drills of the lab, pooled clients behind a proxy, 2026-11-24).',
  ])
})

test('a planned switch counts from the first step that customers notice', () => {
  const steps = [
    step('ready', 'detect', []),
    step('drain', 'contain', ['ready']),
    step('route', 'route', ['drain']),
    step('review', 'review', ['route']),
  ]
  const book = runbook(steps, {
    direction: 'failback',
    mode: 'planned',
    stores: [{ component: 'orders-db', replication: 'async' }],
  })
  const result = rto(book, { ready: takes(500), drain: takes(4), route: takes(1), review: takes(900) })
  expect(result.rto.p50).toBeGreaterThan(5)
  expect(result.rto.p95).toBeLessThan(5.3)
  expect(result.criticalPath.map((each) => each.step)).toEqual(['drain', 'route'])
  expect(result.rpo).toEqual({ p50: 0, p95: 0, target: 10, probabilityMet: 1 })
})

function rpo(stores: readonly RunbookStore[]) {
  const book = runbook([step('route', 'route', [])], {
    flows: [flow({ stores: stores.map((store) => store.component) })],
    stores,
  })
  return simulate(book, { route: takes(1) }, { ...options, runs: 20_000 })
}

test('a synchronous store loses nothing, an asynchronous one its lag, and the worst store counts', () => {
  const sync: RunbookStore = { component: 'a', replication: 'sync' }
  const async: RunbookStore = { component: 'b', replication: 'async', lag: { p50: seconds(2), p99: seconds(20) } }
  expect(rpo([sync]).flows[0]?.rpo).toEqual({ p50: 0, p95: 0, target: 10, probabilityMet: 1 })
  const loss = rpo([sync, async]).flows[0]?.rpo
  expect(loss?.p50).toBeGreaterThan(1.94)
  expect(loss?.p50).toBeLessThan(2.06)
  // ln(20 / 2) / 2.3263 = 0.98979 per normal score: p95 is 2 exp(0.98979 × 1.6449) = 10.19.
  expect(loss?.p95).toBeGreaterThan(9.7)
  expect(loss?.p95).toBeLessThan(10.7)
  expect(loss?.probabilityMet).toBeGreaterThan(0.93)
  expect(loss?.probabilityMet).toBeLessThan(0.96)
})

test('an unknown loss has no figures, but a caveat', () => {
  const unknown: readonly RunbookStore[] = [
    { component: 'a', replication: 'none' },
    { component: 'b', replication: 'async' },
  ]
  for (const store of unknown) {
    const result = rpo([store, { component: 'c', replication: 'sync' }])
    expect(result.flows[0]?.rpo).toEqual({ target: 10 })
    expect(result.caveats.join(' ')).toMatch(new RegExp(`${store.component} is .* not known`))
  }
})

test('a flow that the scenario does not touch takes and loses nothing', () => {
  const book = runbook([step('route', 'route', [])], { flows: [flow({ restoredBy: [], stores: [] })] })
  expect(rto(book, { route: takes(100) })).toEqual({
    flow: 'checkout',
    scenario: 'east-lost',
    rto: { p50: 0, p95: 0, target: 60, probabilityMet: 1 },
    rpo: { p50: 0, p95: 0, target: 10, probabilityMet: 1 },
    criticalPath: [],
    measuredShare: 0,
  })
})

test('a forecast has a number wherever its shape has one', () => {
  const result = simulate(
    runbook([detect, step('route', 'route', ['detect'])], watched),
    { detect: takes(0), route: takes(1e9, 1e12) },
    options,
  )
  expect(JSON.stringify(result)).not.toContain('null')
  expect(() => canonical(result)).not.toThrow()
})

/** What is drained in a planned switch alone, what is routed by hand where the usual way fails, and the rest. */
const moded = [
  { ...step('drain', 'contain', []), modes: ['planned'] as const },
  { ...step('promote', 'recover', ['drain']), modes: ['planned', 'forced'] as const },
  { ...step('route', 'route', ['promote']), modes: ['planned', 'forced'] as const },
  { ...step('by-hand', 'route', ['promote']), insteadOf: 'route' },
  step('look', 'verify', []),
]
const modedTimes = {
  drain: takes(7),
  promote: takes(10),
  route: takes(1),
  'by-hand': takes(900, 900, 'unknown'),
  look: takes(3),
}

test.each([
  ['forced', 11, ['promote', 'route']],
  ['planned', 18, ['drain', 'promote', 'route']],
] as const)('a %s run is timed by the steps of its mode, and no fallback counts as done', (mode, lasts, path) => {
  const book = runbook(moded, { mode })
  const result = rto(book, modedTimes)
  expect(result.rto.p50).toBeGreaterThanOrEqual(lasts + reconnect.from)
  expect(result.rto.p95).toBeLessThanOrEqual(lasts + reconnect.to)
  expect(result.criticalPath.map((one) => one.step)).toEqual(path)
  expect(result.measuredShare).toBe(1)
  expect(simulate(book, modedTimes, options).caveats.join(' ')).not.toMatch(/by-hand|sends no customer/)
})

test('a rehearsal apart restores nothing, so nothing is said of the objective', () => {
  const book = runbook(moded, { mode: 'test' })
  const result = rto(book, modedTimes)
  expect(result.rto).not.toHaveProperty('target')
  expect(result.rto).not.toHaveProperty('probabilityMet')
  expect(result.criticalPath).toEqual([])
  expect(simulate(book, modedTimes, options).caveats).toContain(
    'A rehearsal apart sends no customer anywhere, so no recovery time follows from it.',
  )
})
