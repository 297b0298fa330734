import { describe, expect, it } from 'vitest'
import { understand } from '../understand.ts'
import { Unknown, type Value } from '../value.ts'
import { terraformPlan } from './terraform-plan.ts'

/** A resource of a plan, as Terraform prints it. */
const planned = (address: string, values: object, more: object = {}) => {
  const [type = '', name = ''] = address.replace(/^module\.[^.]+\./, '').split('.')
  return { address, mode: 'managed', type, name: name.replace(/\[.*/, ''), values, ...more }
}

/** What a document comes to. */
function read(document: object | string) {
  const text = typeof document === 'string' ? document : JSON.stringify(document, null, 2)
  return understand(terraformPlan.read([{ name: 'plan.json', text }], { values: {}, read: () => undefined }))
}

const plan = (resources: readonly object[], more: object = {}) =>
  read({ format_version: '1.2', planned_values: { root_module: { resources } }, ...more })

describe('a plan of Terraform', () => {
  it('gives a failover group whose servers are known only by reference', () => {
    const group = 'azurerm_mssql_failover_group.both'
    const { resources, problems } = plan(
      [
        planned('azurerm_mssql_server.east', { name: 'shop-east', location: 'eastus' }),
        planned('azurerm_mssql_server.west', { name: 'shop-west', location: 'westus' }),
        planned('azurerm_mssql_database.orders', { name: 'orders', sku_name: 'GP_Gen5_2' }),
        planned(group, {
          name: 'both',
          partner_server: [{}],
          read_write_endpoint_failover_policy: [{ mode: 'Automatic', grace_minutes: 60 }],
        }),
      ],
      {
        resource_changes: [
          {
            address: group,
            change: { after_unknown: { id: true, server_id: true, databases: true, partner_server: [{ id: true }] } },
          },
          { address: 'azurerm_mssql_database.orders', change: { after_unknown: { server_id: true } } },
        ],
        configuration: {
          root_module: {
            resources: [
              {
                address: 'azurerm_mssql_database.orders',
                expressions: {
                  server_id: { references: ['azurerm_mssql_server.east.id', 'azurerm_mssql_server.east'] },
                },
              },
              {
                address: group,
                expressions: {
                  server_id: { references: ['azurerm_mssql_server.east.id', 'azurerm_mssql_server.east'] },
                  partner_server: [
                    { id: { references: ['azurerm_mssql_server.west.id', 'azurerm_mssql_server.west'] } },
                  ],
                },
              },
            ],
          },
        },
      },
    )
    expect(problems).toEqual([])
    expect(resources.find(({ address }) => address === group)).toMatchObject({
      name: 'shop-east/both',
      replication: { failover: 'automatic', graceMinutes: 60, regions: ['eastus', 'westus'] },
    })
    expect(resources.find(({ type }) => type === 'Microsoft.Sql/servers/databases')).toMatchObject({
      name: 'shop-east/orders',
      region: 'eastus',
    })
  })

  it('reads modules within modules, and keeps apart what has one name in two of them', () => {
    const inside = (key: string) => ({
      address: `module.stamp["${key}"]`,
      resources: [planned(`module.stamp["${key}"].azurerm_key_vault.main`, { name: `secrets-${key}`, location: key })],
    })
    const { resources } = read({
      format_version: '1.2',
      planned_values: { root_module: { child_modules: [inside('eastus'), inside('westus')] } },
    })
    expect(resources.map(({ address, region }) => [address, region])).toEqual([
      ['module.stamp["eastus"].azurerm_key_vault.main', 'eastus'],
      ['module.stamp["westus"].azurerm_key_vault.main', 'westus'],
    ])
  })

  it('takes what is known only after it was applied for unknown, whatever stands beside it', () => {
    const address = 'azurerm_storage_account.main'
    const { resources } = plan(
      [planned(address, { name: 'orders', account_tier: 'Standard', account_replication_type: null })],
      {
        resource_changes: [{ address, change: { after_unknown: { account_replication_type: true, location: true } } }],
      },
    )
    expect(resources[0]?.redundancy?.across).toBeInstanceOf(Unknown)
    expect(resources[0]?.region).toBeInstanceOf(Unknown)
  })

  it('reads copies of a registry and priorities of endpoints from blocks', () => {
    const { resources } = plan([
      planned('azurerm_container_registry.main', {
        name: 'images',
        location: 'eastus',
        sku: 'Premium',
        georeplications: [{ location: 'westus' }],
      }),
      planned('azurerm_traffic_manager_profile.main', {
        name: 'shop',
        id: '/subscriptions/0/resourceGroups/g/providers/Microsoft.Network/trafficManagerProfiles/shop',
        traffic_routing_method: 'Priority',
        dns_config: [{ relative_name: 'shop', ttl: 60 }],
        monitor_config: [{ protocol: 'HTTPS', port: 443, path: '/' }],
      }),
      ...['eastus', 'westus'].map((region, i) =>
        planned(`azurerm_traffic_manager_external_endpoint.${region}`, {
          name: region,
          profile_id: '/subscriptions/0/resourceGroups/g/providers/Microsoft.Network/trafficManagerProfiles/shop',
          target: `${region}.example`,
          endpoint_location: region,
          priority: i + 1,
        }),
      ),
    ])
    expect(resources[0]?.redundancy).toMatchObject({ across: 'regions', regions: ['eastus', 'westus'] })
    const [pool] = resources.find(({ routing }) => routing)?.routing?.pools ?? []
    expect(Array.isArray(pool?.backends) && pool.backends.map(({ region, priority }) => [region, priority])).toEqual([
      ['eastus', 1],
      ['westus', 2],
    ])
    expect(pool?.probe).toEqual({ protocol: 'HTTPS', path: '/', interval: 30, timeout: 10, tolerated: 3 })
  })
})

describe('a state of Terraform', () => {
  const secret = 'correct-horse-battery-staple'

  it('is read without its secrets, marked or not', () => {
    const inventory = read({
      format_version: '1.0',
      values: {
        root_module: {
          resources: [
            planned(
              'azurerm_storage_account.main',
              {
                name: 'orders',
                location: 'westeurope',
                account_tier: 'Standard',
                account_replication_type: 'GRS',
                primary_access_key: secret,
                tags: { note: secret },
                identity: [{ connection_string: secret }],
              },
              { sensitive_values: { tags: { note: true } } },
            ),
          ],
        },
      },
    })
    expect(JSON.stringify(inventory)).not.toContain(secret)
    expect(inventory.resources[0]?.redundancy?.regions).toEqual(['westeurope', 'northeurope'])
  })

  it('itself is refused, with what to do instead', () => {
    const { problems } = read({ version: 4, terraform_version: '1.9.0', lineage: 'a', resources: [] })
    expect(problems.map(({ code, fix }) => [code, fix])).toEqual([
      ['input-of-another-format', expect.stringContaining('terraform show -json')],
    ])
  })

  it('that holds nothing is no proof of anything', () => {
    expect(plan([]).problems.map(({ code }) => code)).toEqual(['input-empty'])
  })
})

describe('what is in no shape', () => {
  const odd: ReadonlyArray<readonly [string, Value]> = [
    ['numbers for resources', 3],
    ['texts for resources', ['a']],
    ['nothing', null],
  ]
  it.each(odd)('is read without harm: %s', (_, resources) => {
    const document = {
      format_version: '1.2',
      planned_values: { root_module: { resources, child_modules: resources } },
      resource_changes: resources,
      configuration: resources,
    }
    expect(Array.isArray(read(document).resources)).toBe(true)
  })
})
