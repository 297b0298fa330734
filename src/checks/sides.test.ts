import { describe, expect, it } from 'vitest'
import { importers, understand } from '#inventory'
import { parsePlan } from '#plan'
import { findings, ruleOf } from './check.ts'
import { inventoryOf } from './testing/deployed.ts'
import { completed, sampleDay } from './testing/sample.ts'
import { subjectOf } from './subject.ts'

const azure = importers.find(({ format }) => format === 'azure')

/** What is deployed, as exports tell of it, a file after the other. */
function exported(...files: ReadonlyArray<readonly object[]>) {
  const sources = files.map((rows, i) => ({ name: `q${i}.json`, text: JSON.stringify(rows) }))
  if (!azure) throw new Error('there is no importer of exports')
  return understand(azure.read(sources, { values: {}, read: () => undefined }))
}

function told(inventory: ReturnType<typeof inventoryOf>, ...resources: readonly string[]) {
  const named = resources.length > 0 ? `, resources: [${resources.join(', ')}]` : ''
  const sample = `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  baskets: { type: cache, strategy: warm-standby, active: [east], standby: [west]${named} }
`
  const parsed = parsePlan(completed(sample), 'sample.yaml')
  const rule = ruleOf('drift-parity')
  if (!parsed.plan || !rule) throw new Error('The sample is no plan, or the code is none of a rule.')
  const subject = subjectOf(parsed, parsed.plan, { asOf: sampleDay, inventory })
  return findings(rule, subject).map(
    ({ problem }) => `${problem.severity} ${problem.detail.slice(0, -rule.why.length - 2)}`,
  )
}

const cache = (name: string, location: string, sku: string, more: object = {}) => ({
  type: 'Microsoft.Cache/redis',
  name,
  location,
  sku: { name: sku },
  properties: {},
  ...more,
})
const east = cache('baskets-east', 'eastus2', 'Premium')
const west = cache('baskets-west', 'centralus', 'Standard')
const id = (subscription: string) => ({ id: `/subscriptions/${subscription}/resourceGroups/a/providers/x/y/z` })

describe('the sides of a component', () => {
  it('are told apart once, though two exports tell of both', () => {
    const [one, ...more] = told(exported([east, west], [east, west]))
    expect(one).toBe(
      'warning "baskets" is sku.name Premium in eastus2 (q0.json:1) and Standard in centralus (q0.json:1)',
    )
    expect(more).toEqual([])
  })

  it('belong together by their names where there are several', () => {
    const two = (of: object, name: string) => ({ ...of, name })
    const found = told(
      exported([east, two(east, 'sessions-east'), two(west, 'sessions-west'), west]),
      'baskets-east',
      'baskets-west',
      'sessions-east',
      'sessions-west',
    )
    expect(found).toHaveLength(2)
    expect(found.every((one) => one.startsWith('warning'))).toBe(true)
  })

  it('are asked about where it is not told which belong together', () => {
    const found = told(exported([east, west, { ...west, name: 'other' }]), 'baskets-east', 'baskets-west', 'other')
    // One of them has the name of the other side.
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^warning/)
    const others = told(exported([east, { ...west, name: 'a' }, { ...west, name: 'b' }]), 'baskets-east', 'a', 'b')
    expect(others).toEqual([
      'unknown Which of a, b in centralus (q0.json:1) is the other side of baskets-east in eastus2 (q0.json:1) is not told',
    ])
  })

  it('are two where two subscriptions have one of the same name', () => {
    const found = told(exported([east, { ...west, ...id('1') }, { ...west, ...id('2') }]))
    expect(found).toHaveLength(1)
    expect(found[0]).toMatch(/^unknown/)
  })

  it('differ in settings without a word of their values', () => {
    const app = (name: string, location: string, value: string) =>
      cache(name, location, 'Premium', {
        properties: { siteConfig: { appSettings: [{ name: 'MODE', value }], adminPassword: value } },
      })
    expect(
      told(exported([app('baskets-east', 'eastus2', 'one-1'), app('baskets-west', 'centralus', 'two-2')])),
    ).toEqual([
      'warning "baskets" differs in properties.siteConfig.appSettings.MODE.value between eastus2 (q0.json:1) and centralus (q0.json:1)',
    ])
  })
})
