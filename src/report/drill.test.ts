import { expect, test } from 'vitest'
import type { StaleUse, Verdict } from '#evidence'
import type { Harm } from '#journal'
import { pagePolicy } from '#markup'
import { drillHtml } from './drill-html.ts'
import { drillJson } from './drill-json.ts'
import { subjectWords, verdictWords } from './drill-result.ts'
import { drillSvg } from './drill-svg.ts'
import { drillText } from './drill-text.ts'
import { drill, evidence, hostileDrill, missedDrill, poor, rich } from './testing/samples.ts'
import { emptyHtml } from './empty-html.ts'
import { jsonText } from './json.ts'

const control = /[\p{Cc}\p{Bidi_Control}]/u

test('a drill shows measured beside forecast and target, the way back, the verdict and where the proof lies', async () => {
  await expect(drillText(drill, rich)).toMatchFileSnapshot('golden/drill.txt')
})

test('a drill that missed says what, in ASCII too', async () => {
  const text = drillText(missedDrill, poor)
  expect(text).toMatch(/^[\n -~]*$/)
  await expect(text).toMatchFileSnapshot('golden/drill.missed.ascii.txt')
})

test('a drill and a real event differ in their words', () => {
  expect(drillText(drill, rich)).toMatch(/^REHEARSAL {2}/)
  expect(drillText({ ...drill, evidence: { ...evidence, kind: 'realEvent' } }, rich)).toMatch(/^REAL EVENT {2}/)
})

test('every verdict has its words, and the automatic decision never reads as plainly met', () => {
  const words = (verdict: Verdict) => verdictWords({ ...evidence, verdict })
  expect(words('met')).toBe('Every objective met, and people took the decision.')
  expect(words('met-technically')).toBe(
    'Technical recovery time: every objective met; the decision was automatic, so it is not exercised.',
  )
  expect(words('missed')).toBe('An objective was missed.')
  expect(words('failed')).toBe('The run did not restore.')
  expect(verdictWords(missedDrill.evidence)).toBe(
    'The run did not restore. RTO of checkout: 45m against 30m; RPO of checkout: 1m 15s against 1m; RTO of browse: not restored against 9s.',
  )
})

test('a lab proves nothing about a workload, and every subject says what it proves', () => {
  expect(subjectWords(evidence)).toBe(
    'This proves Muster and the pattern on this machine; it proves nothing about a workload.',
  )
  expect(subjectWords({ ...evidence, subject: 'nonprod' })).toContain('production is not proven')
  expect(subjectWords({ ...evidence, subject: 'prod' })).toContain('as it was during this run')
})

test('a drill as data follows the contract, without nulls', async () => {
  await expect(jsonText(drillJson(drill))).toMatchFileSnapshot('golden/drill.json.txt')
  expect(() => jsonText(drillJson(missedDrill))).not.toThrow()
  expect(drillJson(missedDrill)).not.toHaveProperty('failback')
  expect(drillJson(missedDrill).flows[1]?.rto).toEqual({ target: 9, met: false })
})

test('a time that is known to within an error says so, and one that nobody could judge is not called met', () => {
  const [checkout, browse] = evidence.flows
  if (!checkout || !browse) throw new Error('the sample has two flows')
  const { met: _, ...rto } = checkout.rto
  const near = { ...checkout, rto: { ...rto, measured: 29.5, error: 1 } }
  const unknown = { ...browse, rto: { target: 9 } }
  const one = { ...drill, evidence: { ...evidence, flows: [near, unknown] } }
  const text = drillText(one, rich)
  expect(text).toMatch(/checkout +29\.5s .* not judged +known to within 1s/)
  expect(text).toMatch(/browse +not measured /)
  expect(text).toContain('Technical recovery time: every objective that could be judged was met;')
  expect(drillHtml(one, drillSvg(one))).toContain('29.5s, to within 1s')
  expect(drillSvg(one)).toContain('browse was not measured')
  expect(drillJson(one).flows[0]?.rto).toMatchObject({ measured: 29.5, error: 1, target: 30 })
  expect(drillJson(drill).flows[0]?.rto).not.toHaveProperty('error')
  expect(verdictWords({ ...one.evidence, verdict: 'missed' })).toBe(
    'Missed: of no recovery time is it known that it was within its objective.',
  )
})

test('a drill says of which programs of the machine its lab was made, and nothing where there were none', () => {
  const parts = { postgres: '15.18' }
  const full = { ...drill, evidence: { ...evidence, parts } }
  expect(drillText(full, rich)).toContain('The lab is made of programs of this machine: PostgreSQL 15.18.')
  expect(drillText(drill, rich)).not.toContain('programs of this machine')
  expect(drillJson(full).parts).toEqual(parts)
})

test('a loss that could not be forecast is unknown, and left out of the data', () => {
  const unknown = {
    ...drill,
    forecast: { ...drill.forecast, flows: drill.forecast.flows.map((flow) => ({ ...flow, rpo: { target: 60 } })) },
  }
  expect(drillText(unknown, rich)).toMatch(/checkout +1.1s +unknown +1m/)
  expect(drillJson(unknown).flows[0]?.rpo).not.toHaveProperty('predicted')
  expect(drillHtml(unknown, '')).toContain('<td>unknown</td>')
})

test('what is there and wrong, and what the other side alone has, stands beside the losses', () => {
  const flows = evidence.flows.map((flow) => ({ ...flow, rpo: { ...flow.rpo, wrong: 4, unreconciled: 1200 } }))
  const counted = { ...drill, evidence: { ...evidence, flows } }
  expect(drillText(counted, rich)).toContain('17 / 4,210, 4 of them there and wrong, 1,200 on the other side alone')
  expect(drillJson(counted).flows[0]?.rpo).toMatchObject({ lost: 17, wrong: 4, unreconciled: 1200 })
  expect(jsonText(drillJson(drill))).not.toContain('wrong')
})

test('who still used an old address is told where customers find a region by name, and nowhere else', () => {
  const withStale = (stale: StaleUse) => ({ ...drill, evidence: { ...evidence, stale } })
  const used = { since: 10, clients: 3, of: 20, requests: 1200, answered: 1, lastAt: 11.5, forSeconds: 1.5 }
  expect(drillText(withStale(used), rich).replace(/\s+/g, ' ')).toContain(
    'Names 3 of 20 clients used an old address, for 1.5s at the longest; 1 of 1,200 requests were answered there.',
  )
  expect(drillText(withStale({ since: 10, clients: 0, of: 20, requests: 0, answered: 0 }), rich)).toContain(
    'Nobody used an old address once another was given.',
  )
  expect(drillText(drill, rich)).not.toContain('old address')
  expect(drillJson(withStale(used)).stale).toEqual(used)
  expect(drillJson(drill)).not.toHaveProperty('stale')
})

test('what a fault did is told thing by thing, where it was counted', () => {
  const store = { component: 'orders-db', what: 'rows', refused: 0 } as const
  const harm: readonly Harm[] = [
    { ...store, region: 'east', hit: 1812 },
    { ...store, region: 'west', hit: 0, why: 'it takes no writes of its own' },
    { region: 'east', what: 'backups', hit: 0, refused: 0 },
    { region: 'west', what: 'backups', hit: 1, refused: 0 },
    { region: 'west', what: 'log', hit: 0, refused: 31 },
    { region: 'west', what: 'versions', hit: 2, refused: 3 },
  ]
  const hurt = { ...drill, evidence: { ...evidence, harm } }
  const lines = drillText(hurt, rich).split('\n')
  expect(lines.filter((line) => line.startsWith('Harm'))).toMatchInlineSnapshot(`
      [
        "Harm       orders-db in east: 1,812 rows altered.",
        "Harm       orders-db in west: not touched, for it takes no writes of its own.",
        "Harm       Vault in east: no backups there.",
        "Harm       Vault in west: 1 backup deleted.",
        "Harm       Vault in west: tried 31 log segments; all refused.",
        "Harm       Vault in west: tried 5 kept versions; 2 deleted, 3 refused.",
      ]
    `)
  expect(drillJson(hurt).harm).toEqual(harm)
  expect(drillText(drill, rich)).not.toContain('Harm')
  expect(drillJson(drill)).not.toHaveProperty('harm')
})

test('how a fence held against those who came past the entry is told where anybody did, there and back', () => {
  const held = { region: 'east', component: 'orders-db', tried: 1200, taken: 0 }
  const fenced = {
    ...drill,
    evidence: { ...evidence, fences: [held] },
    failback: { ...evidence, fences: [{ ...held, region: 'west', tried: 1, taken: 1 }] },
  }
  const text = drillText(fenced, rich).replace(/\s+/g, ' ')
  expect(text).toContain('Fence east took 0 of 1,200 writes of orders-db that came past the entry while it was fenced.')
  expect(text).toContain('west took 1 of 1 write of orders-db that came past the entry while it was fenced.')
  expect(drillJson(fenced).fences).toEqual([held])
  expect(drillText(drill, rich)).not.toContain('past the entry')
  expect(drillJson(drill)).not.toHaveProperty('fences')
})

test('what servers counted of changes that met is told where several regions take writes', () => {
  const counted = (region: string, kinds?: Record<string, number>) => ({
    component: 'orders-db',
    region,
    errors: 0,
    ...(kinds ? { kinds } : {}),
  })
  const conflicts = [counted('east', {}), counted('west', { update_origin_differs: 1200 }), counted('north')]
  const text = drillText({ ...drill, evidence: { ...evidence, conflicts } }, rich).replace(/\s+/g, ' ')
  expect(text).toContain('Conflicts orders-db in east: none.')
  expect(text).toContain('Conflicts orders-db in west: 1,200 update_origin_differs.')
  expect(text).toContain('Conflicts orders-db in north: not counted.')
  expect(drillJson({ ...drill, evidence: { ...evidence, conflicts } }).conflicts).toEqual(conflicts)
  expect(drillText(drill, rich)).not.toContain('Conflicts')
})

test('what a store says of its copy, and what readers had of a cache, is told where the plan has them', () => {
  const window = (hits: number, p50: number) => ({
    ...{ reads: 100, hits, hitRatio: hits / 100 },
    latency: { p50, p95: 2 * p50 },
  })
  const cache = { component: 'leaflets', before: window(80, 0.002), moved: window(10, 0.01), after: window(79, 0.002) }
  const synced = [{ component: 'documents', behind: 2.5, oldestLost: 2, agrees: true }]
  const beside = { ...drill, evidence: { ...evidence, cache, synced } }
  const text = drillText(beside, rich).replace(/\s+/g, ' ')
  expect(text).toContain(
    'documents says it had followed until 2.5s before the fault; the oldest lost write is of 2s before it, which agrees.',
  )
  expect(text).toContain(
    'leaflets: 80% hits, 2ms before the fault; 10% hits, 10ms just after the move; 79% hits, 2ms at the end.',
  )
  expect(drillJson(beside)).toMatchObject({ cache, synced })
  const wrong = {
    ...drill,
    evidence: { ...evidence, synced: [{ component: 'documents', behind: 1, oldestLost: 2, agrees: false }] },
  }
  expect(drillText(wrong, rich).replace(/\s+/g, ' ')).toContain('CONTRADICTS it')
  expect(drillJson(drill)).not.toHaveProperty('cache')
})

test('the picture of a drill is a document of its own', async () => {
  await expect(drillSvg(drill)).toMatchFileSnapshot('golden/drill.svg')
  await expect(drillSvg(missedDrill)).toMatchFileSnapshot('golden/drill.missed.svg')
})

test('the target is drawn where it fits, and named in any case', () => {
  const [checkout] = evidence.flows
  const near = {
    ...drill,
    evidence: { ...evidence, flows: checkout ? [{ ...checkout, rto: { ...checkout.rto, target: 20 } }] : [] },
  }
  expect(drillSvg(near)).toMatch(/class="limit"[^]*>target 20s</)
  expect(drillSvg(drill)).not.toContain('>target 30s<')
  expect(drillSvg(drill)).toContain('RTO 30s \u2713 met')
})

test('the picture has whole figures for times from nothing to weeks', () => {
  for (const measured of [0, 0.004, 0.4, 3, 59, 4000, 90_000, 2_000_000]) {
    const flows = [
      { ...evidence.flows[1], rto: { measured, phases: { detect: measured, decide: 0, execute: 0, verify: 0 } } },
    ]
    const svg = drillSvg({ ...drill, evidence: { ...evidence, flows: flows as typeof evidence.flows } })
    expect(svg).not.toMatch(/NaN|Infinity|undefined/)
    expect(svg.match(/class="soft"[^>]*text-anchor/g)?.length).toBeGreaterThanOrEqual(measured === 0 ? 1 : 3)
    expect(svg.match(/class="soft"[^>]*text-anchor/g)?.length).toBeLessThanOrEqual(12)
  }
})

test('the page of a drill is self-contained, and links to the others', async () => {
  const html = drillHtml(drill, drillSvg(drill), [
    { href: '/drills/01k5', label: '2026-09-01 contoso-orders: east-lost (met)' },
  ])
  expect(html).toContain(`content="${pagePolicy}"`)
  expect(html).not.toMatch(/<script|https?:(?!\/\/www\.w3\.org\/2000\/svg)|url\((?!#)|@import/)
  await expect(html).toMatchFileSnapshot('golden/drill.html')
  expect(drillHtml(drill, drillSvg(drill))).not.toContain('<nav')
})

test('the page of a server without drills says how to run one', () => {
  expect(emptyHtml()).toContain('<code>muster drill --scenario SCENARIO --target lab</code>')
})

test('nothing hostile in a drill becomes markup or reaches a terminal', () => {
  const svg = drillSvg(hostileDrill)
  const html = drillHtml(hostileDrill, svg, [{ href: '/drills/"onclick=', label: '<b>' }])
  for (const text of [svg, html]) {
    expect(text.replaceAll('\n', '')).not.toMatch(control)
    expect(text).not.toMatch(/<img|<\/script|<b>|"onclick/)
    expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;&lt;/script&gt;&quot;&#39;&amp; ::error::pwned|@all')
  }
  const text = drillText(hostileDrill, rich)
  expect(text.replaceAll('\n', '')).not.toMatch(control)
  expect(text).not.toMatch(/^::error/m)
})
