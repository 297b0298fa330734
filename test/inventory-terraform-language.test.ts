import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { type Given, Unknown } from '#inventory'
import { codes, filesOf, imported, one, resource, textOf } from './terraform.ts'

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
