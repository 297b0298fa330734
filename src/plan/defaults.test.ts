import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, stringify } from 'yaml'
import { parsePlan, planDigest } from './index.ts'

const minimal = readFileSync(new URL('../../examples/minimal/muster.yaml', import.meta.url), 'utf8')

/** A plan of two regions with these components; more parts follow them. */
function plan(components: string, more = '', regions = '{ east: { location: e }, west: { location: w } }') {
  return parsePlan(
    `apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: team }
regions: ${regions}
flows: {}
components:
${components}
scenarios: { east-lost: { class: region, loses: [east] } }
${more}`,
    'plan.yaml',
  )
}

const listed = ({ defaults }: ReturnType<typeof parsePlan>) => defaults.map(({ path, value }) => `${path}: ${value}`)

describe('what a plan need not say', () => {
  it.each([
    ['a standby, where two regions leave no choice', 'strategy: warm-standby, active: [east]', ['standby: [west]']],
    ['the other way round too', 'strategy: cold-standby, active: [west]', ['standby: [east]']],
    ['where it runs', 'strategy: hot-standby, standby: [east]', ['active: [west]']],
    ['both', 'strategy: warm-standby', ['active: [east]', 'standby: [west]']],
    ['that active-active is everywhere', 'strategy: active-active', ['active: [east, west]']],
    ['where something without a strategy runs', '', ['active: [east]']],
    ['a standby of what is only restored', 'strategy: backup-restore', ['active: [east]']],
  ])('is %s', (_name, keys, expected) => {
    const found = plan(`  shop: { type: web-service${keys && `, ${keys}`} }`)
    expect(found.problems).toEqual([])
    expect(listed(found)).toEqual(expected.map((one) => `components.shop.${one}`))
    const written = plan(`  shop: { type: web-service${keys && `, ${keys}`}, ${expected.join(', ')} }`)
    expect(written.defaults).toEqual([])
    expect(found.plan && planDigest(found.plan)).toBe(written.plan && planDigest(written.plan))
  })

  it.each([
    ['of a kind that nobody knows', '{ type: mainframe, strategy: warm-standby }'],
    ['that every object has by name', '{ type: to-string, strategy: warm-standby }'],
    ['that the provider runs beside the regions', '{ type: dns, strategy: warm-standby }'],
    ['that another company runs', '{ type: third-party }'],
    ['that is active in both regions', '{ type: postgres, strategy: hot-standby, active: [east, west] }'],
    ['that is active where no region is', '{ type: postgres, strategy: hot-standby, active: [moon] }'],
    ['that stands by everywhere', '{ type: postgres, strategy: hot-standby, standby: [east, west] }'],
    ['that says all of it', '{ type: postgres, strategy: hot-standby, active: [east], standby: [west] }'],
    ['that says nothing of a standby on purpose', '{ type: postgres, active: [east], standby: [] }'],
  ])('is never guessed for a component %s', (_name, component) => {
    expect(listed(plan(`  shop: ${component}`))).toEqual([])
  })

  it('is no choice among three regions', () => {
    const three = '{ east: { location: e }, west: { location: w }, north: { location: n } }'
    expect(listed(plan('  shop: { type: vm, strategy: warm-standby, active: [east] }', '', three))).toEqual([])
    expect(listed(plan('  shop: { type: vm, strategy: active-active }', '', three))).toEqual([
      'components.shop.active: [east, west, north]',
    ])
    const one = '{ east: { location: e } }'
    expect(listed(plan('  shop: { type: vm, strategy: active-active }', '', one))).toEqual([])
    expect(listed(plan('  shop: { type: vm, strategy: warm-standby }', '', one))).toEqual([
      'components.shop.active: [east]',
    ])
  })

  it('is not put in the place of what could not be read', () => {
    const found = plan('  shop: { type: vm, strategy: warm-standby, active: east }')
    expect(found.problems.map(({ code }) => code)).toEqual(['wrong-type'])
    expect(listed(found)).toEqual([])
    expect(plan('  shop: { type: vm, strategy: warm-standby }', '', '[]').defaults).toEqual([])
    const unread = plan('  shop: { type: vm, strategy: warm-standby }', 'include: [more.yaml]')
    expect(listed(unread)).toEqual([])
  })

  it('is which component a probe asks, how long an answer may take, and how a drill is run', () => {
    const found = plan(
      '  shop: { type: dns }',
      `probes: { shop: { http: "https://shop.example", every: 10s }, front: { http: "https://shop.example", every: 10s } }
drills:
  - { scenario: east-lost }
  - { scenario: east-lost, kind: planned-switchover, target: prod }
  - { scenario: [] }
  - { scenario: east-lost, kind: tabletop }
  - { scenario: east-lost, kind: forced, direction: failover }
`,
    )
    expect(listed(found)).toEqual([
      'probes.shop.timeout: 5s',
      'probes.shop.component: shop',
      'probes.front.timeout: 5s',
      'drills.0.target: lab',
      'drills.0.decision: automatic',
      'drills.0.direction: both',
      'drills.1.direction: both',
      'drills.4.target: lab',
      'drills.4.decision: automatic',
    ])
    expect(found.defaults.map(({ place }) => `${place.line}:${place.column}`)).toEqual([
      '9:11',
      '9:11',
      '9:63',
      '11:5',
      '11:5',
      '11:5',
      '12:5',
      '15:5',
      '15:5',
    ])
  })

  it('is listed with its reason, as it would be written', () => {
    expect(parsePlan(minimal, 'muster.yaml').defaults.map(({ place, ...one }) => [place.line, one])).toEqual([
      [11, { path: 'flows.write-note.data', value: 'writes', why: expect.stringContaining('taken to write') }],
      [11, { path: 'flows.write-note.serviceLevel.success', value: '99%', why: expect.stringContaining('nearly all') }],
      [
        11,
        { path: 'flows.write-note.serviceLevel.hold', value: '1m', why: expect.stringContaining('held for a while') },
      ],
      [33, { path: 'probes.notes-api.timeout', value: '5s', why: expect.stringContaining('takes longer') }],
      [
        33,
        { path: 'probes.notes-api.component', value: 'notes-api', why: 'The probe has the name of this component.' },
      ],
      [46, { path: 'drills.0.direction', value: 'both', why: 'A drill goes there and back.' }],
    ])
  })

  it('changes nothing when it is written out', () => {
    const components = fc.array(
      fc.record(
        {
          type: fc.constantFrom('postgres', 'vm', 'dns', 'third-party', 'unheard-of'),
          strategy: fc.constantFrom('active-active', 'hot-standby', 'warm-standby', 'cold-standby', 'backup-restore'),
          active: fc.subarray(['east', 'west']),
          standby: fc.subarray(['east', 'west']),
        },
        { requiredKeys: ['type'] },
      ),
      { maxLength: 5 },
    )
    const drills = fc.array(
      fc.record(
        {
          scenario: fc.constant('east-lost'),
          kind: fc.constantFrom('forced', 'planned-switchover', 'restore', 'tabletop'),
          target: fc.constantFrom('lab', 'prod'),
        },
        { requiredKeys: ['scenario'] },
      ),
      { maxLength: 3 },
    )
    fc.assert(
      fc.property(components, drills, (given, rehearsed) => {
        const value: Record<string, unknown> = {
          apiVersion: 'muster/v1',
          kind: 'Plan',
          metadata: { name: 'shop', owner: 'team' },
          regions: { east: { location: 'e' }, west: { location: 'w' } },
          flows: { buy: { does: 'a', tier: 1, objectives: { default: {} }, needs: ['c0'] } },
          components: Object.fromEntries(given.map((one, index) => [`c${index}`, one])),
          scenarios: {},
          probes: { c0: { http: 'https://shop.example', every: '10s' } },
          drills: rehearsed,
        }
        const short = parsePlan(stringify(value), 'plan.yaml')
        expect(short.problems).toEqual([])
        for (const { path, value: text } of short.defaults) {
          const parts = path.split('.')
          let owner = value
          for (const part of parts.slice(0, -1)) owner = (owner[part] ??= {}) as Record<string, unknown>
          owner[parts.at(-1) ?? ''] = parse(text)
        }
        const long = parsePlan(stringify(value), 'plan.yaml')
        expect(long.problems).toEqual([])
        expect(long.defaults).toEqual([])
        expect(long.plan).toEqual(short.plan)
      }),
      { numRuns: 150, seed: 20261124 },
    )
  })
})
