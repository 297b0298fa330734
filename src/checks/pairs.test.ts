import { describe, expect, it } from 'vitest'
import { parsePlan } from '#plan'
import { pairing } from './pairs.ts'
import { completed } from './testing/sample.ts'

function between(from: string, to: string) {
  const sample = `\nregions: { east: { location: ${from} }, west: { location: ${to} } }\n`
  const { plan } = parsePlan(completed(sample), 'sample.yaml')
  if (!plan) throw new Error('The sample is no plan.')
  return { paired: pairing(plan, 'east', 'west'), plan }
}

describe('pairs of regions', () => {
  it('are reached by geo-redundancy one way, and the other way only where both say so', () => {
    expect(between('eastus2', 'centralus').paired).toMatchObject({ pair: 'centralus', reached: true })
    expect(between('centralus', 'eastus2').paired).toMatchObject({ pair: 'eastus2', reached: true })
    expect(between('brazilsouth', 'southcentralus').paired?.reached).toBe(true)
    expect(between('southcentralus', 'brazilsouth').paired?.reached).toBe(false)
  })

  it('say which method fits, by the provider’s names', () => {
    expect(between('eastus2', 'centralus').paired?.yes).toMatch(
      /^Add method: geo-zone-redundant, for centralus is the pair/,
    )
    expect(between('eastus2', 'westeurope').paired?.no).toMatch(
      /^Add method: object-replication, for westeurope is not/,
    )
  })

  it('are null for a region that has none', () => {
    expect(between('italynorth', 'westeurope').paired).toMatchObject({ from: 'italynorth', pair: null, reached: false })
  })

  it('are not known for names that the provider does not have, or the plan does not', () => {
    expect(between('atlantis', 'centralus').paired).toBeUndefined()
    expect(between('centralus', 'constructor').paired).toBeUndefined()
    const { plan } = between('eastus2', 'centralus')
    expect(pairing(plan, 'east', undefined)).toBeUndefined()
    expect(pairing(plan, 'north', 'west')).toBeUndefined()
  })
})
