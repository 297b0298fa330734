import { describe, expect, it } from 'vitest'
import { capabilities, capabilitiesAsOf, componentTypes, strategies, strategyNames, tiers } from './index.ts'

describe('component types', () => {
  it.each(Object.entries(componentTypes))('%s says who recovers what, with source and day', (name, type) => {
    expect(name).toMatch(/^[a-z][a-z0-9-]*$/)
    for (const text of [type.providerRecovers, type.customerRecovers, type.slaExcludes])
      expect(text).toMatch(/^[A-Z].{20,}[^.]$/)
    expect(type.source.length).toBeGreaterThan(5)
    expect(type.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    expect(type.requires.length).toBeGreaterThan(0)
    for (const capability of type.requires) expect(capabilities).toHaveProperty(capability)
  })

  it.each(Object.entries(componentTypes))('%s asks for things that a plan can say, each once', (_name, type) => {
    const keys = type.asks.map(({ key }) => key)
    expect(new Set(keys).size).toBe(keys.length)
    for (const { key, says } of type.asks) {
      expect(key).toMatch(/^[a-z][a-zA-Z]*(\.[a-z][a-zA-Z]*)*$/)
      expect(says).toMatch(/^[A-Z].{10,}[^.]$/)
    }
    // Who holds data must say how it is copied or kept, unless a provider does both by itself.
    if (type.holdsData && type.triggeredBy !== 'provider') expect(keys.join(' ')).toMatch(/data\./)
    if (type.scope === 'regional') expect(keys).toEqual(expect.arrayContaining(['strategy', 'active']))
    else expect(keys).not.toContain('active')
  })

  it('are moved by whom they can be moved by, and claim to be confirmed only with a page', () => {
    for (const type of Object.values(componentTypes)) {
      if (type.triggeredBy === 'automatic' || type.triggeredBy === 'provider')
        expect(type.supportsAutomaticFailover).toBe(true)
      if (type.scope === 'external') expect(type.triggeredBy).toBe('others')
      expect(type.source).toMatch(/^(Microsoft Learn, .+|Muster)$/)
      if (type.source === 'Muster') expect(type.confirmed).toBe(true)
    }
  })

  it('cover what a workload is made of', () => {
    expect(Object.keys(componentTypes).sort()).toEqual([
      'azure-sql',
      'batch',
      'cache',
      'certificates',
      'container-registry',
      'cosmos-db',
      'dns',
      'front-door',
      'identity',
      'key-vault',
      'kubernetes',
      'mysql',
      'object-storage',
      'postgres',
      'queue',
      'scale-set',
      'stream',
      'third-party',
      'traffic-manager',
      'vm',
      'web-service',
      'workload',
      'workload-identity',
    ])
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
