import { describe, expect, it } from 'vitest'
import { capabilities, capabilitiesAsOf, componentTypes, strategies, strategyNames, tiers } from './index.ts'

describe('component types', () => {
  it.each(Object.entries(componentTypes))('%s says who recovers what, with source and day', (name, type) => {
    expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
    for (const text of [type.providerRecovers, type.customerRecovers]) expect(text).toMatch(/^[A-Z].{20,}[^.]$/)
    expect(type.source.length).toBeGreaterThan(5)
    expect(type.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(type.requires.length).toBeGreaterThan(0)
    for (const capability of type.requires) expect(capabilities).toHaveProperty(capability)
  })
})

describe('capabilities', () => {
  it('each have a meaning, and a day on which the list was drawn up', () => {
    expect(capabilitiesAsOf).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    for (const meaning of Object.values(capabilities)) expect(meaning).toMatch(/^[A-Z].*\.$/)
  })
})

describe('tiers', () => {
  it('grow weaker from 0 to 3 in every promise', () => {
    for (const key of ['rtoAtMost', 'rpoAtMost', 'rtoAtLeast'] as const) {
      const values = ([0, 1, 2, 3] as const).map((tier) => tiers[tier][key])
      expect(values).toEqual([...values].sort((a, b) => a - b))
    }
  })

  it('allow strategies from the readiest on, and each at least one that can keep its RTO', () => {
    for (const tier of Object.values(tiers)) {
      expect(tier.strategies).toEqual(strategyNames.slice(0, tier.strategies.length))
      expect(Math.min(...tier.strategies.map((name) => strategies[name].rtoAtBest))).toBeLessThanOrEqual(
        tier.rtoAtLeast,
      )
    }
  })
})

describe('strategies', () => {
  it('are slower the cheaper they are', () => {
    const values = strategyNames.map((name) => strategies[name].rtoAtBest)
    expect(values).toEqual([...values].sort((a, b) => a - b))
  })
})
