import fc from 'fast-check'
import { type Plan, parsePlan, type Scenario } from '#plan'

const regions = ['east', 'west', 'north']
const types = [
  'web-service',
  'postgres',
  'azure-sql',
  'object-storage',
  'queue',
  'cache',
  'vm',
  'kubernetes',
  'batch',
  'key-vault',
  'dns',
  'traffic-manager',
  'third-party',
  'mainframe',
]
/** All that the management of a component may carry out. */
const verbs =
  'recover provision start scale shed switch ready stand-by isolate release direct turn restore choose-point prove back-up take-writes drain re-protect reconcile suspend stop stop-writers stop-replication keep-backups rotate rebuild verify fail-over switch-over count-loss'.split(
    ' ',
  )
const keeping = new Set(['postgres', 'azure-sql', 'object-storage', 'queue', 'key-vault'])
const classes: ReadonlyArray<Scenario['class']> = [
  'region',
  'control-plane',
  'corruption',
  'multi-tier',
  'extended',
  'partition',
  'blip',
]

/** Plans of one to six components in up to three regions, each with one scenario, `trouble`, of any class. */
export function plans(): fc.Arbitrary<Plan> {
  return fc
    .integer({ min: 1, max: 6 })
    .chain((count) =>
      fc.record({
        components: fc.tuple(...[...Array(count).keys()].map((index) => component(index))),
        scenario: scenario(count),
        entries: fc.uniqueArray(fc.nat({ max: count - 1 }), { minLength: 1, maxLength: 3 }),
        activated: fc.boolean(),
        told: fc.boolean(),
        checked: fc.boolean(),
        settled: fc.boolean(),
        added: fc.option(fc.constantFrom('free', 'before the fence', 'after nothing here', 'in a test'), {
          nil: undefined,
        }),
      }),
    )
    .map(planWith)
}

function component(index: number): fc.Arbitrary<Record<string, unknown>> {
  const needs = fc.uniqueArray(fc.nat({ max: Math.max(0, index - 1) }), { maxLength: 2 })
  return fc
    .record({
      type: fc.constantFrom(...types),
      active: fc.uniqueArray(fc.constantFrom(...regions), { minLength: 1, maxLength: 2 }),
      standby: fc.option(fc.constantFrom(...regions), { nil: undefined }),
      needs: index === 0 ? fc.constant<number[]>([]) : needs,
      mode: fc.constantFrom('sync', 'async', 'none'),
      backup: fc.constantFrom('none', 'hot', 'archive'),
      writes: fc.constantFrom('one-region', 'every-region'),
      shared: fc.boolean(),
      timed: fc.boolean(),
      operated: fc.boolean(),
    })
    .map(({ type, active, standby, needs: below, mode, backup, writes, shared, timed, operated }) => ({
      type,
      active,
      ...(standby === undefined || active.includes(standby) ? {} : { standby: [standby] }),
      ...(below.length === 0 ? {} : { needs: below.map(nameOf) }),
      ...(shared && index % 3 === 2 ? { shared: true } : {}),
      ...(timed ? { stepTakes: '5m' } : {}),
      ...(operated ? { operations: verbs } : {}),
      ...(keeping.has(type)
        ? {
            data: {
              writes,
              replication: { mode },
              ...(backup === 'none' ? {} : { backup: { every: '1h', tier: backup, restoreTakes: '2h' } }),
            },
          }
        : {}),
    }))
}

function scenario(count: number): fc.Arbitrary<Record<string, unknown>> {
  return fc
    .record({
      class: fc.constantFrom(...classes),
      region: fc.constantFrom(...regions),
      other: fc.constantFrom(...regions),
      of: fc.uniqueArray(fc.nat({ max: count - 1 }), { minLength: 1, maxLength: 3 }),
      loses: fc.boolean(),
      inOne: fc.boolean(),
      takes: fc.option(fc.constantFrom('arm-control-plane', 'edge-management', 'chat'), { nil: undefined }),
    })
    .map(({ class: kind, region, other, of, loses, inOne, takes }) => ({
      class: kind,
      ...(kind === 'region' || kind === 'extended' || (loses && kind !== 'blip' && kind !== 'partition')
        ? { loses: [region] }
        : {}),
      ...(kind === 'partition' ? { between: [region, other] } : {}),
      ...(kind === 'corruption' || kind === 'multi-tier' || kind === 'blip' ? { of: of.map(nameOf) } : {}),
      ...(kind === 'blip' ? { healsWithin: '90s' } : {}),
      ...(kind === 'extended' ? { lasts: '30d' } : {}),
      ...(kind === 'multi-tier' && inOne ? { in: region } : {}),
      ...(takes === undefined ? {} : { takes: [takes] }),
    }))
}

interface Drawn {
  readonly components: readonly Record<string, unknown>[]
  readonly scenario: Record<string, unknown>
  readonly entries: readonly number[]
  readonly activated: boolean
  readonly told: boolean
  readonly checked: boolean
  readonly settled: boolean
  readonly added: string | undefined
}

function planWith({ components, scenario: trouble, entries, activated, told, checked, settled, added }: Drawn): Plan {
  const plan = {
    apiVersion: 'muster/v1',
    kind: 'Plan',
    metadata: { name: 'drawn', owner: 'team' },
    regions: Object.fromEntries(regions.map((region) => [region, { location: region }])),
    flows: Object.fromEntries(
      entries.map((entry) => [
        `flow-${entry}`,
        { does: 'It works', tier: 1, objectives: { default: { rto: '1h' } }, needs: [nameOf(entry)] },
      ]),
    ),
    components: Object.fromEntries(components.map((one, index) => [nameOf(index), one])),
    scenarios: { trouble },
    probes: { [nameOf(0)]: { http: 'https://drawn.example/health', every: '10s' } },
    contacts: { lead: { name: 'Lead', phone: '+1 555 0100' }, owner: { name: 'Owner' } },
    ...(activated
      ? {
          activation: {
            trouble: {
              when: `probes.${nameOf(0)}.failingFor >= duration("2m")`,
              decideWithin: '5m',
              declaredBy: ['lead'],
              lossAcceptedBy: 'owner',
              approvals: { from: ['owner'], atLeast: 1 },
            },
          },
        }
      : {}),
    ...(told
      ? {
          communications: {
            everybody: {
              audience: 'Everybody',
              owner: 'lead',
              channel: 'status-page',
              on: ['activated', 'restored', 'failed-back'],
              message: 'We go from {{ region.from }} to {{ region.to }}.',
            },
          },
        }
      : {}),
    ...(checked
      ? { verification: { works: { kind: 'application', of: nameOf(0), does: 'It works', owner: 'lead' } } }
      : {}),
    ...(settled
      ? { postRecovery: { owner: 'lead', reconcile: [{ of: nameOf(0), owner: 'owner', compares: 'totals by hour' }] } }
      : {}),
    ...(added === undefined ? {} : { recovery: { failover: { mine: addedBy(added) } } }),
  }
  const { plan: parsed } = parsePlan(JSON.stringify(plan), 'drawn.yaml')
  if (!parsed) throw new TypeError(`The drawn plan cannot be parsed: ${JSON.stringify(plan)}`)
  return parsed
}

function addedBy(kind: string): Record<string, unknown> {
  const step = { title: 'Mine', phase: 'contain', owner: 'lead', manual: 'Do it' }
  switch (kind) {
    case 'before the fence':
      return { ...step, before: ['fence.east@west', 'fence.west@east'] }
    case 'after nothing here':
      return { ...step, needs: ['promote.nobody@nowhere'] }
    case 'in a test':
      return { ...step, phase: 'verify', modes: ['test'] }
    default:
      return step
  }
}

function nameOf(index: number): string {
  return `c${index}`
}
