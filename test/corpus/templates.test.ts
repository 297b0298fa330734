import { beforeEach, describe, expect, it } from 'vitest'
import { Unknown } from '#inventory'
import { imported, namesTold, needsCorpus, ofType, theOne, told } from './corpus.ts'

const quickstart = (name: string) =>
  ['azuredeploy.json', 'azuredeploy.parameters.json'].map((one) => `arm-quickstart/${name}/${one}`)

beforeEach((context) => needsCorpus(context))

describe('O1: a failover group of SQL', () => {
  const paths = quickstart('101-sql-with-failover-group')

  it('is automatic after an hour, which is told as no way to keep a recovery time below it', () => {
    const inventory = imported('arm', paths)
    const { replication } = theOne(inventory, 'Microsoft.Sql/servers/failoverGroups')
    expect(replication).toMatchObject({
      kind: 'failover-group',
      covers: 'data',
      failover: 'automatic',
      graceMinutes: 60,
    })
    expect(told(inventory, 'failover-grace')).toEqual(['warning'])
  })

  it('lies in regions of which one is unknown, so that neither two regions nor one is claimed', () => {
    const inventory = imported('arm', paths)
    const { replication } = theOne(inventory, 'Microsoft.Sql/servers/failoverGroups')
    expect(replication?.regions[0]).toBeInstanceOf(Unknown)
    expect(replication?.regions[1]).toBe('westeurope')
    expect(told(inventory, 'replicas-in-one-region')).toEqual(['unknown'])
    expect(told(inventory, 'location-unknown')).toEqual(['unknown'])
  })

  it('lies in one region when the resource group does, and in two when it lies elsewhere', () => {
    expect(told(imported('arm', paths, { location: 'West Europe' }), 'replicas-in-one-region')).toEqual(['error'])
    expect(told(imported('arm', paths, { location: 'northeurope' }), 'replicas-in-one-region')).toEqual([])
  })

  it('says nothing of where backups lie', () => {
    expect(theOne(imported('arm', paths), 'Microsoft.Sql/servers/databases').backup).toBeUndefined()
  })
})

describe('O2: a Front Door with priorities', () => {
  it('chooses by priority for both routes, between backends whose region nobody knows', () => {
    const inventory = imported('arm', quickstart('201-front-door-priority-lb'))
    const { routing } = theOne(inventory, 'Microsoft.Network/frontDoors')
    expect(
      routing?.pools.map(({ reached, backends, probe }) => [
        reached,
        Array.isArray(backends) && backends.map(({ priority }) => priority),
        probe?.interval,
        probe?.protocol,
      ]),
    ).toEqual([
      [true, [1, 2], 120, 'Http'],
      [true, [1, 2], 60, 'Https'],
    ])
    expect(told(inventory, 'routing-one-region')).toEqual(['unknown', 'unknown'])
    expect(inventory.problems.filter(({ detail }) => detail.includes('one and the same'))).toHaveLength(2)
    expect(told(inventory, 'routing-single-target')).toEqual([])
  })
})

describe('O3: a Traffic Manager with one endpoint', () => {
  it('has nowhere to fail over to', () => {
    const inventory = imported('arm', quickstart('201-traffic-manager-webapp'))
    expect(theOne(inventory, 'Microsoft.Network/trafficManagerProfiles').routing).toMatchObject({
      method: 'Priority',
      ttl: 30,
    })
    expect(told(inventory, 'routing-single-target')).toEqual(['error'])
  })
})

describe('O4: Cosmos DB in two regions', () => {
  it('is written to in one of them, which suits a standby and no active-active', () => {
    const { replication, redundancy } = theOne(
      imported('arm', quickstart('101-cosmosdb-create-multi-region-account')),
      'Microsoft.DocumentDB/databaseAccounts',
    )
    expect(replication).toMatchObject({ writes: 'one', failover: 'automatic', regions: ['eastus2', 'westus2'] })
    expect(redundancy?.across).toBe('regions')
  })

  it('follows the lookup by which its settings are chosen', () => {
    const inventory = imported('arm', quickstart('101-cosmosdb-create-multi-region-account'), {
      values: { multipleWriteLocations: 'true' },
    })
    expect(theOne(inventory, 'Microsoft.DocumentDB/databaseAccounts').replication?.writes).toBe('many')
  })
})

describe('O5: a vault that nobody has set', () => {
  const paths = quickstart('101-recovery-services-vault-create')

  it('is geo-redundant by default, and says that it is by default', () => {
    const inventory = imported('arm', paths)
    expect(theOne(inventory, 'Microsoft.RecoveryServices/vaults').redundancy).toMatchObject({
      across: 'regions',
      by: 'default',
    })
    expect(told(inventory, 'cross-region-restore-off')).toEqual(['warning'])
    expect(told(inventory, 'vault-in-one-region')).toEqual([])
  })

  it('is judged otherwise when its storage is set to one region', () => {
    const inventory = imported('arm', paths, {
      values: { changeStorageType: 'true', vaultStorageType: 'LocallyRedundant' },
    })
    expect(theOne(inventory, 'Microsoft.RecoveryServices/vaults').redundancy).toMatchObject({
      across: 'none',
      by: 'set',
    })
    expect(told(inventory, 'vault-in-one-region')).not.toEqual([])
  })
})

describe('O6: an alias of two Service Bus namespaces', () => {
  it('copies settings alone, whatever the case of the types', () => {
    const inventory = imported('arm', quickstart('101-servicebus-create-namespace-geo-recoveryconfiguration'))
    expect(ofType(inventory, 'Microsoft.ServiceBus/namespaces')).toHaveLength(2)
    expect(theOne(inventory, 'Microsoft.ServiceBus/namespaces/disasterRecoveryConfigs').replication).toMatchObject({
      covers: 'settings',
    })
    expect(told(inventory, 'messages-not-copied')).toEqual(['warning'])
  })
})

describe('O7: a registry with a replica', () => {
  const paths = quickstart('101-container-registry-geo-replication')
  const across = (location?: string) =>
    theOne(imported('arm', paths, location === undefined ? {} : { location }), 'Microsoft.ContainerRegistry/registries')
      .redundancy?.across

  it('is copied to another region unless its own is the one of the replica', () => {
    expect(across()).toBeInstanceOf(Unknown)
    expect(across('East US 2')).toBe('none')
    expect(across('westus')).toBe('regions')
  })
})

describe('O8: a Traffic Manager over three machines', () => {
  it('leads through their addresses to one region', () => {
    const inventory = imported('arm', quickstart('201-traffic-manager-vm'))
    const [pool] = theOne(inventory, 'Microsoft.Network/trafficManagerProfiles').routing?.pools ?? []
    expect(Array.isArray(pool?.backends) && pool.backends.map(({ region }) => region)).toEqual([
      'westus2',
      'westus2',
      'westus2',
    ])
    expect(told(inventory, 'routing-one-region')).toEqual(['error'])
  })
})

describe('O9: a backup vault', () => {
  it('is geo-redundant, and says nothing of restore in the other region', () => {
    const inventory = imported('arm', quickstart('101-backup-vault-basic'))
    const { redundancy, backup } = theOne(inventory, 'Microsoft.DataProtection/backupVaults')
    expect(redundancy).toMatchObject({ across: 'regions', by: 'set', word: 'GeoRedundant' })
    expect(backup?.crossRegionRestore).toBeUndefined()
    expect(told(inventory, 'cross-region-restore-off')).toEqual(['warning'])
  })
})

describe('O10: site recovery that cannot be deployed', () => {
  const inventory = () => imported('arm', ['arm-quickstart/azmgmt-demo/nestedtemplates/drEnablement.json'])

  it('has a variable that is made of itself', () => {
    const found = inventory().problems.filter(({ code }) => code === 'variable-circular')
    expect(found.map(({ place, detail }) => [place.line, detail])).toEqual([
      [32, expect.stringContaining('sourceContainerName')],
    ])
  })

  it('has mappings that wait for themselves and for each other', () => {
    const [found, ...others] = inventory().problems.filter(({ code }) => code === 'dependency-circular')
    expect(others).toEqual([])
    expect(found?.detail).toContain('wait for each other')
  })

  it('has protected machines of a vault and of fabrics that it does not make', () => {
    const dangling = inventory().problems.filter(
      ({ code, detail }) => code.startsWith('reference-') && detail.includes('drvaultas'),
    )
    expect(dangling.map(({ place }) => place.line)).toEqual([217, 217, 245, 245])
  })

  it('has no recovery plan', () => {
    expect(told(inventory(), 'site-recovery-without-plan')).toEqual(['warning'])
  })

  it('has a cache in one region, which is no fault', () => {
    expect(told(inventory(), 'data-in-one-region')).toEqual([])
  })

  it('maps networks to fabrics of fixed regions, whatever is asked for', () => {
    const text = inventory()
      .problems.map(({ detail }) => detail)
      .join('\n')
    expect(text).toContain('asr-a2a-default-northeurope (recoveryFabricName)')
    expect(text).toContain('asr-a2a-default-westeurope (recoveryFabricName)')
  })

  it('keeps a day of recovery points, for several machines together', () => {
    expect(theOne(inventory(), 'Microsoft.RecoveryServices/vaults/replicationPolicies').recovery).toEqual({
      historyMinutes: 1440,
      crashConsistentMinutes: 5,
      appConsistentMinutes: 240,
      together: true,
    })
  })
})

describe('O17: one template in two forms', () => {
  const form = (name: string) => {
    const { resources } = imported('arm', [`bicep/bicep-samples/cosmosdb-webapp/${name}.json`], {
      location: 'westeurope',
    })
    return resources.map(({ source: _, ...one }) => one)
  }

  it('gives the same inventory as a list and by symbols', () => {
    expect(form('main')).toHaveLength(4)
    expect(form('main.symbolicnames')).toEqual(form('main'))
  })

  it('lies in one region', () => {
    expect(new Set(form('main').map(({ region }) => region))).toEqual(new Set(['westeurope']))
  })
})

describe('O18: compiled modules', () => {
  it('names what a missing parameter leaves unknown, and where it is declared', () => {
    const inventory = imported('arm', ['bicep/avm/res/document-db/database-account/main.json'])
    const missing = inventory.problems.filter(({ code }) => code === 'parameter-unknown')
    expect(missing.map(({ detail }) => detail)).toEqual([expect.stringContaining('parameter name')])
    expect(theOne(inventory, 'Microsoft.DocumentDB/databaseAccounts').redundancy?.regions).toHaveLength(1)
  })

  it('takes an empty list of further regions for one region', () => {
    const inventory = imported('arm', ['bicep/avm/res/document-db/database-account/main.json'], {
      location: 'westeurope',
      values: { name: 'orders' },
    })
    expect(theOne(inventory, 'Microsoft.DocumentDB/databaseAccounts').redundancy?.regions).toEqual(['westeurope'])
    expect(namesTold(inventory, 'data-in-one-region', 'warning')).toEqual(['orders'])
  })

  it('says of a Traffic Manager that its endpoints are supplied when it is deployed', () => {
    const inventory = imported('arm', ['bicep/avm/res/network/trafficmanagerprofile/main.json'])
    expect(told(inventory, 'routing-single-target')).toEqual(['unknown'])
  })

  it('takes endpoints that are given', () => {
    const endpoints = JSON.stringify(
      ['eastus', 'westus'].map((one) => ({
        name: one,
        type: 'Microsoft.Network/trafficManagerProfiles/externalEndpoints',
        properties: { target: `${one}.example`, endpointLocation: one },
      })),
    )
    const inventory = imported('arm', ['bicep/avm/res/network/trafficmanagerprofile/main.json'], {
      values: { name: 'shop', endpoints },
    })
    expect(told(inventory, 'routing-single-target')).toEqual([])
    expect(told(inventory, 'routing-one-region')).toEqual([])
  })
})

describe('every compiled template', () => {
  it.each([
    ...[
      '101-backup-vault-basic',
      '101-container-registry-geo-replication',
      '101-cosmosdb-create-multi-region-account',
      '101-recovery-services-vault-create',
      '101-servicebus-create-namespace-geo-recoveryconfiguration',
      '101-sql-with-failover-group',
      '201-front-door-priority-lb',
      '201-traffic-manager-vm',
      '201-traffic-manager-webapp',
    ].map((one) => `arm-quickstart/${one}/azuredeploy.json`),
    'arm-quickstart/azmgmt-demo/nestedtemplates/drEnablement.json',
    'bicep/avm/res/document-db/database-account/main.json',
    'bicep/avm/res/network/trafficmanagerprofile/main.json',
    'bicep/bicep-samples/cosmosdb-webapp/main.json',
    'bicep/bicep-samples/cosmosdb-webapp/main.symbolicnames.json',
    'psrule/Resources.Storage.Template.json',
  ])('has every resource understood or named as of an unknown type: %s', (path) => {
    const inventory = imported('arm', [path])
    expect(inventory.resources.length).toBeGreaterThan(0)
    const unknown = new Set(inventory.resources.filter(({ understood }) => !understood).map(({ type }) => type))
    expect(told(inventory, 'type-unknown')).toHaveLength(unknown.size)
    expect(told(inventory, 'function-unknown')).toEqual([])
  })
})
