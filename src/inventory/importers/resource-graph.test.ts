import { describe, expect, it } from 'vitest'
import { understand } from '../understand.ts'
import { Unknown } from '../value.ts'
import { resourceGraph } from './resource-graph.ts'

function read(document: unknown) {
  const files = [{ name: 'resources.json', text: JSON.stringify(document, null, 2) }]
  return understand(resourceGraph.read(files, { values: {}, read: () => undefined }))
}

const id = (type: string, name: string) => `/subscriptions/0/resourceGroups/shop/providers/${type}/${name}`
const account = {
  id: id('Microsoft.Storage/storageAccounts', 'orders'),
  name: 'orders',
  type: 'microsoft.storage/storageaccounts',
  location: 'westeurope',
  sku: { name: 'Standard_GZRS' },
  properties: {},
}

describe('an export', () => {
  it.each([
    ['Resource Graph', { count: 1, data: [account], total_records: 1 }],
    [
      'its REST interface',
      {
        totalRecords: 1,
        data: { columns: Object.keys(account).map((name) => ({ name })), rows: [Object.values(account)] },
      },
    ],
    ['az list', [account]],
    ['a REST list', { value: [account] }],
    ['one resource', account],
    [
      'PowerShell',
      [
        {
          ResourceId: account.id,
          Name: 'orders',
          ResourceType: 'Microsoft.Storage/storageAccounts',
          Location: 'West Europe',
          Sku: { Name: 'Standard_GZRS' },
          Properties: {},
        },
      ],
    ],
  ])('of %s is read', (_, document) => {
    const { resources, problems } = read(document)
    expect(problems).toEqual([])
    expect(resources.map(({ type, name, region, redundancy }) => [type, name, region, redundancy?.across])).toEqual([
      ['Microsoft.Storage/storageAccounts', 'orders', 'westeurope', 'zones-and-regions'],
    ])
  })

  it('finds endpoints by their ids, and what az has flattened', () => {
    const { resources } = read([
      { id: id('Microsoft.Web/sites', 'shop'), name: 'shop', type: 'Microsoft.Web/sites', location: 'eastus' },
      {
        id: id('Microsoft.Network/trafficManagerProfiles', 'edge'),
        name: 'edge',
        type: 'Microsoft.Network/trafficManagerProfiles',
        location: 'global',
        trafficRoutingMethod: 'Priority',
        dnsConfig: { ttl: 30 },
        endpoints: [
          { name: 'a', targetResourceId: id('Microsoft.Web/sites', 'SHOP'), priority: 1, endpointStatus: 'Enabled' },
        ],
      },
    ])
    const { routing } = resources[1] ?? {}
    expect(routing).toMatchObject({ method: 'Priority', ttl: 30 })
    const [pool] = routing?.pools ?? []
    expect(Array.isArray(pool?.backends) && pool.backends[0]).toMatchObject({ region: 'eastus', enabled: true })
  })

  it('gives children the names of their parents, by the id or by where they stand', () => {
    const type = 'Microsoft.Sql/servers/databases'
    const { resources } = read([
      {
        id: `${id('Microsoft.Sql/servers', 'east')}/databases/orders`,
        name: 'orders',
        type,
        location: 'eastus',
        properties: {},
      },
      {
        ...account,
        resources: [
          {
            type: 'Microsoft.Storage/storageAccounts/blobServices',
            name: 'default',
            properties: { deleteRetentionPolicy: { enabled: true } },
          },
        ],
      },
    ])
    expect(resources.map(({ name }) => name)).toEqual(['east/orders', 'orders', 'orders/default'])
    expect(resources[1]?.backup?.softDelete).toBe(true)
  })

  it('says that pages are missing, and which columns are', () => {
    expect(read({ data: [account], skip_token: 'x' }).problems.map(({ code }) => code)).toEqual(['part-unread'])
    expect(read([{ name: 'orders', location: 'westeurope' }]).problems.map(({ code }) => code)).toEqual([
      'input-of-another-format',
    ])
    expect(read({ name: 'nothing' }).problems.map(({ code }) => code)).toEqual(['input-of-another-format'])
    expect(read([]).problems.map(({ code }) => code)).toEqual(['input-empty'])
  })

  it('takes a region that is none for unknown, and no place for a region', () => {
    expect(read([{ ...account, location: 'region' }]).resources[0]?.region).toBeInstanceOf(Unknown)
    expect(read([{ ...account, location: 'europe' }]).resources[0]?.region).toBeInstanceOf(Unknown)
  })

  it('keeps no secret of an app’s settings', () => {
    const settings = {
      ...account,
      type: 'Microsoft.Web/sites',
      properties: {
        siteConfig: {
          appSettings: [{ name: 'DB_PASSWORD', value: 'open sesame' }],
          connectionStrings: [{ name: 'a', connectionString: 'open sesame' }],
        },
      },
    }
    expect(JSON.stringify(read([settings]).resources)).not.toContain('sesame')
  })

  it('says of a resource which locks, settings and roles others give it, by where their ids stand', () => {
    const around = (type: string, name: string, properties: object = {}) => ({
      id: `${account.id}/providers/${type}/${name}`,
      type,
      name,
      properties,
    })
    const { resources } = read([
      account,
      around('Microsoft.Authorization/locks', 'l', { level: 'CanNotDelete' }),
      around('microsoft.insights/diagnosticSettings', 'd'),
    ])
    expect(resources[0]?.attached).toEqual(['diagnostic settings', 'lock CanNotDelete'])
  })
})
