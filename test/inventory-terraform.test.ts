import { describe, expect, it } from 'vitest'
import { type Inventory, pairOf, Unknown } from '#inventory'
import { codes, filesOf, imported, resource, textOf } from './terraform.ts'

describe('two stamps behind Front Door (O12)', () => {
  const stamps = '["swedencentral", "brazilsouth"]'
  const shop = imported(filesOf('two-stamps'), { values: { stamps } })

  it('has no problem and knows every region', () => {
    expect(shop.problems).toEqual([])
    expect(shop.resources.filter(({ region }) => region instanceof Unknown).map(({ address }) => address)).toEqual([])
  })

  it('writes to Cosmos DB in both regions, in the order of the stamps', () => {
    expect(resource(shop, 'azurerm_cosmosdb_account.orders')).toMatchObject({
      region: 'swedencentral',
      redundancy: { across: 'zones-and-regions', regions: ['swedencentral', 'brazilsouth'] },
      replication: { kind: 'regions', writes: 'many', regions: ['swedencentral', 'brazilsouth'] },
    })
  })

  it('shows that the regions are no pair', () => {
    expect([pairOf('swedencentral'), pairOf('brazilsouth')]).toEqual(['swedensouth', 'southcentralus'])
  })

  it('has pools without origins that nobody reaches, since their lists are empty by default', () => {
    const { routing } = resource(shop, 'azurerm_cdn_frontdoor_profile.edge')
    expect(routing?.pools.map(({ name, reached, backends }) => [name, reached, [backends].flat().length])).toEqual([
      ['interfaces', false, 0],
      ['pages', false, 0],
      ['pictures', true, 2],
    ])
    expect(routing?.pools[0]?.probe).toEqual({ protocol: 'Https', path: '/health', interval: 30 })
  })

  it('reads pictures from where they are written, and else from a region that it does not name', () => {
    const pictures = resource(shop, 'azurerm_cdn_frontdoor_profile.edge').routing?.pools[2]?.backends
    expect(pictures).toMatchObject([
      { name: 'first', priority: 1, weight: 1, region: 'swedencentral' },
      { name: 'second', priority: 2, weight: 1, region: { why: 'it is known only after it was applied' } },
    ])
    expect(resource(shop, 'azurerm_storage_account.pictures').redundancy).toMatchObject({
      across: 'zones-and-regions',
      regions: ['swedencentral', 'swedensouth'],
      word: 'Standard_RAGZRS',
    })
  })

  it('gives origins that are said equal priority', () => {
    const interfaces = JSON.stringify([{ address: 'a.example.com' }, { address: 'b.example.com', weight: 2 }])
    const said = imported(filesOf('two-stamps'), { values: { stamps, interfaces } })
    const pool = resource(said, 'azurerm_cdn_frontdoor_profile.edge').routing?.pools[0]
    expect(pool).toMatchObject({
      reached: true,
      backends: [
        { target: 'a.example.com', priority: 1, weight: 1, enabled: true },
        { target: 'b.example.com', priority: 1, weight: 2, enabled: true },
      ],
    })
  })

  it('copies images to the other stamp alone', () => {
    expect(resource(shop, 'azurerm_container_registry.images')).toMatchObject({
      redundancy: { across: 'zones-and-regions', regions: ['swedencentral', 'brazilsouth'] },
      replication: { kind: 'geo-replication' },
    })
    expect(shop.resources.filter(({ type }) => /replications$/.test(type)).map(({ region }) => region)).toEqual([
      'brazilsouth',
    ])
  })

  it.each(['swedencentral', 'brazilsouth'])('keeps files and messages of a stamp within it (%s)', (region) => {
    const stamp = `module.stamp["${region}"].`
    for (const key of ['pages', 'work'])
      expect(resource(shop, `${stamp}azurerm_storage_account.stamp["${key}"]`).redundancy).toEqual({
        across: 'zones',
        regions: [region],
        by: 'set',
        word: 'Standard_ZRS',
      })
    const events = resource(shop, `${stamp}azurerm_eventhub_namespace.events`)
    expect(events).toMatchObject({ region, redundancy: { across: 'zones', regions: [region], word: 'Standard' } })
    expect(events.replication).toBeUndefined()
    expect(resource(shop, `${stamp}azurerm_kubernetes_cluster.pods`).redundancy).toMatchObject({
      word: 'zones 1, 2, 3',
    })
    expect(resource(shop, `${stamp}azurerm_eventhub.orders`).name).toMatch(/-events\/orders$/)
  })

  it('leaves open where stamps lie that nobody has said', () => {
    const open = imported(filesOf('two-stamps'))
    expect(codes(open)).toEqual(expect.arrayContaining(['parameter-unknown', 'count-unknown', 'location-unknown']))
    const stamp = resource(open, 'module.stamp.azurerm_kubernetes_cluster.pods')
    expect(stamp.doubt).toBeInstanceOf(Unknown)
    expect(textOf(stamp.region)).toBe('{each.value of module.stamp}')
    expect(resource(open, 'azurerm_cosmosdb_account.orders').redundancy?.across).toBeInstanceOf(Unknown)
    expect(textOf(resource(open, 'azurerm_resource_group.central').region)).toBe('{var.stamps}[0]')
  })
})

describe('a failover group without regions (O13)', () => {
  const books = (values: Record<string, string> = {}) => imported(filesOf('failover-group'), { values })
  const group = 'azurerm_mssql_failover_group.books'

  it('claims neither one region nor two, and says which values are missing', () => {
    const open = books()
    expect(resource(open, group).replication).toMatchObject({
      kind: 'failover-group',
      failover: 'automatic',
      graceMinutes: 60,
      regions: [{ text: '{var.location}' }, { text: '{var.location_alt}' }],
    })
    expect(resource(open, 'azurerm_mssql_database.ledger').redundancy?.across).toBeInstanceOf(Unknown)
    expect(open.problems.filter(({ code }) => code === 'parameter-unknown').map(({ place }) => place.line)).toEqual([
      1, 5,
    ])
  })

  it('lies in one region where both are the same', () => {
    const same = books({ location: 'westeurope', location_alt: 'West Europe' })
    expect(resource(same, group).replication?.regions).toEqual(['westeurope', 'westeurope'])
    expect(resource(same, 'azurerm_mssql_database.ledger').redundancy?.across).toBe('none')
    expect(same.problems).toEqual([])
  })

  it('reaches another region where they differ', () => {
    const apart = books({ location: 'westeurope', location_alt: 'northeurope' })
    expect(resource(apart, 'azurerm_mssql_database.ledger').redundancy).toMatchObject({
      across: 'regions',
      regions: ['westeurope', 'northeurope'],
    })
    expect(resource(apart, 'azurerm_mssql_database.ledger_copy').replication).toMatchObject({
      kind: 'replica',
      regions: ['westeurope', 'northeurope'],
    })
  })

  it('waits for what it names, and that is no circle', () => {
    const links = resource(books(), group).links.map(({ to, here }) => [to, here])
    expect(links).toContainEqual(['microsoft.sql/servers/databases|books-there/ledger', true])
    expect(codes(books())).not.toContain('dependency-circular')
  })

  it('never keeps a password', () => {
    const said = books({ location: 'westeurope', location_alt: 'northeurope', password: 'hunter2' })
    expect(JSON.stringify(said)).not.toContain('hunter2')
  })
})

describe('priorities of a database (O14)', () => {
  const notes = imported(filesOf('cosmos-priorities'))

  it('are refused where they are not in a row, and so is a staleness that is too narrow', () => {
    expect(codes(notes)).toEqual(['resource-invalid', 'resource-invalid'])
    expect(notes.problems[0]?.detail).toMatch(/priorities 0 and 2; Azure takes 0 to 1/)
    expect(notes.problems[1]?.detail).toMatch(/10 s and 200 writes/)
  })

  it('say that the region of its own is not the one that is written to', () => {
    expect(resource(notes, 'azurerm_cosmosdb_account.notes')).toMatchObject({
      region: 'westeurope',
      replication: { writes: 'one', failover: 'automatic', regions: ['norwayeast', 'westeurope'] },
    })
  })
})

describe('two clusters with one database (O15)', () => {
  const desk = imported(filesOf('one-database'))

  it('has compute in two regions, and a pool that no rule reaches', () => {
    const clusters = desk.resources.filter(({ component }) => component === 'kubernetes')
    expect(clusters.map(({ region }) => region)).toEqual(['westus3', 'canadaeast'])
    expect(resource(desk, 'azurerm_frontdoor.desk').routing?.pools).toMatchObject([
      { name: 'Main', reached: true, backends: [{ region: 'westus3', priority: 1 }] },
      { name: 'Failover', reached: false, backends: [{ region: 'canadaeast', priority: 2 }] },
    ])
  })

  it('has its data in one region, whatever stands in comments', () => {
    expect(resource(desk, 'azurerm_cosmosdb_account.tickets')).toMatchObject({
      redundancy: { across: 'none', regions: ['westus3'] },
      backup: { continuous: true },
    })
    expect(codes(desk)).toEqual([])
  })

  it('shows that both clusters keep the secret of the one database', () => {
    const secrets = desk.resources.filter(({ type }) => type === 'Microsoft.KeyVault/vaults/secrets')
    for (const { links } of secrets)
      expect(links.map(({ to }) => to)).toContain('microsoft.documentdb/databaseaccounts|desk-tickets')
    expect(secrets.map(({ region }) => region)).toEqual(['westus3', 'canadaeast'])
  })
})

describe('two web apps with one registry (O16)', () => {
  const menu = imported(filesOf('shared-registry'))

  it('routes by priority to apps in two regions', () => {
    expect(resource(menu, 'azurerm_traffic_manager_profile.menu').routing).toMatchObject({
      method: 'Priority',
      ttl: 60,
      pools: [
        {
          backends: [
            { name: 'first', region: 'westus', priority: 1 },
            { name: 'second', region: 'centralus', priority: 2 },
          ],
          probe: { protocol: 'HTTPS', path: '/api/health/live', interval: 30, timeout: 10, tolerated: 3 },
        },
      ],
    })
  })

  it('keeps images, secrets and state in the first region', () => {
    expect(resource(menu, 'module.registry.azurerm_container_registry.this').redundancy).toEqual({
      across: 'none',
      regions: ['westus'],
      by: 'set',
      word: 'Standard',
    })
    expect(resource(menu, 'azurerm_storage_account.state').redundancy).toMatchObject({ word: 'Standard_LRS' })
    expect(resource(menu, 'azurerm_key_vault.menu').redundancy?.by).toBe('default')
  })

  it('shows that each app needs the registry', () => {
    for (const name of ['first', 'second'])
      expect(resource(menu, `module.${name}.azurerm_linux_web_app.this`).links).toContainEqual({
        to: 'microsoft.containerregistry/registries|menuimages',
        here: true,
        by: 'dependsOn',
      })
    expect(codes(menu)).toEqual([])
  })
})

describe('network interfaces behind Traffic Manager (O24)', () => {
  const mail = imported(filesOf('network-cards'))

  it('are refused as endpoints', () => {
    expect(codes(mail)).toEqual(['resource-invalid', 'resource-invalid'])
    expect(mail.problems[0]?.detail).toContain('module.machine[0].azurerm_network_interface.this')
  })

  it('lie in one region and in no zone', () => {
    expect(resource(mail, 'azurerm_traffic_manager_profile.mail').routing?.pools[0]?.backends).toMatchObject([
      { region: 'northeurope', weight: 1 },
      { region: 'northeurope', weight: 1 },
    ])
    expect(resource(mail, 'module.machine[1].azurerm_linux_virtual_machine.this').redundancy).toMatchObject({
      across: 'none',
      regions: ['northeurope'],
      word: 'no zone',
    })
  })
})

describe('flags that are texts (O25)', () => {
  const stores = ({ resources }: Inventory) =>
    resources
      .filter(({ component }) => component !== undefined)
      .map(({ type, region, doubt }) => [type, textOf(region), doubt !== undefined])

  it('give no store by default, and tell of a module that lies elsewhere', () => {
    const pets = imported(filesOf('flags'))
    expect(stores(pets)).toEqual([])
    expect(pets.problems.map(({ code, detail }) => [code, detail.split('.')[1]])).toEqual([
      ['part-unread', 'cluster comes from Azure/avm-res-containerservice-managedcluster/azurerm'],
    ])
  })

  it('give stores in one region where they are "true"', () => {
    const values = { deploy_queue: 'true', deploy_database: 'true', deploy_registry: 'true' }
    const pets = imported(filesOf('flags'), { values })
    expect(stores(pets)).toEqual([
      ['Microsoft.ServiceBus/namespaces', 'uksouth', false],
      ['Microsoft.DocumentDB/databaseAccounts', 'uksouth', false],
    ])
    expect(resource(pets, 'azurerm_servicebus_namespace.orders[0]').replication).toBeUndefined()
    expect(resource(pets, 'azurerm_cosmosdb_account.orders[0]').redundancy?.across).toBe('none')
    expect(codes(pets)).toEqual(['part-unread', 'part-unread'])
  })

  it('are unknown while they are placeholders', () => {
    const pets = imported([...filesOf('flags'), ...filesOf('flags', /\.tfvars\.json$/)])
    expect(stores(pets)).toEqual([
      ['Microsoft.ServiceBus/namespaces', '${SHOP_REGION}', true],
      ['Microsoft.DocumentDB/databaseAccounts', '${SHOP_REGION}', true],
    ])
    expect(codes(pets)).toEqual(expect.arrayContaining(['location-unknown', 'count-unknown', 'part-unread']))
  })
})
