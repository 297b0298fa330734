import { describe, expect, test } from 'vitest'
import { documentOf } from './document.ts'
import { htmlOf } from './html.ts'
import { markdownOf } from './markdown.ts'
import type { Card, Document } from './model.ts'
import { inputOf, planOf, shop, spansOf } from './testing/samples.ts'

const lost = inputOf(shop, 'east-lost')
const document = documentOf(lost)

const cardsOf = ({ sections }: Document): readonly Card[] =>
  sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.is === 'card' ? [block.card] : [])))
const titles = ({ sections }: Document): readonly string[] => sections.map(({ title }) => title)
const sectionOf = (id: string, of = document) => {
  const found = of.sections.find((section) => section.id === id)
  if (!found) throw new Error(`There is no ${id}.`)
  return JSON.stringify(found)
}

describe('what every runbook on paper has', () => {
  test('each step of both directions stands in it once, with a number, an owner who can be called, and what is done', () => {
    const { failover, failback } = lost
    const steps = [...failover.steps, ...(failback?.steps ?? [])]
    const cards = cardsOf(document)
    expect(cards.map(({ step }) => step).toSorted()).toEqual(steps.map(({ id }) => id).toSorted())
    expect(new Set(cards.map(({ number }) => number)).size).toBe(cards.length)
    for (const card of cards) {
      expect(
        card.owner.some((span) => typeof span === 'object' && 'phone' in span),
        card.step,
      ).toBe(true)
      expect(card.does.length, card.step).toBeGreaterThan(0)
      if (card.kind === 'action') expect(JSON.stringify(card.does), card.step).toContain('By hand')
      if (card.kind !== 'manual') expect(card.expect.length, card.step).toBeGreaterThan(0)
      expect(card.otherwise.length, card.step).toBeGreaterThan(0)
    }
  })

  test('a step comes behind those that it waits for, and a fallback right behind what it stands in for', () => {
    const numbers = cardsOf(document).map(({ number }) => number)
    for (const { number, after } of cardsOf(document))
      for (const earlier of after)
        expect(Number(earlier.replace(/\D/g, ''))).toBeLessThan(Number(number.replace(/\D/g, '')))
    expect(numbers[numbers.indexOf('23') + 1]).toBe('23b')
    expect(cardsOf(document).find(({ number }) => number === '23')?.otherwise).toContainEqual([
      'Failed for good: go on with step ',
      { to: 'step-23b', text: '23b' },
      '.',
    ])
  })

  test('what the plan says in words of a failover and of the way back stands at the step that does it', () => {
    const cards = cardsOf(document)
    const promote = JSON.stringify(cards.find(({ step }) => step === 'promote.orders-db@west'))
    expect(promote).toContain('by hand it is page DB-3 of the wiki')
    expect(promote).toContain('a promotion itself is not taken back')
    expect(JSON.stringify(cards.find(({ step }) => step === 'route.edge@west'))).toContain('page EDGE-2 of the wiki')
    expect(JSON.stringify(cards.find(({ step }) => step === 'verify.orders-db@west'))).not.toContain('DB-3')
    expect(sectionOf('bounds')).toContain('{"link":"https://git.shop.example/orders/recovery"}')
  })

  test('every reference leads to a place, and no place is there twice', () => {
    const places = [
      ...document.sections.map(({ id }) => id),
      ...cardsOf(document).map(({ number }) => `step-${number}`),
    ]
    expect(new Set(places).size).toBe(places.length)
    const to = spansOf(document).flatMap((span) => (typeof span === 'object' && 'to' in span ? [span.to] : []))
    expect(to.length).toBeGreaterThan(50)
    for (const place of to) expect(places).toContain(place)
    const html = htmlOf(document)
    for (const [, place = ''] of html.matchAll(/href="#([^"]*)"/g)) expect(html).toContain(` id="${place}"`)
  })

  test('activation: criteria, what speaks against it, questions, who decides and who is called next', () => {
    const decision = sectionOf('decision')
    for (const words of [
      'probes.storefront.failingFor',
      'deployment.inProgress',
      'Does the provider expect the region back within the hour?',
      'incident-manager',
      'after 3m: ',
      'head-of-payments',
      'Decided by (name and role)',
    ])
      expect(decision).toContain(words)
  })

  test('communication: everybody with a number and a deputy, and the very words for each audience, filled in', () => {
    expect(sectionOf('contacts')).toContain('+1 555 0109')
    expect(sectionOf('contacts')).toContain('Cardhouse')
    const messages = sectionOf('messages')
    expect(messages).toContain('east-lost is declared for contoso-orders. We move from east to west. Please join.')
    expect(messages).toContain('The recovery of contoso-orders takes longer than planned.')
    expect(messages).toContain('NOT APPROVED')
    expect(messages).not.toContain('{{')
    expect(titles(document).filter((title) => title.startsWith('To tell: '))).toHaveLength(3)
  })

  test('health by application, infrastructure and data; afterwards: clean-up, reconciliation, cause, debrief', () => {
    const health = sectionOf('health')
    for (const words of [
      'A test order is placed',
      'accepts writes and has no other writer',
      'Totals by hour',
      'step 20',
    ])
      expect(health).toContain(words)
    const afterwards = sectionOf('afterwards')
    for (const words of ['Servers that were only made for the move', 'Orders by number', '5d', '10d', '30d'])
      expect(afterwards).toContain(words)
    expect(sectionOf('failback')).toContain('The first region has been stable for a day')
    expect(sectionOf('failback')).toContain('Between 02:00 and 05:00')
  })

  test('a sheet for each role that does or decides anything, with its own steps only', () => {
    const sheet = document.sections.find(({ title }) => title === 'Sheet of communications')
    expect(sheet?.sheet).toBe(true)
    expect(JSON.stringify(sheet)).toContain('Tell Customers')
    expect(JSON.stringify(sheet)).not.toContain('Make orders-db')
    expect(titles(document)).toContain('Sheet of finance-director')
    expect(titles(document)).not.toContain('Sheet of head-of-sales')
  })
})

test('times add up along the longest way, and what the end waits for is marked', () => {
  const cards = cardsOf(document).filter(({ number }) => !number.startsWith('B'))
  const route = cards.find(({ step }) => step === 'route.edge@west')
  expect(route?.time.critical).toBe(true)
  const critical = cards.filter(({ time }) => time.critical)
  // One after the other, each a minute long, up to the one that customers wait for.
  expect(critical.map(({ time }) => time.ends)).toEqual(critical.map((_, at) => 60 * (at + 1)))
  expect(route?.time.ends).toBe(60 * critical.length)
  expect(cards.find(({ step }) => step.startsWith('re-protect'))?.time.critical).toBe(false)
  expect(cards.find(({ number }) => number === '23b')?.time.begins).toBeUndefined()
})

test('what nobody knows is said, and counts as nothing in the times', () => {
  const unknown = documentOf({ ...lost, facts: { ...lost.facts, failover: { steps: {}, flows: [] } } })
  expect(cardsOf(unknown)[0]?.time).toEqual({ basis: 'unknown', begins: 0, ends: 0, critical: true })
  expect(markdownOf(unknown)).toContain('nobody knows how long it takes')
  expect(sectionOf('summary', unknown)).toContain('unknown')
  expect(sectionOf('summary', unknown)).not.toContain('"bars"')
})

test('a document says by what it was proven, and that it needs to be verified once the plan was changed', () => {
  const proven = { run: 'drill-7', on: '2026-11-20', verdict: 'met', subject: 'prod', current: true }
  const stampOf = (drill?: typeof proven) =>
    documentOf({ ...lost, facts: { ...lost.facts, ...(drill ? { proven: drill } : {}) } }).stamp
  expect(stampOf(proven)).toMatchObject({
    proven: 'proven by drill-7 on 2026-11-20 (prod, met)',
    needsVerified: false,
  })
  expect(stampOf({ ...proven, verdict: 'missed' })).toMatchObject({ needsVerified: true })
  expect(stampOf({ ...proven, subject: 'lab' })).toMatchObject({ needsVerified: true })
  expect(stampOf({ ...proven, current: false })).toMatchObject({ proven: 'NEEDS VERIFIED', needsVerified: true })
  expect(stampOf()).toMatchObject({ needsVerified: true })
})

test('every sheet of the Markdown and every page of the print carries the stamp', () => {
  const text = markdownOf(document)
  const digest = `digest ${lost.failover.plan.digest.slice(7, 19)}`
  expect(text.split(digest)).toHaveLength(document.sections.length + 2)
  expect(htmlOf(document)).toMatch(/@page\{[^}]*@bottom-left\{content:"contoso-orders/)
})

test('the same input gives the same bytes, and another order has the same steps', () => {
  expect(htmlOf(documentOf(inputOf(shop, 'east-lost')))).toBe(htmlOf(document))
  const nist = documentOf({ ...lost, order: 'nist' })
  expect(
    cardsOf(nist)
      .map(({ step }) => step)
      .toSorted(),
  ).toEqual(
    cardsOf(document)
      .map(({ step }) => step)
      .toSorted(),
  )
  expect(titles(nist).slice(0, 3)).toEqual([
    '1 Introduction',
    '2 Concept of operations: the system, and who answers for it',
    '3 Activation and notification: activation criteria',
  ])
  expect(titles(nist)).toContain('Appendix A: Whom to call')
  expect(titles(nist)).toContain('Appendix B: Business-impact analysis')
})

test('only the way back, where that is asked for', () => {
  const back = documentOf({ ...lost, direction: 'failback' })
  expect(back.subtitle).toContain('back from west to east')
  expect(cardsOf(back).map(({ step }) => step)).toEqual(lost.failback?.steps.map(({ id }) => id))
  expect(titles(back)).not.toContain('The decision: is it a disaster?')
})

test('the live run is a code to be photographed, and a link', () => {
  const html = htmlOf(documentOf(inputOf(shop, 'east-lost', { live: 'https://runs.shop.example/event-1' })))
  expect(html).toContain('aria-label="Code of the address of the live run"')
  expect(html).toContain('<a href="https://runs.shop.example/event-1">')
  expect(htmlOf(document)).not.toContain('class="code"')
})

describe('text of a plan is text', () => {
  const hostile = [
    '<img src=x onerror=alert(1)>',
    '</style><script>alert(1)</script>',
    '[x](javascript:alert(1))',
    '{{constructor.constructor("x")()}}',
    'a";} body{display:none} @import url(//evil.example)',
    '| a | b |',
    '`code` ``` <!-- -->',
    'see javascript:alert(1) or https://shop.example/a"onclick="x',
  ]
  const source = (words: string) => {
    const text = JSON.stringify(words)
    return `apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: ${text}, version: ${text}, copies: [${text}] }
regions: { east: { location: a }, west: { location: b } }
flows:
  buy: { does: ${text}, tier: 1, objectives: { default: { rto: 1h, rpo: 1m } }, needs: [edge, web], minimumService: { is: ${text} } }
components:
  edge: { type: traffic-manager, routing: { method: priority, order: [east, west] } }
  web: { type: web-service, active: [east], standby: [west], contract: { provider: ${text}, excludes: ${text} } }
scenarios: { east-lost: { class: region, loses: [east], says: ${text} } }
contacts: { lead: { name: ${text}, phone: "+1 555 0100", chat: ${text} } }
communications: { told: { audience: ${text}, owner: lead, channel: email, on: [activated, delayed], message: ${text} } }
verification: { works: { kind: application, of: web, does: ${text}, owner: lead } }
failback: { criteria: [${text}], decidedBy: [lead], window: ${text} }
postRecovery: { owner: lead, cleanUp: [${text}], reconcile: [{ of: web, owner: lead, compares: ${text} }] }
exclusions: [{ what: ${text}, because: ${text}, by: ${text} }]
recovery: { failover: { look: { title: ${text}, phase: verify, owner: lead, manual: ${text}, undo: { title: ${text}, manual: ${text} } } } }
`
  }

  test.each(hostile)('%s', (words) => {
    const made = documentOf(inputOf(planOf(source(words)), 'east-lost', { live: 'https://runs.example/a' }))
    const html = htmlOf(made)
    // Whatever stands in the plan, the elements of the page are the same as with a harmless word.
    const tags = (page: string): readonly string[] =>
      [...page.matchAll(/<\/?([a-z0-9]+)[^>]*?>/gi)]
        .map(([, tag = '']) => tag)
        .filter((tag) => !['br', 'a'].includes(tag))
    const harmless = htmlOf(
      documentOf(inputOf(planOf(source('harmless')), 'east-lost', { live: 'https://runs.example/a' })),
    )
    expect(tags(html)).toEqual(tags(harmless))
    expect(html.match(/<script/g)).toBeNull()
    expect(html).not.toMatch(/ on[a-z]+="/)
    for (const [, address = ''] of html.matchAll(/(?:href|src)="([^"]*)"/g))
      expect(address).toMatch(/^(#|https:\/\/|tel:|mailto:)/)
    expect(html.match(/<style>/g)).toHaveLength(harmless.match(/<style>/g)?.length ?? -1)
    const text = markdownOf(made)
    expect(text).not.toMatch(/<(?!a id="|\/a>|sub>|\/sub>|br>|https:\/\/)/)
    expect(text).not.toMatch(/(?<!\\)\]\((?!#|tel:)/)
  })
})
