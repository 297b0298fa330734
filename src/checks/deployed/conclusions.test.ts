import { describe, expect, it } from 'vitest'
import { Unknown } from '#inventory'
import { type Body, exported, named, of, outside, profile, template, told } from '../testing/deployed-cases.ts'
import { checkDeployed } from './check-deployed.ts'
import { copies, several, spreadOf } from './where.ts'

const sql = (path: string) => `/subscriptions/s/resourceGroups/rg/providers/Microsoft.Sql/servers/${path}`
const server = (name: string, location: string) => of('Microsoft.Sql/servers', name, location, { id: sql(name) })
const database = (owner: string, name: string, location: string, more: Body = {}) =>
  of('Microsoft.Sql/servers/databases', name, location, { id: sql(`${owner}/databases/${name}`), ...more })
const secondary = of('Microsoft.Sql/servers/failoverGroups', 'fg', 'West US', {
  id: sql('q/failoverGroups/fg'),
  replicationRole: 'Secondary',
  databases: [sql('q/databases/db')],
  partnerServers: [{ id: sql('p'), location: 'East US 2', replicationRole: 'Primary' }],
  readWriteEndpoint: { failoverPolicy: 'Manual' },
})

describe('a failover group that is read from its other side', () => {
  it('names the region that takes writes first, and the databases on both sides', () => {
    const found = exported(
      server('p', 'eastus2'),
      server('q', 'westus'),
      database('q', 'db', 'westus'),
      database('p', 'db', 'eastus2'),
      secondary,
    )
    expect(named(found, 'q/fg').replication).toMatchObject({
      regions: ['eastus2', 'westus'],
      between: ['microsoft.sql/servers|p', 'microsoft.sql/servers|q'],
    })
    for (const name of ['p/db', 'q/db'])
      expect(named(found, name).redundancy).toMatchObject({ across: 'regions', regions: ['eastus2', 'westus'] })
    expect(told(found, 'data-in-one-region')).toEqual([])
  })

  it('has the regions that it says itself where no server is in the input', () => {
    expect(named(exported(secondary), 'q/fg').replication?.regions).toEqual(['eastus2', 'westus'])
  })
})

describe('databases of an export', () => {
  it('of the service itself are nobody’s data', () => {
    const found = exported(database('p', 'master', 'eastus2', { kind: 'v12.0,system', properties: {} }))
    expect(named(found, 'p/master').component).toBeUndefined()
    expect(checkDeployed(found).problems).toEqual([])
  })

  it.each([{ failoverGroupId: sql('p/failoverGroups/fg') }, { secondaryType: 'Geo' }])(
    'that say %j are copied to a region that is not known',
    (properties) => {
      const found = exported(database('p', 'db', 'eastus2', { properties: { ...properties, zoneRedundant: false } }))
      expect(named(found, 'p/db').redundancy?.across).toBeInstanceOf(Unknown)
      expect(told(found, 'data-in-one-region')).toEqual(['unknown p/db'])
    },
  )

  it('may be linked by what is said inside of a cache', () => {
    const cache = (name: string, other: string, location: string) => {
      const path = '/subscriptions/s/resourceGroups/rg/providers/Microsoft.Cache/Redis'
      return of('Microsoft.Cache/Redis', name, location, {
        id: `${path}/${name}`,
        properties: { linkedServers: [{ id: `${path}/${name}/linkedServers/${other}` }] },
      })
    }
    const found = exported(cache('a', 'b', 'eastus'), cache('b', 'a', 'westus'))
    expect(named(found, 'a').redundancy).toMatchObject({ across: 'regions', regions: ['eastus', 'westus'] })
    expect(told(found, 'data-in-one-region')).toEqual([])
  })
})

describe('copies to the pair of a region', () => {
  it('are asked of backups of databases, and not of what a failover group does', () => {
    const found = template(
      of('Microsoft.Sql/servers', 'pl', 'polandcentral'),
      of('Microsoft.Sql/servers', 'we', 'westeurope'),
      of('Microsoft.Sql/servers/databases', 'pl/orders', 'polandcentral', {
        properties: { requestedBackupStorageRedundancy: 'Zone' },
      }),
      of('Microsoft.Sql/servers/failoverGroups', 'pl/fg', undefined, {
        properties: {
          readWriteEndpoint: { failoverPolicy: 'Automatic' },
          partnerServers: [{ id: "[resourceId('Microsoft.Sql/servers','we')]" }],
          databases: ["[resourceId('Microsoft.Sql/servers/databases','pl','orders')]"],
        },
      }),
      of('Microsoft.DBforPostgreSQL/flexibleServers', 'pg', 'polandcentral', {
        properties: { backup: { geoRedundantBackup: 'Enabled' } },
      }),
      of('Microsoft.Sql/servers/databases', 'pl/geo', 'polandcentral', {
        properties: { requestedBackupStorageRedundancy: 'Geo' },
      }),
    )
    expect(named(found, 'pl/orders').redundancy?.across).toBe('regions')
    expect(told(found, 'geo-redundant-without-pair').sort()).toEqual(['error pg', 'error pl/geo'])
    expect(told(found, 'failover-grace')).toEqual(['unknown pl/fg'])
  })

  it('of a vault that says nothing are unknown where there is no pair, and its settings are not told twice', () => {
    const found = template(
      of('Microsoft.RecoveryServices/vaults', 'v', 'polandcentral', { properties: {} }),
      of('Microsoft.RecoveryServices/vaults/backupconfig', 'v/vaultconfig', undefined, {
        properties: { softDeleteFeatureState: 'Enabled' },
      }),
    )
    expect(told(found, 'geo-redundant-without-pair')).toEqual(['unknown v'])
    expect(told(found, 'vault-in-one-region')).toEqual(['unknown v'])
  })

  it('are not made of a vault of secrets in two of the regions that have one', () => {
    const vault = (region: string) =>
      named(template(of('Microsoft.KeyVault/vaults', 'kv', region)), 'kv').redundancy?.across
    expect(['westus3', 'brazilsouth', 'westeurope', 'polandcentral'].map(vault)).toEqual([
      'none',
      'none',
      'regions',
      'none',
    ])
  })

  it('of an account of Cosmos are for copies at intervals alone', () => {
    const account = (regions: readonly string[], backupPolicy: Body) =>
      named(
        template(
          of('Microsoft.DocumentDB/databaseAccounts', 'a', 'westeurope', {
            properties: {
              backupPolicy,
              locations: regions.map((locationName, failoverPriority) => ({ locationName, failoverPriority })),
            },
          }),
        ),
        'a',
      ).backup?.across
    const empty = { periodicModeProperties: { backupStorageRedundancy: '' } }
    expect(account(['westeurope', 'northeurope'], { type: 'Continuous' })).toBe('regions')
    expect(account(['westeurope'], { type: 'Continuous' })).toBeInstanceOf(Unknown)
    expect(account(['westeurope'], { type: 'Periodic', ...empty })).toBe('regions')
    expect(account(['westeurope'], { periodicModeProperties: { backupStorageRedundancy: 'Local' } })).toBe('none')
  })
})

describe('compute in two regions', () => {
  const cluster = (name: string, region: string) => of('Microsoft.ContainerService/managedClusters', name, region)
  const machine = (name: string, region: string) => of('Microsoft.Compute/virtualMachines', name, region)
  const store = of('Microsoft.DBforPostgreSQL/flexibleServers', 'shopdb', 'eastus', { properties: {} })

  it('is told of where one name stands in both', () => {
    const found = template(cluster('shop-eastus', 'eastus'), cluster('shop-westus-01', 'westus'), store)
    expect(spreadOf(found)).toEqual({ regions: ['eastus', 'westus'], sure: true })
    expect(told(found, 'compute-without-data')).toEqual(['error shopdb'])
  })

  it('is no error where one of them may be there for something else', () => {
    const found = template(cluster('shop', 'eastus'), machine('jumpbox', 'westus'), store)
    expect(told(found, 'compute-without-data')).toEqual(['unknown shopdb'])
    expect(told(template(cluster('shop', 'eastus'), store), 'compute-without-data')).toEqual([])
  })

  it('does not take a region that is not known for another one', () => {
    const other = of('Microsoft.DBforPostgreSQL/flexibleServers', 'other', "[reference('x').location]")
    const found = template(cluster('east', 'eastus'), cluster('west', 'westus'), store, other)
    expect(told(found, 'compute-without-data')).toEqual(['unknown shopdb', 'unknown other'])
  })
})

describe('copies of objects', () => {
  const account = (name: string, region: string) =>
    of('Microsoft.Storage/storageAccounts', name, region, { sku: { name: 'Standard_ZRS' } })
  const policy = of('Microsoft.Storage/storageAccounts/objectReplicationPolicies', 'dst/default', undefined, {
    properties: {
      sourceAccount: "[resourceId('Microsoft.Storage/storageAccounts', 'src')]",
      destinationAccount: 'dst',
    },
  })

  it('count where the accounts lie in different regions', () => {
    const [far, near] = ['westeurope', 'polandcentral'].map((region) =>
      template(account('src', 'polandcentral'), account('dst', region), policy),
    )
    if (!far || !near) throw new Error('there are two')
    expect(told(far, 'data-in-one-region')).toEqual([])
    expect(told(near, 'data-in-one-region')).toEqual(['warning src', 'warning dst'])
    expect(copies(far.resources)(named(far, 'src').id)).toBe(true)
  })
})

describe('what is not said', () => {
  it('of a server by an unknown mode makes it neither a copy nor alone', () => {
    const found = template(
      of('Microsoft.DBforPostgreSQL/flexibleServers', 'pg', 'eastus', {
        properties: { createMode: "[reference('replica').secondary]" },
      }),
      of('Microsoft.Sql/servers/databases', 'p/db', 'eastus', {
        properties: { createMode: "[reference('replica').secondary]" },
      }),
    )
    for (const name of ['pg', 'p/db']) {
      expect(named(found, name).replication).toBeUndefined()
      expect(named(found, name).redundancy?.across).toBeInstanceOf(Unknown)
    }
  })

  it('of where data lies is told as unknown', () => {
    const found = template(
      of('Microsoft.Storage/storageAccounts', 'plain', 'westeurope'),
      of('Microsoft.Cache/redisEnterprise', 'cache', 'westeurope'),
      of('Microsoft.Sql/managedInstances', 'mi', 'westeurope'),
      of('Microsoft.Sql/managedInstances/databases', 'mi/db', 'westeurope'),
      of('Microsoft.DataProtection/backupVaults', 'bv', 'westeurope', { properties: {} }),
    )
    expect(told(found, 'data-in-one-region')).toEqual(['unknown plain', 'unknown cache', 'unknown mi'])
    expect(told(found, 'vault-in-one-region')).toEqual(['unknown bv'])
  })

  it('of messages makes it unknown whether they are copied', () => {
    const found = template(
      of('Microsoft.ServiceBus/namespaces', 'bus', 'westeurope', {
        properties: { geoDataReplication: { locations: "[reference('x').locations]" } },
      }),
    )
    expect(told(found, 'messages-not-copied')).toEqual(['unknown bus'])
  })

  it('of the region of data stands in no place', () => {
    const found = template(
      of('Microsoft.Storage/storageAccounts', 'a', "[reference('x').location]", { sku: { name: 'Standard_LRS' } }),
    )
    const [problem] = checkDeployed(found).problems.filter(({ code }) => code === 'data-in-one-region')
    expect(problem?.detail).toContain('in one place, in a region that is not known (')
  })

  it('of regions leaves it open whether they are two', () => {
    const unknown = new Unknown('nobody says', '{x}')
    expect(several(['eastus', 'westus'])).toBe(true)
    expect(several(['eastus', 'global'])).toBeUndefined()
    expect(several(['eastus', unknown])).toBeUndefined()
    expect(several(['eastus', 'eastus'])).toBe(false)
  })
})

describe('zones', () => {
  const pool = (availabilityZones: unknown) => ({ name: 'p', ...(availabilityZones !== null && { availabilityZones }) })
  const across = (properties: unknown, ...children: readonly Body[]) =>
    named(
      template(of('Microsoft.ContainerService/managedClusters', 'k', 'westeurope', { properties }), ...children),
      'k',
    ).redundancy?.across

  it('of a cluster are those of all its pools', () => {
    const apart = of('Microsoft.ContainerService/managedClusters/agentPools', 'k/more', undefined, { properties: {} })
    const zoned = { agentPoolProfiles: [pool(['1', '2', '3'])] }
    expect(across(zoned)).toBe('zones')
    expect(across({ agentPoolProfiles: [pool(['1', '2']), pool(null)] })).toBe('none')
    expect(across(zoned, apart)).toBe('none')
    expect(across({ agentPoolProfiles: "[reference('x').pools]" })).toBeInstanceOf(Unknown)
  })

  it('of a container app are those of its environment', () => {
    const found = template(
      of('Microsoft.App/managedEnvironments', 'env', 'westeurope', { properties: { zoneRedundant: true } }),
      of('Microsoft.App/containerApps', 'app', 'westeurope', {
        properties: { environmentId: "[resourceId('Microsoft.App/managedEnvironments', 'env')]" },
      }),
      of('Microsoft.ApiManagement/service', 'api', 'westeurope', { sku: { name: 'Premium' }, zones: ['1', '2'] }),
    )
    expect(told(found, 'zones-unused')).toEqual([])
  })

  it('are not missed where the service decides about them', () => {
    const found = template(
      of('Microsoft.ServiceBus/namespaces', 'bus', 'westeurope', { sku: { name: 'Premium' } }),
      of('Microsoft.EventHub/namespaces', 'hub', 'westeurope', { properties: { zoneRedundant: false } }),
      of('Microsoft.ContainerRegistry/registries', 'images', 'westeurope', { sku: { name: 'Premium' } }),
    )
    expect(told(found, 'zones-unused')).toEqual(['note hub'])
  })
})

describe('what may not be there', () => {
  const condition = "[equals(reference('x').y, 'z')]"

  it('leaves it unknown how far a registry is copied', () => {
    const found = template(
      of('Microsoft.ContainerService/managedClusters', 'east', 'eastus'),
      of('Microsoft.ContainerService/managedClusters', 'west', 'westus'),
      of('Microsoft.ContainerRegistry/registries', 'images', 'eastus', { sku: { name: 'Premium' } }),
      of('Microsoft.ContainerRegistry/registries/replications', 'images/westus', 'westus', { condition }),
    )
    expect(named(found, 'images').redundancy?.across).toBeInstanceOf(Unknown)
    expect(told(found, 'shared-in-one-region')).toEqual(['unknown images'])
  })

  it('leaves it unknown whether a profile has two targets', () => {
    const apart = of('Microsoft.Network/trafficManagerProfiles/externalEndpoints', 'top/b', undefined, {
      condition,
      properties: { target: 'b.example', endpointLocation: 'westus' },
    })
    expect(told(template(profile('top', [outside('a', 'eastus')]), apart), 'routing-single-target')).toEqual([
      'unknown top',
    ])
  })

  it('leaves it unknown whether a database is in a failover group', () => {
    const group = (more: Body, databases: unknown) =>
      named(
        template(
          of('Microsoft.Sql/servers', 'p', 'eastus'),
          of('Microsoft.Sql/servers', 'q', 'westus'),
          of('Microsoft.Sql/servers/databases', 'p/db', 'eastus'),
          of('Microsoft.Sql/servers/failoverGroups', 'p/fg', undefined, {
            ...more,
            properties: { partnerServers: [{ id: "[resourceId('Microsoft.Sql/servers', 'q')]" }], databases },
          }),
        ),
        'p/db',
      ).redundancy?.across
    const listed = ["[resourceId('Microsoft.Sql/servers/databases', 'p', 'db')]"]
    expect(group({}, listed)).toBe('regions')
    expect(group({ condition }, listed)).toBeInstanceOf(Unknown)
    expect(group({}, "[reference('x').databases]")).toBeInstanceOf(Unknown)
    expect(group({}, [])).toBe('none')
  })
})

describe('compute behind one routing', () => {
  it('stands in for each other, whatever its names', () => {
    const found = template(
      of('Microsoft.Web/sites', 'blue', 'eastus'),
      of('Microsoft.Web/sites', 'green', 'westus'),
      profile('top', [outside('a', 'eastus'), outside('b', 'westus')]),
    )
    expect(spreadOf(found)).toEqual({ regions: ['eastus', 'westus'], sure: true })
  })
})
