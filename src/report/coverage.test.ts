import { expect, test } from 'vitest'
import type { Covered, Graded } from '#checks'
import { type CoverageResult, coverageJson } from './coverage.ts'
import { coverageText } from './coverage-text.ts'
import { defaultsJson, defaultsText } from './defaults.ts'
import { jsonText } from './json.ts'
import { starterJson, starterText } from './starter.ts'
import { hostile, poor, rich } from './testing/samples.ts'

const product: readonly Covered[] = [
  { id: 'warm-standby.regions.c1', answeredBy: [{ kind: 'rule', ref: 'no-standby' }] },
  {
    id: 'warm-standby.regions.v1',
    answeredBy: [
      { kind: 'verification', ref: 'standby-readiness' },
      { kind: 'feature', ref: 'drill' },
    ],
  },
  { id: 'runbook.reachable', answeredBy: [] },
]

const open = [
  { id: 'runbook.reachable', because: 'The offline bundle is not built yet.', work: 'the offline bundle', part: false },
]

const graded: readonly Graded[] = [
  { ...(product[0] as Covered), state: 'declared', grade: 'declared', findings: [], accepted: [] },
  {
    ...(product[1] as Covered),
    state: 'needs-verified',
    findings: [],
    accepted: [],
    run: 'drill-1',
    rehearsed: 'lab-2',
  },
  { ...(product[2] as Covered), state: 'open', findings: ['plan-unreachable'], accepted: ['plan-unversioned'] },
  {
    id: 'runbook.review',
    answeredBy: [],
    state: 'attested',
    grade: 'attested',
    findings: [],
    accepted: [],
    attested: { by: 'head-of-operations', on: '2026-11-01', until: '2027-05-01' },
  },
  { id: 'test.gaps', answeredBy: [], state: 'not-applicable', findings: [], accepted: [] },
]

const counts = {
  proven: 0,
  observed: 0,
  declared: 1,
  attested: 1,
  'needs-verified': 1,
  open: 1,
  'not-applicable': 1,
}

const ofProduct: CoverageResult = { product, open }
const ofPlan: CoverageResult = { product, open, plan: { name: 'shop', requirements: graded, counts } }

test('coverage of the product has a line for each group, and says what is open and why', async () => {
  const text = [coverageText(ofProduct, rich), coverageText(ofProduct, poor, true)].join('\n')
  await expect(text).toMatchFileSnapshot('golden/coverage.product.txt')
})

test('coverage of a plan counts grades apart, and names what is missing or was proven once', async () => {
  const text = [coverageText(ofPlan, rich), coverageText(ofPlan, poor, true)].join('\n')
  await expect(text).toMatchFileSnapshot('golden/coverage.plan.txt')
})

test('coverage as data follows the contract', () => {
  expect(coverageJson(ofProduct)).toMatchObject({
    schemaVersion: 1,
    requirements: [
      { id: 'warm-standby.regions.c1', kind: 'configuration', answeredBy: [{ kind: 'rule', ref: 'no-standby' }] },
      { id: 'warm-standby.regions.v1' },
      { id: 'runbook.reachable', answeredBy: [], openBecause: 'The offline bundle is not built yet.' },
    ],
    summary: { total: 3, answered: 2 },
  })
  expect(JSON.parse(jsonText(coverageJson(ofPlan)))).toMatchObject({
    plan: 'shop',
    requirements: [{ grade: 'declared' }, { state: 'needs-verified' }, { grade: 'attested' }, { state: 'open' }, {}],
    summary: { total: 3, answered: 2, declared: 1, 'needs-verified': 1 },
  })
})

test('defaults in force have their place, their value and a reason', () => {
  const place = { file: 'shop.yaml', line: 3, column: 5, endLine: 3, endColumn: 9 }
  const plans = [
    {
      file: 'shop.yaml',
      defaults: [{ path: 'drills.0.direction', value: 'both', why: 'A drill goes there and back.', place }],
    },
  ]
  expect(defaultsText(plans, rich)).toMatchInlineSnapshot(`
    "shop.yaml: 1 default in force
      3:5  drills.0.direction  both  A drill goes there and back.
    "
  `)
  expect(defaultsJson(plans)).toMatchObject({ schemaVersion: 1, defaults: [{ file: 'shop.yaml', line: 3, column: 5 }] })
})

test('a first plan is followed by what to do next, in words that a shell can be given', () => {
  const result = {
    plan: `${hostile}/muster.yaml`,
    schema: '.muster/plan.schema.json',
    name: 'shop',
    strategy: 'warm-standby',
    tier: 1,
    notes: 30,
    ignored: false,
  }
  expect(starterText(result, poor)).toMatchInlineSnapshot(`
    "Written: <img src=x onerror=alert(1)></script>"'& ::error::pwned|@all/muster.yaml, a plan of tier 1 by warm-standby
             .muster/plan.schema.json, with which editors complete and validate it

    Next:
      1. Put your own names, numbers and addresses where the plan says "yours".
      2. See what it does not say yet (30 notes):  muster check '<img src=x onerror=alert(1)></script>"'\\''& ::error::pwned|@all/muster.yaml'
      3. Forecast its recovery:  muster simulate '<img src=x onerror=alert(1)></script>"'\\''& ::error::pwned|@all/muster.yaml'
      4. Commit the plan, and let CI run \`muster check --fail-on warning\`.
      5. Keep the state folder out of git and the schema in it. Put into .gitignore, in place of any line \`.muster/\`:
           .muster/*
           !.muster/plan.schema.json
    "
  `)
  expect(starterText({ ...result, plan: 'muster.yaml', ignored: undefined }, poor)).not.toContain('.gitignore')
  expect(starterJson({ ...result, ignored: undefined })).not.toHaveProperty('ignored')
})
