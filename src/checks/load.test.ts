import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parsePlan } from '#plan'
import { lossOf, percent, survivorsOf } from './load.ts'
import { completed } from './testing/sample.ts'

function survivors(
  regions: readonly string[],
  capacity: string,
  scenarios = '{ lost: { class: region, loses: [r1] } }',
) {
  const sample = `
regions: { ${regions.map((one) => `${one}: { location: ${one} }`).join(', ')} }
components:
  shop: { type: web-service, strategy: active-active, active: [${regions.join(', ')}], capacity: ${capacity} }
scenarios: ${scenarios}
`
  const { plan, problems } = parsePlan(completed(sample), 'sample.yaml')
  expect(problems).toEqual([])
  const shop = plan?.components.shop
  return plan && shop ? survivorsOf(plan, shop) : undefined
}

describe('the load of the regions that are left', () => {
  it('is that of all regions shared by fewer', () => {
    expect(survivors(['r1', 'r2'], '{ load: 40% }')).toEqual({
      regions: 2,
      lost: 1,
      load: 0.8,
      limit: 1,
      grown: undefined,
    })
    expect(survivors(['r1', 'r2', 'r3'], '{ load: 60%, limit: 75% }')).toMatchObject({ lost: 1, limit: 0.75 })
    expect(survivors(['r1', 'r2', 'r3'], '{ load: 60% }')?.load).toBeCloseTo(0.9, 12)
    expect(survivors(['r1', 'r2', 'r3', 'r4'], '{ load: 60% }')?.load).toBeCloseTo(0.8, 12)
  })

  it('counts the scenario that takes most regions and leaves one', () => {
    const lost = (loses: string, kind = 'region') =>
      survivors(['r1', 'r2', 'r3'], '{ load: 30% }', `{ lost: { class: ${kind}, loses: [${loses}] } }`)?.lost
    expect(lost('r2, r3')).toBe(2)
    expect(lost('r1')).toBe(1)
    expect(lost('r1, r2, r3')).toBe(1)
    expect(lost('r2, r3', 'extended')).toBe(1)
  })

  it('shrinks with growth, as far as the quota allows', () => {
    const grown = (scaling: string) => survivors(['r1', 'r2'], `{ load: 60%, scaling: ${scaling} }`)?.grown
    expect(grown('{ automatic: true, from: 4, to: 8 }')).toBeCloseTo(0.6, 12)
    expect(grown('{ automatic: true, from: 4, to: 8, quota: 6 }')).toBeCloseTo(0.8, 12)
    expect(grown('{ automatic: true, from: 4, to: 8, quota: 20 }')).toBeCloseTo(0.6, 12)
    expect(grown('{ automatic: true, to: 8 }')).toBeUndefined()
    expect(grown('{ automatic: true, from: 4 }')).toBeUndefined()
  })

  it('is not known without a load, or where there is one region', () => {
    expect(survivors(['r1', 'r2'], '{ limit: 80% }')).toBeUndefined()
    expect(survivors(['r1'], '{ load: 40% }', '{ lost: { class: blip } }')).toBeUndefined()
  })

  it('adds up to the load of all regions before the loss', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 100 }), (count, load) => {
        const found = survivors(
          Array.from({ length: count }, (_, index) => `r${index + 1}`),
          `{ load: ${load}% }`,
        )
        expect((found?.load ?? 0) * (count - 1)).toBeCloseTo((load / 100) * count, 9)
      }),
      { numRuns: 40, seed: 3 },
    )
  })
})

describe('words about load', () => {
  it('never make what is over a limit look equal to it', () => {
    expect(percent(0.8)).toBe('80%')
    expect(percent(0.8 + 1e-12)).toBe('80%')
    expect(percent(0.8001)).toBe('81%')
    expect(percent((0.4 * 2) / 1)).toBe('80%')
    expect(percent((0.55 * 3) / 2)).toBe('83%')
  })

  it('say how many regions are lost', () => {
    expect(lossOf({ regions: 3, lost: 2, load: 0.9, limit: 1, grown: undefined })).toBe('With 2 of 3 regions lost')
  })
})
