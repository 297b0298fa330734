import { describe, expect, it } from 'vitest'
import { parsePlan } from '#plan'
import { routesOf } from './routes.ts'
import { completed } from './testing/sample.ts'
import { demandOf } from './traffic.ts'

function planOf(needs: string, components: string, data = 'writes') {
  const sample = `
flows:
  buy: { does: A customer buys something, tier: 1, data: ${data}, objectives: { default: { rto: 30m, rpo: 1m } }, needs: [${needs}] }
components:
${components}`
  const { plan, problems } = parsePlan(completed(sample), 'sample.yaml')
  expect(problems).toEqual([])
  if (!plan) throw new Error('The sample is no plan.')
  return plan
}
const routes = (needs: string, components: string) =>
  routesOf(planOf(needs, components)).map(({ id, behind }) => [id, behind.map(([led]) => led)])

const shop = '  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }\n'

describe('what a router leads to', () => {
  it('is what its flows need besides, and what it needs itself', () => {
    const api = '  api: { type: web-service, strategy: active-active, active: [east, west] }\n'
    expect(routes('edge, shop', `${shop}${api}  edge: { type: front-door, needs: [api] }\n`)).toEqual([
      ['edge', ['api', 'shop']],
    ])
    expect(routes('shop', `${shop}${api}  edge: { type: dns, needs: [api] }\n`)).toEqual([['edge', ['api']]])
  })

  it('has no store, no cache, no job and nothing without a second region in it', () => {
    const rest = `
  db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
  hints: { type: cache, strategy: warm-standby, active: [east], standby: [west] }
  nightly: { type: batch, strategy: cold-standby, active: [east], standby: [west] }
  archive: { type: web-service, strategy: backup-restore, active: [east] }
  inner: { type: web-service, active: [east] }
  edge: { type: traffic-manager }
`
    expect(routes('edge, shop, db, hints, nightly, archive, inner', shop + rest)).toEqual([['edge', ['shop']]])
    expect(routes('edge, db', shop + rest)).toEqual([])
  })

  it('is itself where a service leads its own traffic', () => {
    const own =
      '  shop: { type: web-service, strategy: hot-standby, active: [east], standby: [west], routing: { method: priority } }\n'
    expect(routes('shop', own)).toEqual([['shop', ['shop']]])
  })

  it('is found once for a plan', () => {
    const plan = planOf('edge, shop', `${shop}  edge: { type: dns }\n`)
    expect(routesOf(plan)).toBe(routesOf(plan))
  })
})

describe('who uses what', () => {
  const everywhere = `  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [db] }\n  db: { type: postgres }\n`
  const near = `  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [db] }\n  db: { type: postgres }\n`
  const ids = (components: string, data: string, users: 'writers' | 'readers-everywhere') => [
    ...demandOf(planOf('shop', components, data), users).keys(),
  ]

  it('counts flows that write as writers, through what they need', () => {
    expect(ids(near, 'writes', 'writers')).toEqual(['shop', 'db'])
    expect(ids(near, 'reads', 'writers')).toEqual([])
  })

  it('counts flows that only read where several regions serve them', () => {
    expect(ids(everywhere, 'reads', 'readers-everywhere')).toEqual(['shop', 'db'])
    expect(ids(near, 'reads', 'readers-everywhere')).toEqual([])
    expect(ids(everywhere, 'writes', 'readers-everywhere')).toEqual([])
  })

  it('is computed once for a plan and kind of use', () => {
    const plan = planOf('shop', everywhere, 'reads')
    expect(demandOf(plan, 'writers')).toBe(demandOf(plan, 'writers'))
    expect(demandOf(plan, 'writers')).not.toBe(demandOf(plan, 'readers-everywhere'))
  })
})
