import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { openHcl } from '#hcl'
import {
  type Given,
  importers,
  type Inventory,
  pairOf,
  type Resource,
  type SourceFile,
  understand,
  Unknown,
} from '#inventory'

const hcl = await openHcl()
const home = join(import.meta.dirname, 'terraform')

/** What is concluded from some files of Terraform. */
function imported(files: readonly SourceFile[], given: Partial<Given> = {}): Inventory {
  const importer = importers.find(({ format }) => format === 'terraform')
  if (!importer) throw new Error('Muster does not read Terraform')
  return understand(importer.read(files, { values: {}, hcl, read: () => undefined, ...given }))
}

/** The files of a folder of test/terraform, by their path in it. */
function filesOf(folder: string, wanted = /\.tf$/): readonly SourceFile[] {
  return readdirSync(join(home, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => wanted.test(name))
    .sort()
    .map((name) => ({ name, text: readFileSync(join(home, folder, name), 'utf8') }))
}

const one = (text: string, given: Partial<Given> = {}) => imported([{ name: 'main.tf', text }], given)

function resource(inventory: Inventory, address: string): Resource {
  const found = inventory.resources.find((one) => one.address === address)
  if (!found) throw new Error(`${address} is not among ${inventory.resources.map((one) => one.address).join(', ')}`)
  return found
}

const codes = ({ problems }: Inventory) => problems.map(({ code }) => code)
const textOf = (value: unknown) => (value instanceof Unknown ? value.text : value)

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

describe('values of variables', () => {
  const main =
    'variable "place" {\n  type = string\n}\nresource "azurerm_resource_group" "a" {\n  name = "a"\n  location = var.place\n}\n'
  const region = (files: Record<string, string>, given: Partial<Given> = {}) => {
    const all = Object.entries({ 'main.tf': main, ...files }).map(([name, text]) => ({ name, text }))
    const inventory = imported(all, given)
    return [textOf(inventory.resources[0]?.region), ...codes(inventory)]
  }

  it('come from terraform.tfvars, then from *.auto.tfvars, then from the file that is given, then from a person', () => {
    const own = { 'terraform.tfvars': 'place = "uksouth"\n' }
    expect(region(own)).toEqual(['uksouth'])
    const auto = { ...own, 'z.auto.tfvars.json': '{"place": "ukwest"}', 'a.auto.tfvars': 'place = "norwayeast"\n' }
    expect(region(auto)).toEqual(['ukwest'])
    const chosen = { ...auto, 'envs/prod.tfvars': 'place = "westus"\n' }
    expect(region(chosen)).toEqual(['westus'])
    expect(region(chosen, { values: { place: 'eastus' } })).toEqual(['eastus'])
  })

  it('are looked for in terraform.tfvars beside the given files', () => {
    const read = (name: string) => (name === 'terraform.tfvars' ? 'place = "uksouth"\n' : undefined)
    expect(region({}, { read })).toEqual(['uksouth'])
  })

  it('are unknown where two files say different things', () => {
    const two = { 'prod.tfvars': 'place = "uksouth"\n', 'test.tfvars': 'place = "ukwest"\n' }
    expect(region(two)).toEqual(['{var.place}', 'location-unknown', 'parameter-unknown'])
    expect(region({ ...two, 'test.tfvars': 'place = "uksouth"\n' })).toEqual(['uksouth'])
  })

  it('are unknown where something is put in later', () => {
    expect(region({ 'prod.tfvars': 'place = "${WHERE}"\n' })[0]).toBe('${WHERE}')
    expect(region({ 'prod.tfvars': 'place = "uk${WHERE}"\n' })[0]).toBe('uk${WHERE}')
    expect(region({ 'prod.tfvars.json': '{"place": "uk${WHERE}"}' })[0]).toBe('uk${WHERE}')
    expect(region({ 'prod.tfvars': 'place = "__WHERE__"\n' })[0]).toBe('__WHERE__')
  })

  it('are told of where the files of values alone are given', () => {
    expect(codes(imported([{ name: 'prod.tfvars', text: 'a = 1\n' }]))).toEqual(['input-empty'])
  })
})

describe('files that cannot be read', () => {
  it('are told of by their place, and the others are read', () => {
    const inventory = imported([
      { name: 'a.tf', text: 'resource "azurerm_resource_group" "a" {\n  name = = "x"\n}\n' },
      { name: 'b.tf', text: 'resource "azurerm_resource_group" "b" {\n  name = "b"\n  location = "uksouth"\n}\n' },
      { name: 'c.tfvars.json', text: '{"a": }' },
    ])
    expect(inventory.problems.map(({ code, place }) => [code, place.file, place.line])).toEqual([
      ['input-unreadable', 'a.tf', 2],
      ['input-unreadable', 'c.tfvars.json', 1],
    ])
    expect(inventory.resources.map(({ address }) => address)).toEqual(['azurerm_resource_group.b'])
  })

  it('are modules that nobody gave', () => {
    const text =
      'module "a" {\n  source = "../other"\n}\nresource "azurerm_resource_group" "a" {\n  name = module.a.name\n  location = module.a.place\n}\n'
    const inventory = imported([{ name: 'live/main.tf', text }])
    expect(codes(inventory)).toEqual(['part-unread', 'location-unknown'])
    expect(textOf(resource(inventory, 'azurerm_resource_group.a').region)).toBe('module.a.place')
  })
})

describe('files of other kinds', () => {
  it('are told of, and what Terraform has downloaded is left alone', () => {
    const inventory = imported([
      { name: 'main.tf', text: '' },
      { name: 'other.tf.json', text: '{}' },
      { name: '.terraform/modules/a/main.tf', text: 'resource "azurerm_resource_group" "a" {}\n' },
    ])
    expect(inventory.resources).toEqual([])
    expect(inventory.problems.map(({ code, place }) => [code, place.file])).toEqual([
      ['input-of-another-format', 'other.tf.json'],
    ])
  })
})

describe('modules beside the given files', () => {
  const text = 'module "a" {\n  source = "../other/"\n  place = "uksouth"\n}\n'
  const files: Record<string, string> = {
    'other/main.tf': 'resource "azurerm_resource_group" "a" {\n  name = "a"\n  location = var.place\n}\n',
    'other/variables.tf': 'variable "place" {}\n',
  }

  it('are read by their usual names', () => {
    const inventory = imported([{ name: 'live/main.tf', text }], { read: (name) => files[name] })
    expect(resource(inventory, 'module.a.azurerm_resource_group.a').region).toBe('uksouth')
    // There may be others, which nobody can look for without seeing the folder.
    expect(inventory.problems.map(({ code, place }) => [code, place.file])).toEqual([['part-unread', 'other/main.tf']])
  })

  it('are no roots of their own, and two roots do not mix', () => {
    const all = Object.entries({ ...files, 'live/main.tf': text, 'test/main.tf': text.replace('uksouth', 'ukwest') })
    const inventory = imported(all.map(([name, one]) => ({ name, text: one })))
    expect(inventory.resources.map(({ address, region }) => [address, region])).toEqual([
      ['live:module.a.azurerm_resource_group.a', 'uksouth'],
      ['test:module.a.azurerm_resource_group.a', 'ukwest'],
    ])
  })
})

describe('expressions as they are written', () => {
  /** What a configuration makes of an expression, as the name of a resource. */
  const nameOf = (expression: string, more = '') => {
    const { resources } = one(`${more}\nresource "azurerm_resource_group" "a" {\n  tags = { t = ${expression} }\n}\n`)
    return JSON.parse(JSON.stringify(resources[0]?.body ?? null)).tags?.t
  }

  it.each([
    ['"a\\tb \\"c\\" \\u00e9 $${d} %%{e}"', 'a\tb "c" é ${d} %{e}'],
    ['" ${1 + 2} "', ' 3 '],
    ['"a ${~ "b" ~} c"', 'abc'],
    ['1 + 2 * 3', 7],
    ['(1 + 2) * 3', 9],
    ['-2 - -3', 1],
    ['10 / 4 /* of it */ - 1', 1.5],
    ['!true || 1 < 2 && "a" == "a"', true],
    ['false ? 1 : true ? 2 : 3', 2],
    ['[for i, v in ["a", "b"] : "${i}${v}" if v != "a"]', ['1b']],
    ['{ for v in ["a", "ab", "b"] : substr(v, 0, 1) => v... }', { a: ['a', 'ab'], b: ['b'] }],
    ['[{ a = 1 }, { a = 2 }][*].a', [1, 2]],
    ['[{ a = [1, 2] }, { a = [3, 4] }][*].a[0]', [1, 3]],
    ['[{ a = 1 }, { a = 2 }].*.a[0]', 1],
    ['["a", "b"].1', 'b'],
    ['merge({ a = 1 }, [{ b = 2 }, { c = 3 }]...)', { a: 1, b: 2, c: 3 }],
    ['{ (local.k) = 1, "${local.k}2" : 2\n b = 3 }', { k: 1, k2: 2, b: 3 }],
    ['<<-EOT\n    one ${local.k}\n      two\n    EOT\n', 'one k\n  two\n'],
    ['<<EOT\n  as it is\nEOT\n', '  as it is\n'],
    ['jsonencode({ b = 1, a = [null] })', '{"a":[null],"b":1}'],
  ])('evaluates %s', (expression, wanted) => {
    expect(nameOf(expression, 'locals {\n  k = "k"\n}')).toEqual(wanted)
  })

  it('converts values as the types of variables say', () => {
    const more = `variable "v" {
      type = map(object({ n = optional(number, 3), s = set(string), b = bool }))
      default = { a = { s = ["x", "x"], b = "true", other = 1 } }
    }`
    expect(nameOf('var.v', more)).toEqual({ a: { n: 3, s: ['x'], b: true } })
  })

  it('takes the default for null where a variable refuses it', () => {
    const variable = (nullable: string) =>
      one(`module "a" {\n  source = "./a"\n  place = null\n}`, {
        read: (name) =>
          name === 'a/main.tf'
            ? `variable "place" {\n  default = "uksouth"\n  ${nullable}\n}\nresource "azurerm_storage_account" "a" {\n  name = "a"\n  location = var.place\n}`
            : undefined,
      }).resources[0]?.region
    expect(variable('nullable = false')).toBe('uksouth')
    expect(variable('')).toBeInstanceOf(Unknown)
  })

  it('doubts members of a set that may turn out to be the same', () => {
    const inventory = one(`
      variable "first" {}
      variable "second" {}
      resource "azurerm_resource_group" "a" {
        for_each = toset([var.first, var.second])
        name     = "rg-\${each.key}"
        location = each.value
      }`)
    expect(inventory.resources.map(({ region, doubt }) => [textOf(region), doubt !== undefined])).toEqual([
      ['{var.first}', true],
      ['{var.second}', true],
    ])
    expect(codes(inventory)).toContain('count-unknown')
  })

  it('tells of values that refer to themselves', () => {
    const inventory = one(
      'locals {\n  a = local.b\n  b = upper(local.a)\n}\nresource "azurerm_resource_group" "a" {\n  name = local.a\n  location = "uksouth"\n}\n',
    )
    expect(codes(inventory)).toEqual(['variable-circular'])
    expect(inventory.problems[0]?.detail).toContain('local.a → local.b → local.a')
  })

  it('tells of what is declared nowhere', () => {
    const inventory = one(
      'resource "azurerm_resource_group" "a" {\n  name = "a"\n  location = azurerm_resource_group.b.location\n}\n',
    )
    expect(inventory.problems.map(({ code, place }) => [code, place.line])).toEqual([
      ['location-unknown', 1],
      ['reference-dangling', 3],
    ])
  })

  it('says the region of a group that was made elsewhere where a person says it', () => {
    const text =
      'data "azurerm_resource_group" "a" {\n  name = "a"\n}\nresource "azurerm_storage_account" "b" {\n  name = "b"\n  location = data.azurerm_resource_group.a.location\n}\n'
    expect(textOf(one(text).resources[1]?.region)).toBe('data.azurerm_resource_group.a.location')
    expect(one(text, { location: 'uksouth' }).resources[1]?.region).toBe('uksouth')
    expect(one(text).resources[0]).toMatchObject({ existing: true })
  })

  it('says nothing of how a database is kept that is only looked up', () => {
    const inventory = one('data "azurerm_cosmosdb_account" "a" {\n  name = "a"\n  resource_group_name = "b"\n}\n')
    expect(inventory.resources[0]).toMatchObject({ name: 'a', existing: true })
    expect(inventory.resources[0]?.redundancy?.across).toBeInstanceOf(Unknown)
  })

  it('leaves open to where a registry is copied where nobody has said it', () => {
    const inventory = one(`
      variable "copies" {}
      resource "azurerm_container_registry" "a" {
        name     = "a"
        location = "uksouth"
        sku      = "Premium"
        dynamic "georeplications" {
          for_each = var.copies
          content {
            location = georeplications.value
          }
        }
      }`)
    expect(resource(inventory, 'azurerm_container_registry.a').redundancy?.across).toBeInstanceOf(Unknown)
  })

  it('takes no two things that Terraform would refuse for one', () => {
    const inventory = one(`
      locals {
        places = []
      }
      resource "azurerm_resource_group" "a" {
        name     = "a"
        location = local.places[0]
      }
      resource "azurerm_resource_group" "b" {
        name     = "b"
        location = local.places[1]
      }`)
    expect(inventory.resources.map(({ region }) => textOf(region))).toEqual([
      '{azurerm_resource_group.a.location}',
      '{azurerm_resource_group.b.location}',
    ])
  })

  it('leaves text with directives unread', () => {
    const inventory = one(
      'resource "azurerm_resource_group" "a" {\n  name = "%{ if true }a%{ endif }"\n  location = "uksouth"\n}\n',
    )
    expect(inventory.resources).toMatchObject([{ name: '{azurerm_resource_group.a}', region: 'uksouth' }])
  })

  it('finds what belongs together though its name is unknown', () => {
    const inventory = one(`
      resource "random_pet" "p" {}
      resource "azurerm_mssql_server" "s" {
        name     = "sql-\${random_pet.p.id}"
        location = "uksouth"
      }
      resource "azurerm_mssql_elasticpool" "e" {
        name        = "pool"
        server_name = azurerm_mssql_server.s.name
      }`)
    expect(resource(inventory, 'azurerm_mssql_elasticpool.e')).toMatchObject({ region: 'uksouth' })
  })
})

describe('what nobody writes', () => {
  const group = (name: string) =>
    `resource "azurerm_resource_group" "a" {\n  name = ${name}\n  location = "uksouth"\n}\n`
  const grown = (turns: number, first: string, next: (before: string) => string) =>
    `locals {\n  l0 = ${first}\n${Array.from({ length: turns }, (_, i) => `  l${i + 1} = ${next(`local.l${i}`)}\n`).join('')}}\n`

  it.each([
    ['a loop of a million', group('join("", range(1000000))'), /A range turns 1000000 times/],
    ['a count of a million', 'resource "azurerm_resource_group" "a" {\n  count = 1000000\n}\n', /turns 1000000 times/],
    ['ten thousand brackets', group(`${'['.repeat(10_000)}${']'.repeat(10_000)}`), /brackets within brackets/],
    ['loops in loops', group('[for a in range(4000) : [for b in range(4000) : a + b]]'), /needs more evaluations/],
    [
      'a text that doubles',
      grown(60, '"0123456789abcdef"', (one) => `"\${${one}}\${${one}}"`) + group('local.l60'),
      /characters/,
    ],
    ['a list that doubles', grown(60, '[1, 2]', (one) => `concat(${one}, ${one})`) + group('local.l60'), /evaluations/],
    [
      'a value that shares its parts',
      grown(60, '[1]', (one) => `[${one}, ${one}]`) + group('local.l60'),
      /larger than any/,
    ],
    [
      'values that lead to others',
      grown(5000, '"x"', (one) => one) + group('local.l5000'),
      /leads through more others/,
    ],
    [
      'a module in itself',
      'module "a" {\n  source = "./"\n  count = 9\n}\nmodule "b" {\n  source = "./"\n}\n',
      /Modules lie in modules/,
    ],
    [
      'blocks in blocks',
      'resource "a" "b" {\n  dynamic "c" {\n    for_each = range(4000)\n    content {\n      dynamic "d" {\n        for_each = range(4000)\n        content {\n          e = 1\n        }\n      }\n    }\n  }\n}\n',
      /needs more evaluations/,
    ],
    [
      'too many resources',
      Array.from({ length: 6 }, (_, i) => `resource "a" "b${i}" {\n  count = 4000\n}\n`).join(''),
      /more resources/,
    ],
  ])('is refused with a message: %s', (_, text, message) => {
    const start = performance.now()
    expect(() => one(text)).toThrow(Failure)
    expect(performance.now() - start).toBeLessThan(3000)
    expect(() => one(text)).toThrow(message)
  })

  it('never breaks the import, whatever is cut out of a file and put into it', () => {
    const files = filesOf('two-stamps')
    const pieces = [
      '"',
      '${',
      '}',
      '{',
      '[',
      '*',
      '...',
      '<<E\n',
      '=',
      '\n',
      '.',
      'for x in',
      '?',
      'null',
      '-',
      '%{if',
      '\u0000',
    ]
    fc.assert(
      fc.property(
        fc.nat(files.length - 1),
        fc.nat(4000),
        fc.nat(60),
        fc.constantFrom('', ...pieces),
        (i, at, cut, put) => {
          const changed = files.map(({ name, text }, j) => ({
            name,
            text: i === j ? text.slice(0, at) + put + text.slice(at + cut) : text,
          }))
          try {
            for (const { place } of imported(changed).problems)
              expect(files.map(({ name }) => name)).toContain(place.file)
          } catch (error) {
            expect(error).toBeInstanceOf(Failure)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('is taken as what it is where it is only odd', () => {
    const odd = one(
      `variable "__proto__" {\n  default = "uksouth"\n}\nlocals {\n  constructor = { __proto__ = 1 }\n}\n${group('"${var.__proto__}${local.constructor.__proto__}"')}`,
    )
    expect(odd.resources[0]?.name).toBe('uksouth1')
  })
})
