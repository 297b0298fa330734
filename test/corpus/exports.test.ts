import { beforeEach, describe, expect, it } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { regionPairs } from '#catalog'
import { deployedRules } from '#checks'
import { pairOf, regionOf, Unknown } from '#inventory'
import { corpus, imported, namesTold, needsCorpus, ofType, theOne, told } from './corpus.ts'

beforeEach((context) => needsCorpus(context))

interface Outcome {
  readonly inputs: readonly string[]
  readonly outcomes: Readonly<Record<string, { readonly count: number | null; readonly names: readonly string[] }>>
}

/** Names that a published rule fails, from its own tests. */
function failing(rule: string): readonly string[] {
  const all = JSON.parse(readFileSync(`${corpus}psrule/expected-outcomes.json`, 'utf8')) as Readonly<
    Record<string, readonly Outcome[]>
  >
  return [...(all[rule]?.[0]?.outcomes['Fail']?.names ?? [])].sort()
}

const found = (file: string, code: string, severity: string) =>
  [...namesTold(imported('azure', [`psrule/Resources.${file}.json`]), code, severity)].sort()

describe('O11: exports with a published judgement', () => {
  it('finds the profiles that have one endpoint', () => {
    expect(failing('Azure.TrafficManager.Endpoints')).toHaveLength(2)
    expect(found('TrafficManager', 'routing-single-target', 'error')).toEqual(failing('Azure.TrafficManager.Endpoints'))
  })

  it('says of all three that their method moves nobody', () => {
    expect(found('TrafficManager', 'routing-not-failover', 'warning')).toEqual(['profile-A', 'profile-B', 'profile-C'])
  })

  it('finds the vaults that keep backups in one place, and takes one that is not set for geo-redundant', () => {
    const own = found('RSV', 'vault-in-one-region', 'error').filter((one) => !one.includes('/'))
    expect(own).toEqual(failing('Azure.RSV.StorageType'))
    const inventory = imported('azure', ['psrule/Resources.RSV.json'])
    expect(inventory.resources.find(({ name }) => name === 'vaultconfig-c')?.redundancy).toMatchObject({
      across: 'regions',
      by: 'default',
    })
  })

  it('finds the vaults that can be emptied', () => {
    expect(found('RSV', 'vault-mutable', 'note')).toEqual(failing('Azure.RSV.Immutable'))
    expect(found('BV', 'vault-mutable', 'note')).toEqual(failing('Azure.BV.Immutable'))
  })

  it('finds where nobody is told that copying has stopped', () => {
    const names = found('RSV', 'site-recovery-silent', 'warning').map((one) => one.split('/')[0])
    // A vault without any such setting is judged by the published rule alone: here nothing says that it copies machines.
    expect(names).toEqual(failing('Azure.RSV.ReplicationAlert').filter((one) => one !== 'vault-e'))
  })

  it('passes storage that reaches another region, and not storage in zones', () => {
    const inventory = imported('azure', ['psrule/Resources.Storage.json'])
    const across = (name: string) => inventory.resources.find((one) => one.name === name)?.redundancy?.across
    expect(['storage-A', 'storage-I', 'storage-E', 'storage-B'].map(across)).toEqual([
      'regions',
      'regions',
      'zones',
      'none',
    ])
    const poor = namesTold(inventory, 'data-in-one-region', 'warning')
    expect(poor).toContain('storage-E')
    expect(poor).toContain('storage-B')
    expect(poor).not.toContain('storage-A')
    expect(poor).not.toContain('storage-I')
  })

  it('takes a placeholder for an unknown region, and not for an error', () => {
    const inventory = imported('azure', ['psrule/Resources.Storage.json'])
    expect(inventory.resources.find(({ name }) => name === 'storage-A')?.region).toBeInstanceOf(Unknown)
    expect(inventory.problems.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('expands a template of storage before it is judged', () => {
    const inventory = imported('arm', [
      'psrule/Resources.Storage.Template.json',
      'psrule/Resources.Storage.Parameters.json',
    ])
    expect(theOne(inventory, 'Microsoft.Storage/storageAccounts')).toMatchObject({
      name: 'storage1',
      redundancy: { across: 'none' },
      backup: { softDelete: true },
    })
    expect(namesTold(inventory, 'data-in-one-region', 'warning')).toEqual(['storage1'])
  })

  it('finds the one account in two regions', () => {
    const inventory = imported('azure', ['psrule/Resources.Cosmos.json'])
    const several = ofType(inventory, 'Microsoft.DocumentDB/databaseAccounts').filter(({ replication }) => replication)
    expect(
      several.map(({ name, replication }) => [name, replication?.regions, replication?.failover, replication?.writes]),
    ).toEqual([['nosql-B', ['eastus', 'westus'], 'automatic', 'one']])
  })

  it('finds the accounts that are backed up at intervals, and those in one zone', () => {
    expect(found('Cosmos', 'backup-not-continuous', 'note')).toEqual(failing('Azure.Cosmos.ContinuousBackup'))
  })
})

describe('O19: recommendations of a published library', () => {
  interface Recommendation {
    readonly aprlGuid: string
    readonly recommendationControl: string
    readonly automationAvailable: boolean
  }
  const library = () =>
    readdirSync(`${corpus}aprl`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('recommendations.yaml'))
      .flatMap((name) => parse(readFileSync(`${corpus}aprl/${name}`, 'utf8')) as readonly Recommendation[])
  const named = () =>
    deployedRules.flatMap(({ agrees }) => agrees).flatMap((one) => /^APRL (\S+)$/.exec(one)?.[1] ?? [])

  it('are named by rules by their ids, each of which there is, and once', () => {
    const known = new Map(library().map((one) => [one.aprlGuid, one]))
    expect(known.size).toBe(70)
    expect(named().filter((id) => !known.has(id))).toEqual([])
    expect(new Set(named()).size).toBe(named().length)
    const recovery = [...known.values()].filter((one) => one.recommendationControl === 'DisasterRecovery')
    expect(recovery).toHaveLength(22)
    expect(recovery.filter(({ aprlGuid }) => named().includes(aprlGuid)).length).toBeGreaterThanOrEqual(11)
  })

  it('are not checked by Muster because the library can check them', () => {
    const automated = library().filter((one) => one.automationAvailable)
    // The notes on the inputs say 49; the files themselves say 39.
    expect(automated).toHaveLength(39)
    expect(automated.some(({ aprlGuid }) => !named().includes(aprlGuid))).toBe(true)
  })

  it('and advice to the contrary are both shown', () => {
    const rule = deployedRules.find(({ agrees }) => agrees.includes('APRL 0f838324-ffe3-4b8a-b7a2-d983be8f9fa9'))
    expect(rule?.code).toBe('failover-grace')
    expect(rule?.disagrees).toEqual([expect.stringContaining('warm-standby.failover.c1')])
  })
})

describe('O23: regions', () => {
  interface Location {
    readonly name: string
    readonly metadata: {
      readonly regionType: string
      readonly pairedRegion?: ReadonlyArray<{ readonly name: string }> | null
    }
  }

  it('knows every physical region of the published list that customers can use, and its pair', () => {
    const file = JSON.parse(readFileSync(`${corpus}regions/locations.json`, 'utf8')) as {
      readonly locals: { readonly locations_cached: { readonly value: readonly Location[] } }
    }
    const physical = file.locals.locations_cached.value.filter(({ metadata }) => metadata.regionType === 'Physical')
    expect(physical).toHaveLength(62)
    const missing = physical.filter(({ name }) => !Object.hasOwn(regionPairs, name)).map(({ name }) => name)
    expect(missing.every((name) => /euap$|stg$/.test(name))).toBe(true)
    for (const { name, metadata } of physical) {
      if (missing.includes(name)) continue
      expect([name, pairOf(name)]).toEqual([name, metadata.pairedRegion?.[0]?.name ?? null])
    }
  })

  it('takes no logical place for a region', () => {
    for (const name of ['asia', 'europe', 'unitedstates']) expect(regionOf(name)).toBeInstanceOf(Unknown)
    expect(regionOf('West US 2')).toBe('westus2')
  })
})

describe('O27: plans of Terraform', () => {
  const plans = ['infracost.azure_firewall_plan', 'checkov.tfplan_extra_ref', 'psrule-example.tfplan']

  it.each([
    [plans[0], 11],
    [plans[1], 4],
    [plans[2], 5],
  ])('reads %s whole', (name, count) => {
    const inventory = imported('terraform-plan', [`tfplan/${name}.json`])
    expect(inventory.resources).toHaveLength(count)
    expect(inventory.problems.filter(({ severity }) => severity === 'error')).toEqual([])
  })

  it('leaves unknown what is known only after it was applied', () => {
    const inventory = imported('terraform-plan', ['tfplan/infracost.azure_firewall_plan.json'])
    expect(theOne(inventory, 'Microsoft.Network/publicIPAddresses').redundancy?.across).toBeInstanceOf(Unknown)
  })

  it('reads what azapi declares by the type in it', () => {
    const inventory = imported('terraform-plan', ['tfplan/psrule-example.tfplan.json'])
    expect(theOne(inventory, 'Microsoft.ContainerRegistry/registries')).toMatchObject({
      region: 'eastus',
      redundancy: { across: 'none', word: 'Standard' },
    })
  })

  it('finds nothing that recovers anything, and never says that anything is protected', () => {
    for (const name of plans) {
      const { resources } = imported('terraform-plan', [`tfplan/${name}.json`])
      expect(resources.filter(({ replication, routing, recovery }) => replication ?? routing ?? recovery)).toEqual([])
    }
  })

  it('refuses JSON that Terraform did not print', () => {
    const inventory = imported('terraform-plan', ['psrule/Resources.RSV.json'])
    expect(told(inventory, 'input-of-another-format')).toEqual(['error'])
    expect(inventory.resources).toEqual([])
  })
})
