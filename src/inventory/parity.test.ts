import { describe, expect, it } from 'vitest'
import { resourceGraph } from './importers/resource-graph.ts'
import { terraformPlan } from './importers/terraform-plan.ts'
import { differences } from './parity.ts'
import { inventoryOf } from './testing/template.ts'
import { understand } from './understand.ts'

const cache = (name: string, location: string, more: object) => ({
  type: 'Microsoft.Cache/redis',
  name,
  location,
  ...more,
})
const id = (name: string) => `[resourceId('Microsoft.Cache/redis', '${name}')]`
const role = (scope: string, definition: string) => ({
  type: 'Microsoft.Authorization/roleAssignments',
  name: `${scope}-${definition}`,
  scope: id(scope),
  properties: {
    roleDefinitionId: `/providers/Microsoft.Authorization/roleDefinitions/${definition}`,
    principalId: 'shop',
  },
})

/** In what the first two resources of a template differ. */
function between(...resources: readonly object[]) {
  const [a, b] = inventoryOf({ parameters: { size: { type: 'string' } }, resources }).resources
  if (!a || !b) throw new Error('there are no two resources')
  return differences(a, b).map(({ path, values }) => `${path}: ${values?.join(' / ') ?? 'differs'}`)
}

describe('primary and standby', () => {
  it('are alike where nothing but place and name differs', () => {
    const more = {
      sku: { name: 'Premium' },
      properties: { version: '6', hostName: 'x', redisConfiguration: { a: '1' } },
    }
    expect(
      between(
        cache('a', 'eastus', more),
        cache('b', 'westus', { ...more, properties: { ...more.properties, hostName: 'y' } }),
      ),
    ).toEqual([])
  })

  it('differ in size, version, settings and tags, each told once', () => {
    const found = between(
      cache('a', 'eastus', {
        sku: { name: 'Premium', capacity: 2 },
        tags: { owner: 'shop' },
        properties: { redisVersion: '6', redisConfiguration: { 'maxmemory-policy': 'allkeys-lru' } },
      }),
      cache('b', 'westus', {
        sku: { name: 'Standard', capacity: 2 },
        properties: { redisVersion: '4', redisConfiguration: {} },
      }),
    )
    expect(found).toEqual([
      'sku.name: Premium / Standard',
      'tags: set / not set',
      'properties.redisVersion: 6 / 4',
      'properties.redisConfiguration.maxmemory-policy: allkeys-lru / not set',
    ])
  })

  it('differ in the roles, rules and locks that others give them', () => {
    const rule = { type: 'Microsoft.Cache/redis/firewallRules', name: 'a/office', properties: { startIP: '10.0.0.1' } }
    const lock = {
      type: 'Microsoft.Authorization/locks',
      name: 'l',
      scope: id('b'),
      properties: { level: 'CanNotDelete' },
    }
    expect(
      between(
        cache('a', 'eastus', {}),
        cache('b', 'westus', {}),
        role('a', 'reader'),
        role('b', 'reader'),
        role('a', 'owner'),
        rule,
        lock,
      ),
    ).toEqual([
      'attached.firewallrules office: there / missing',
      'attached.role owner for shop: there / missing',
      'attached.lock CanNotDelete: missing / there',
    ])
  })

  it('are compared by everything that Terraform was told, and not only by what Muster concludes from', () => {
    const app = (name: string, location: string, more: object) => ({
      address: `azurerm_linux_web_app.${name}`,
      mode: 'managed',
      type: 'azurerm_linux_web_app',
      name,
      values: {
        name,
        location,
        resource_group_name: name,
        service_plan_id: `/subscriptions/0/${name}`,
        https_only: true,
        ...more,
      },
    })
    const text = JSON.stringify({
      format_version: '1.2',
      planned_values: {
        root_module: {
          resources: [
            app('a', 'eastus', { site_config: [{ always_on: true }], app_settings: { MODE: 'fast' } }),
            app('b', 'westus', { site_config: [{ always_on: false }], app_settings: { MODE: 'fast' } }),
          ],
        },
      },
    })
    const [a, b] = understand(
      terraformPlan.read([{ name: 'plan.json', text }], { values: {}, read: () => undefined }),
    ).resources
    if (!a || !b) throw new Error('there are no two resources')
    expect(differences(a, b)).toEqual([{ path: 'site_config.0.always_on', values: ['true', 'false'] }])
  })

  it('are not said to differ where one side is unknown', () => {
    expect(
      between(
        cache('a', 'eastus', { sku: { name: "[parameters('size')]" } }),
        cache('b', 'westus', { sku: { name: 'Premium' } }),
      ),
    ).toEqual([])
  })

  it('are alike where an export tells of each side what it is, where, and since when', () => {
    const side = (region: string) => ({
      type: 'microsoft.web/sites',
      name: `shop-${region}`,
      id: `/subscriptions/s/resourceGroups/rg-${region}/providers/Microsoft.Web/sites/shop-${region}`,
      location: region,
      resourceGroup: `rg-${region}`,
      properties: {
        defaultHostName: `a1.${region}-01.example.net`,
        hostNameSslStates: [{ name: `${region}.example.net`, sslState: 'Disabled' }],
        repositorySiteName: `x-${region}`,
        webSpace: `w${region.length}`,
        homeStamp: `waws-${region}`,
        selfLink: `https://${region}.example/x`,
        ftpsHostName: `ftps://${region}`,
        lastModifiedTimeUtc: region,
        deploymentId: `d-${region}`,
        vmId: `v-${region}`,
        osProfile: { computerName: `c-${region}` },
        fullyQualifiedDomainName: `f-${region}`,
        availabilityZone: region === 'eastus' ? '1' : '2',
        backup: { earliestRestoreDate: region },
        etag: region,
        label: `the shop of SHOP-${region.toUpperCase()}`,
        size: region === 'eastus' ? 'P1' : 'P2',
      },
      zones: [region === 'eastus' ? '1' : '2'],
    })
    const [a, b] = understand(
      resourceGraph.read([{ name: 'x.json', text: JSON.stringify([side('eastus'), side('westus')]) }], {
        values: {},
        read: () => undefined,
      }),
    ).resources
    if (!a || !b) throw new Error('there are no two resources')
    expect(differences(a, b)).toEqual([{ path: 'properties.size', values: ['P1', 'P2'] }])
  })

  it('differ in settings by name, and in switches that only look like what each has of its own', () => {
    const app = (name: string, location: string, more: object, ...env: readonly string[]) =>
      cache(name, location, {
        properties: { ...more, env: env.map((one) => ({ name: one, value: `${one}-${location}-x` })) },
      })
    expect(
      between(
        app('a', 'eastus', { alwaysOn: true, ftpsState: 'Disabled', healthCheckPath: '/a' }, 'A', 'B'),
        app('b', 'westus', { alwaysOn: false, ftpsState: 'FtpsOnly', healthCheckPath: '/b' }, 'B'),
      ),
    ).toEqual([
      'properties.alwaysOn: true / false',
      'properties.ftpsState: Disabled / FtpsOnly',
      'properties.healthCheckPath: /a / /b',
      'properties.env.A: differs',
    ])
  })

  it('differ once in what an export has beside their names', () => {
    const side = (name: string, location: string, capacity: number) => ({
      type: 'Microsoft.Cache/redis',
      name,
      location,
      sku: { name: 'Premium', capacity },
      redisVersion: '6',
      hostName: `${name}.example`,
    })
    const text = JSON.stringify([side('a', 'eastus', 1), side('b', 'westus', 2)])
    const [a, b] = understand(
      resourceGraph.read([{ name: 'x.json', text }], { values: {}, read: () => undefined }),
    ).resources
    if (!a || !b) throw new Error('there are no two resources')
    expect(differences(a, b)).toEqual([{ path: 'sku.capacity', values: ['1', '2'] }])
  })
})
