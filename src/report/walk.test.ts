import { expect, test } from 'vitest'
import type { Evidence, Walk } from '#evidence'
import { drillHtml } from './drill-html.ts'
import { drillJson } from './drill-json.ts'
import { drillSvg } from './drill-svg.ts'
import { drillText } from './drill-text.ts'
import { jsonText } from './json.ts'
import { drill, evidence, hostile, poor, rich } from './testing/samples.ts'

const walk: Walk = {
  direction: 'failover',
  criteria: 'probes.storefront.failingFor >= duration("2m")',
  steps: [
    {
      step: 'decide.east-lost',
      title: 'Declare east-lost and go to west',
      phase: 'decide',
      by: 'decision',
      who: [
        { role: 'head-of-operations', name: 'Hana', phone: '+1 555 0101', insteadOf: 'incident-manager' },
        { role: 'nobody-yet' },
      ],
      at: 125,
      takes: 300,
      basis: 'declared',
      source: 'The plan says so',
      needs: ['detect.east-lost'],
      requires: ['chat'],
      what: 'Give up east and serve from west?',
      checks: [],
      asks: ['What is known, from whom, and what speaks against it?'],
      irreversible: false,
    },
    {
      step: 'promote.orders-db@west',
      title: 'Make orders-db in west the primary',
      phase: 'recover',
      by: 'machine',
      who: [{ role: 'database', name: 'Database engineer' }],
      region: 'west',
      component: 'orders-db',
      at: 425,
      takes: 4.96,
      basis: 'catalog',
      source: 'The catalog',
      needs: ['decide.east-lost'],
      requires: [],
      what: 'postgres.promote',
      checks: ['What answers is the standby'],
      asks: [],
      irreversible: true,
    },
    {
      step: 'promote-by-hand',
      title: 'Promote it by hand',
      phase: 'recover',
      by: 'person',
      who: [],
      takes: 60,
      basis: 'declared',
      source: 'The plan says so',
      needs: [],
      requires: [],
      what: 'Log in and promote it',
      checks: [],
      asks: [],
      irreversible: false,
      insteadOf: 'promote.orders-db@west',
      nobody: 'database is absent and has no deputy.',
    },
    {
      step: 'announce.customers.activated',
      title: 'Tell Customers',
      phase: 'communicate',
      by: 'machine',
      who: [{ role: 'communications' }],
      at: 426,
      basis: 'unknown',
      source: 'Nobody knows',
      needs: [],
      requires: [],
      what: 'We are moving.',
      to: { audience: 'Customers', channel: 'status-page' },
      checks: [],
      asks: [],
      irreversible: false,
    },
  ],
  ends: 429.96,
  untimed: ['announce.customers.activated'],
  questions: ['head-of-operations has no deputy. Who stands in for them? (decide.east-lost)'],
}

const atTable: Evidence = {
  ...evidence,
  subject: 'tabletop',
  target: 'tabletop',
  verdict: 'exercised',
  flows: evidence.flows.map(({ flow, rto, rpo }) => ({
    flow,
    rto: { ...(rto.target === undefined ? {} : { target: rto.target }), phases: { decide: 41 } },
    rpo: { ...rpo, method: 'none' as const },
  })),
  absent: ['incident-manager'],
  people: [
    {
      role: 'incident-manager',
      step: 'decide.east-lost',
      called: '2026-11-24T10:00:10.000Z',
      channel: 'pager',
      reached: false,
    },
    {
      role: 'head-of-operations',
      step: 'decide.east-lost',
      called: '2026-11-24T10:01:10.000Z',
      channel: 'console',
      insteadOf: 'incident-manager',
      answered: 12.5,
      decided: 41,
      reached: true,
    },
  ],
  gaps: [...walk.questions, 'Another gap.'],
}
const { failback: _, ...there } = drill
const result = { ...there, evidence: atTable, walks: [walk] }

test('a drill at a table shows every step, who was called, and asks what is missing once', async () => {
  const text = drillText(result, rich)
  await expect(text).toMatchFileSnapshot('golden/tabletop.txt')
  expect(text.split('has no deputy. Who stands in').length).toBe(2)
  expect(drillText(result, poor)).toMatch(/^[\n -~]*$/)
})

test('as data and as a page it has who was called and claims no recovery time', () => {
  const data = drillJson(result)
  expect(data).toMatchObject({ verdict: 'exercised', absent: ['incident-manager'], walks: [walk] })
  expect(data.people).toHaveLength(2)
  for (const { rto } of data.flows) expect(rto).not.toHaveProperty('measured')
  expect(() => jsonText(data)).not.toThrow()
  const page = drillHtml(result, drillSvg(result))
  expect(page).toContain('People called')
  expect(page).not.toContain('not restored')
})

test('a walk cannot write what a terminal would obey', () => {
  const [first] = walk.steps
  const foul = {
    ...walk,
    criteria: hostile,
    questions: [hostile],
    steps: first ? [{ ...first, title: hostile, what: hostile }] : [],
  }
  expect(drillText({ ...result, walks: [foul] }, { ...rich, colour: false })).not.toMatch(
    /(?!\n)[\p{Cc}\p{Bidi_Control}]/u,
  )
})
