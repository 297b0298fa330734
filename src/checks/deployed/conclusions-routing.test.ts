import { describe, expect, it } from 'vitest'
import { type Inventory, Unknown } from '#inventory'
import { type Body, inside, named, of, outside, profile, template, told } from '../testing/deployed-cases.ts'

describe('profiles behind a profile', () => {
  it('have the regions of their endpoints, and are not asked for two targets of their own', () => {
    const found = template(
      profile('east', [outside('a', 'eastus')]),
      profile('west', [outside('b', 'westus'), outside('c', 'westus2')]),
      profile('top', [inside('east'), inside('west', 'westus')]),
    )
    const [pool] = named(found, 'top').routing?.pools ?? []
    expect(pool?.backends).toMatchObject([{ region: 'eastus' }, { regions: ['westus', 'westus2'] }])
    expect(told(found, 'routing-single-target')).toEqual([])
    expect(told(found, 'routing-one-region')).toEqual([])
  })

  it('that lead to each other have the regions that are told beside them', () => {
    const found = template(profile('a', [inside('b', 'eastus')]), profile('b', [inside('a')]))
    expect(named(found, 'a').routing?.pools[0]?.backends).toMatchObject([{ region: 'eastus' }])
  })
})

describe('Front Door', () => {
  const group = (name: string) => of('Microsoft.Cdn/profiles/originGroups', `fd/${name}`, undefined, { properties: {} })
  const origin = (at: string, more: Body = {}) =>
    of('Microsoft.Cdn/profiles/originGroups/origins', `fd/${at}`, undefined, {
      properties: { hostName: `${at.replace('/', '-')}.example` },
      ...more,
    })
  const id = (name: string) => `[resourceId('Microsoft.Cdn/profiles/originGroups', 'fd', '${name}')]`
  const front = (state: string, actions: unknown, ...more: readonly Body[]) =>
    template(
      of('Microsoft.Cdn/profiles', 'fd', 'global'),
      of('Microsoft.Cdn/profiles/afdEndpoints', 'fd/ep', 'global', { properties: { enabledState: state } }),
      of('Microsoft.Cdn/profiles/afdEndpoints/routes', 'fd/ep/r', undefined, {
        properties: { originGroup: { id: id('main') } },
      }),
      of('Microsoft.Cdn/profiles/ruleSets', 'fd/set'),
      of('Microsoft.Cdn/profiles/ruleSets/rules', 'fd/set/one', undefined, { properties: { actions } }),
      group('main'),
      origin('main/a'),
      group('second'),
      origin('second/a'),
      ...more,
    )
  const override = [
    {
      name: 'RouteConfigurationOverride',
      parameters: { originGroupOverride: { originGroup: { id: id('second') } } },
    },
  ]
  const reached = (inventory: Inventory) => named(inventory, 'fd').routing?.pools.map((one) => one.reached)

  it('reaches a group by a rule, and may by one of which nothing is known', () => {
    expect(reached(front('Enabled', override))).toEqual([true, true])
    expect(reached(front('Enabled', []))).toEqual([true, false])
    expect(reached(front('Enabled', "[reference('x').actions]"))).toEqual([true, expect.any(Unknown)])
  })

  it('is off where all of its endpoints are', () => {
    expect(told(front('Disabled', []), 'routing-disabled')).toEqual(['warning fd'])
    expect(told(front('Enabled', []), 'routing-disabled')).toEqual([])
  })

  it('does not count on an origin of which it is not known whether it is there', () => {
    const found = front('Enabled', override, origin('second/b', { condition: "[equals(reference('x').y, 'z')]" }))
    expect(told(found, 'routing-single-target')).toEqual(['error fd', 'unknown fd'])
  })

  it('of the classic kind may reach a pool by rules that are not known, and may have pools that are not', () => {
    const classic = (properties: Body) =>
      named(template(of('Microsoft.Network/frontDoors', 'old', 'global', { properties })), 'old').routing?.pools
    const pools = [{ name: 'a', properties: { backends: [{ address: 'a.example' }] } }]
    expect(classic({ routingRules: "[reference('x').rules]", backendPools: pools })).toMatchObject([
      { reached: expect.any(Unknown) as Unknown },
    ])
    expect(classic({ backendPools: "[reference('x').pools]" })).toMatchObject([
      { reached: expect.any(Unknown) as Unknown, backends: expect.any(Unknown) as Unknown },
    ])
  })
})
