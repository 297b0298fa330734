import { describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { account, armInventory, inventoryOf, parametersText, templateText } from '../testing/template.ts'
import { Unknown } from '../value.ts'

const names = (resources: ReadonlyArray<{ readonly name: string }>) => resources.map(({ name }) => name)
const codes = (problems: ReadonlyArray<{ readonly code: string }>) => problems.map(({ code }) => code)

describe('parameters', () => {
  const parts = {
    parameters: { sku: { type: 'string', defaultValue: 'Standard_LRS' } },
    resources: [account('a', "[parameters('SKU')]")],
  }

  it('have their default where nobody says otherwise', () => {
    expect(inventoryOf(parts).resources[0]?.redundancy).toMatchObject({ across: 'none', word: 'Standard_LRS' })
  })

  it('are read from a file of parameters, and what a person says beats it', () => {
    const texts = { 'main.json': templateText(parts), 'main.parameters.json': parametersText({ sku: 'Standard_ZRS' }) }
    expect(armInventory(texts).resources[0]?.redundancy?.across).toBe('zones')
    expect(armInventory(texts, { values: { Sku: 'Standard_GRS' } }).resources[0]?.redundancy?.across).toBe('regions')
  })

  it('are unknown without a value, and told of once', () => {
    const { resources, problems } = inventoryOf({
      parameters: { sku: { type: 'string' } },
      resources: [account('a', "[parameters('sku')]"), account('b', "[parameters('sku')]")],
    })
    expect(resources[0]?.redundancy?.across).toBeInstanceOf(Unknown)
    expect(codes(problems)).toEqual(['parameter-unknown'])
    expect(problems[0]?.place.line).toBe(5)
  })

  it('are null where they may be left out', () => {
    const found = inventoryOf({
      languageVersion: '2.0',
      parameters: { zones: { type: 'array', nullable: true } },
      resources: [account('a', 'Standard_LRS', { zones: "[coalesce(parameters('zones'), createArray('1', '2'))]" })],
    })
    expect(found.resources[0]?.body).toMatchObject({ zones: ['1', '2'] })
  })

  it('are never read where they are secret', () => {
    const texts = {
      'main.json': templateText({
        parameters: { key: { type: 'secureString', defaultValue: 'open sesame' } },
        resources: [account("[concat('a', parameters('key'))]")],
      }),
      'main.parameters.json': parametersText({ key: 'open sesame' }),
    }
    const found = armInventory(texts, { values: { key: 'open sesame' } })
    expect(JSON.stringify(found)).not.toContain('sesame')
    expect(found.resources[0]?.name).toBe('a{key}')
  })

  it('that a pipeline fills in are unknown, and two that are made afresh are two', () => {
    const texts = {
      'main.json': templateText({
        parameters: { one: { type: 'string' }, two: { type: 'string' } },
        resources: [account("[parameters('one')]"), account("[parameters('two')]")],
      }),
      'main.parameters.json': parametersText({ one: 'GEN-UNIQUE', two: 'GEN-UNIQUE' }),
    }
    expect(names(armInventory(texts).resources)).toEqual(['{one}', '{two}'])
  })
})

describe('loops', () => {
  it('make a resource a turn, and count from what they are told to', () => {
    const found = inventoryOf({
      resources: [
        { ...account("[concat('a', copyIndex(1))]"), copy: { name: 'all', count: '[length(createArray(1, 2, 3))]' } },
      ],
    })
    expect(names(found.resources)).toEqual(['a1', 'a2', 'a3'])
  })

  it('make none where they do not turn', () => {
    expect(inventoryOf({ resources: [{ ...account('a'), copy: { name: 'all', count: 0 } }] }).resources).toEqual([])
  })

  it('make one of which it is unknown how often it is there, where their count is', () => {
    const found = inventoryOf({
      parameters: { n: { type: 'int' } },
      resources: [{ ...account("[concat('a', copyIndex())]"), copy: { name: 'all', count: "[parameters('n')]" } }],
    })
    expect(found.resources.map(({ name, doubt }) => [name, doubt instanceof Unknown])).toEqual([['a{n}', true]])
  })

  it('stand in properties and variables too, one within the other', () => {
    const found = inventoryOf({
      variables: { copy: [{ name: 'letters', count: 2, input: "[concat('x', copyIndex('letters'))]" }] },
      resources: [
        account('a', 'Standard_LRS', {
          properties: {
            copy: [
              {
                name: 'rows',
                count: 2,
                input: {
                  copy: [
                    {
                      name: 'cells',
                      count: 2,
                      input: "[concat(variables('letters')[copyIndex('rows')], '-', copyIndex('cells'))]",
                    },
                  ],
                },
              },
            ],
          },
        }),
      ],
    })
    expect(found.resources[0]?.body).toMatchObject({
      properties: { rows: [{ cells: ['x0-0', 'x0-1'] }, { cells: ['x1-0', 'x1-1'] }] },
    })
  })

  it('of a million turns are refused with the limit', () => {
    const huge = () => inventoryOf({ resources: [{ ...account('a'), copy: { name: 'all', count: 1_000_000 } }] })
    expect(huge).toThrow(Failure)
    expect(huge).toThrow(/all turns 1000000 times; Muster reads at most 800/)
  })

  it('within loops are refused once they make too much together', () => {
    const deepest = { copy: [{ name: 'deepest', count: 800, input: 'x' }] }
    const inner = { name: 'inner', count: 800, input: { copy: [{ name: 'deep', count: 800, input: deepest }] } }
    expect(() => inventoryOf({ resources: [account('a', 'Standard_LRS', { properties: { copy: [inner] } })] })).toThrow(
      Failure,
    )
  })
})

describe('conditions', () => {
  it('leave out what they forbid, and nobody misses it', () => {
    const found = inventoryOf({
      resources: [
        { ...account('a'), condition: '[equals(1, 2)]' },
        account('b', 'Standard_GRS', { dependsOn: ["[resourceId('Microsoft.Storage/storageAccounts', 'a')]"] }),
      ],
    })
    expect([names(found.resources), codes(found.problems)]).toEqual([['b'], []])
  })

  it('that are unknown leave the resource in doubt, with its children', () => {
    const child = { type: 'blobServices', name: 'default' }
    const found = inventoryOf({
      parameters: { on: { type: 'bool' } },
      resources: [{ ...account('a'), condition: "[parameters('on')]", resources: [child] }],
    })
    expect(found.resources.map(({ name, doubt }) => [name, doubt instanceof Unknown])).toEqual([
      ['a', true],
      ['a/default', true],
    ])
  })
})

describe('templates within templates', () => {
  const nested = (inner: boolean, parts: object) => ({
    type: 'Microsoft.Resources/deployments',
    name: 'within',
    properties: {
      ...(inner && { expressionEvaluationOptions: { scope: 'inner' } }),
      template: { resources: [account("[variables('name')]")], variables: { name: 'inside' } },
      ...parts,
    },
  })

  it('see what is around them, or only themselves', () => {
    const around = { variables: { name: 'outside' } }
    expect(names(inventoryOf({ ...around, resources: [nested(false, {})] }).resources)).toEqual(['outside'])
    expect(names(inventoryOf({ ...around, resources: [nested(true, {})] }).resources)).toEqual(['inside'])
  })

  it('are read from a file beside, with the parameters that are passed on', () => {
    const link = {
      type: 'Microsoft.Resources/deployments',
      name: 'linked',
      properties: { templateLink: { relativePath: 'parts/storage.json' }, parameters: { name: { value: 'far' } } },
    }
    const asked: string[] = []
    const read = (name: string) => {
      asked.push(name)
      return templateText({ parameters: { name: { type: 'string' } }, resources: [account("[parameters('name')]")] })
    }
    const found = armInventory({ 'infra/main.json': templateText({ resources: [link] }) }, { read })
    expect(asked).toEqual(['infra/parts/storage.json'])
    expect(found.resources.map(({ name, source }) => [name, source.file])).toEqual([
      ['far', 'infra/parts/storage.json'],
    ])
  })

  it('that are not here are told of, and are no pass', () => {
    const link = (properties: object) => ({ type: 'Microsoft.Resources/deployments', name: 'linked', properties })
    const found = inventoryOf({
      resources: [
        link({ templateLink: { relativePath: '../gone.json' } }),
        link({ templateLink: { uri: 'https://example.com/x.json' } }),
      ],
    })
    expect(found.problems.filter(({ code }) => code === 'part-unread')).toHaveLength(2)
  })

  it('that lead to themselves are refused', () => {
    const link = {
      type: 'Microsoft.Resources/deployments',
      name: 'again',
      properties: { templateLink: { relativePath: 'main.json' } },
    }
    const text = templateText({ resources: [link] })
    expect(() => armInventory({ 'main.json': text }, { read: () => text })).toThrow(Failure)
  })
})

describe('resource groups', () => {
  const into = (group: string, resources: readonly object[], more: object = {}) => ({
    type: 'Microsoft.Resources/deployments',
    name: `into-${group}`,
    resourceGroup: group,
    ...more,
    properties: { expressionEvaluationOptions: { scope: 'inner' }, template: { resources } },
  })
  const groups = ['east', 'west'].map((side) => ({
    type: 'Microsoft.Resources/resourceGroups',
    name: `rg-${side}`,
    location: `${side}us`,
  }))
  const cache = { type: 'Microsoft.Cache/redis', name: 'baskets', location: '[resourceGroup().location]' }

  it('give what is deployed into them their own region, whatever a person says of the deployment', () => {
    const resources = [into('rg-east', [cache]), into('rg-west', [{ ...cache, name: 'other' }]), ...groups]
    const found = inventoryOf({ resources }, { location: 'northeurope' }).resources
    expect(
      found.filter(({ type }) => type === 'Microsoft.Cache/redis').map(({ name, region }) => [name, region]),
    ).toEqual([
      ['baskets', 'eastus'],
      ['other', 'westus'],
    ])
  })

  it('that are not in the input leave the region unknown', () => {
    const [found] = inventoryOf({ resources: [into('rg-far', [cache])] }, { location: 'northeurope' }).resources
    expect(found?.region).toBeInstanceOf(Unknown)
  })

  it('tell two resources of one name apart', () => {
    const address = (side: string) => `[resourceId('rg-${side}', 'Microsoft.Network/publicIPAddresses', 'pip')]`
    const profile = {
      type: 'Microsoft.Network/trafficManagerProfiles',
      name: 'shop',
      location: 'global',
      properties: {
        trafficRoutingMethod: 'Priority',
        endpoints: ['east', 'west'].map((side) => ({ name: side, properties: { targetResourceId: address(side) } })),
      },
    }
    const pip = { type: 'Microsoft.Network/publicIPAddresses', name: 'pip', location: '[resourceGroup().location]' }
    const { resources } = inventoryOf({
      resources: [...groups, into('rg-east', [pip]), into('rg-west', [pip]), profile],
    })
    const [pool] = resources.find(({ routing }) => routing)?.routing?.pools ?? []
    expect(Array.isArray(pool?.backends) && pool.backends.map(({ region }) => region)).toEqual(['eastus', 'westus'])
    expect(new Set(resources.map(({ id }) => id)).size).toBe(resources.length)
  })

  it('leave in doubt what a deployment may not make', () => {
    const parts = {
      parameters: { dr: { type: 'bool' } },
      resources: [into('rg-east', [cache], { condition: "[parameters('dr')]" })],
    }
    expect(inventoryOf(parts).resources[0]?.doubt).toBeInstanceOf(Unknown)
    const loop = {
      parameters: { n: { type: 'int' } },
      resources: [into('rg-east', [cache], { copy: { name: 'all', count: "[parameters('n')]" } })],
    }
    expect(inventoryOf(loop).resources[0]?.doubt).toBeInstanceOf(Unknown)
  })
})

describe('what a deployment within a template gives', () => {
  const module = {
    type: 'Microsoft.Resources/deployments',
    name: 'names',
    properties: {
      expressionEvaluationOptions: { scope: 'inner' },
      parameters: { of: { value: 'orders' } },
      template: {
        parameters: { of: { type: 'string' } },
        resources: [],
        outputs: { name: { type: 'string', value: "[concat(parameters('of'), '-store')]" } },
      },
    },
  }

  it('is known where it is known inside, by its id or its symbol', () => {
    const id = "[reference(resourceId('Microsoft.Resources/deployments', 'names'), '2022-09-01').outputs.name.value]"
    expect(names(inventoryOf({ resources: [module, account(id)] }).resources)).toEqual(['orders-store'])
    const symbolic = {
      languageVersion: '2.0',
      resources: {
        names: module,
        store: account("[reference('names').outputs.name.value]", 'Standard_GRS', { dependsOn: ['names'] }),
      },
    }
    const found = inventoryOf(symbolic)
    expect(names(found.resources)).toEqual(['orders-store'])
    // A module is declared, although it is nothing that is there afterwards.
    expect(codes(found.problems)).not.toContain('reference-dangling')
  })

  it('is unknown where a deployment needs itself', () => {
    const own = {
      ...module,
      properties: { ...module.properties, parameters: { of: { value: "[reference('names').outputs.name.value]" } } },
    }
    expect(
      names(inventoryOf({ resources: [own, account("[reference('names').outputs.name.value]")] }).resources)[0],
    ).toContain('{names}')
  })
})

describe('several files', () => {
  const parts = { parameters: { sku: { type: 'string' } }, resources: [account('a', "[parameters('sku')]")] }
  const across = (texts: Readonly<Record<string, string>>) => armInventory(texts).resources[0]?.redundancy?.across

  it('of parameters belong to the template that they are called after', () => {
    const texts = {
      'main.json': templateText(parts),
      'main.parameters.json': parametersText({ sku: 'Standard_GRS' }),
      'other.json': templateText({ resources: [account('b')] }),
      'other.parameters.json': parametersText({ sku: 'Standard_LRS' }),
    }
    expect(across(texts)).toBe('regions')
  })

  it('of parameters that disagree leave unknown what they disagree about', () => {
    const texts = {
      'main.json': templateText(parts),
      'main.dev.parameters.json': parametersText({ sku: 'Standard_LRS' }),
      'main.prod.parameters.json': parametersText({ sku: 'Standard_GRS' }),
    }
    const unknown = across(texts)
    expect(unknown).toBeInstanceOf(Unknown)
    expect(unknown instanceof Unknown && unknown.why).toContain('say different things of sku')
  })

  it('of templates are read where they are linked, and not a second time', () => {
    const link = {
      type: 'Microsoft.Resources/deployments',
      name: 'in',
      properties: { templateLink: { relativePath: 'parts/store.json' }, parameters: { name: { value: 'far' } } },
    }
    const texts = {
      'infra/main.json': templateText({ resources: [link] }),
      'infra/parts/store.json': templateText({
        parameters: { name: { type: 'string' } },
        resources: [account("[parameters('name')]")],
      }),
    }
    const found = armInventory(texts)
    expect([names(found.resources), codes(found.problems)]).toEqual([['far'], []])
  })
})

describe('symbols', () => {
  it('stand for resources, also for those that were made elsewhere', () => {
    const found = inventoryOf({
      languageVersion: '2.0',
      resources: {
        server: { existing: true, type: 'Microsoft.Sql/servers', apiVersion: '2023-08-01', name: 'orders' },
        database: {
          type: 'Microsoft.Sql/servers/databases',
          name: "[format('{0}/{1}', resourceInfo('server').name, 'main')]",
          location: 'westeurope',
          dependsOn: ['server'],
        },
      },
    })
    expect(
      found.resources.map(({ name, existing, links }) => [name, existing, links.map(({ to, here }) => [to, here])]),
    ).toEqual([
      ['orders', true, []],
      ['orders/main', undefined, [['microsoft.sql/servers|orders', true]]],
    ])
  })
})

describe('functions of its own', () => {
  it('see their arguments and nothing else', () => {
    const own = {
      namespace: 'shop',
      members: {
        name: {
          parameters: [{ name: 'of', type: 'string' }],
          output: { type: 'string', value: "[concat('shop-', parameters('of'))]" },
        },
      },
    }
    expect(
      names(
        inventoryOf({
          functions: [own],
          parameters: { of: { type: 'string', defaultValue: 'no' } },
          resources: [account("[shop.name('orders')]")],
        }).resources,
      ),
    ).toEqual(['shop-orders'])
  })

  it('that nobody knows are told of once, and what they give is unknown', () => {
    const found = inventoryOf({ resources: [account("[magic('a')]"), account("[magic('a')]")] })
    expect(names(found.resources)).toEqual(['{magic(a)}', '{magic(a)}'])
    expect(codes(found.problems)).toEqual(['function-unknown'])
  })
})

describe('what cannot be read', () => {
  it('is told with its place', () => {
    const { problems, resources } = armInventory({
      'main.json': '{ "$schema": "deploymentTemplate.json#",\n  "resources": [ { "type": } ]\n}',
    })
    expect(resources).toEqual([])
    expect(problems.map(({ code, place }) => [code, place.line, place.column])).toEqual([['input-unreadable', 2, 28]])
  })

  it('is told to be compiled first where it is Bicep', () => {
    const { problems } = armInventory({ 'infra/main.bicep': 'param location string' })
    expect(problems.map(({ code, fix }) => [code, fix])).toEqual([
      ['input-of-another-format', expect.stringContaining('az bicep build --file infra/main.bicep')],
    ])
  })

  it.each([
    ['nothing', '', 'input-unreadable'],
    ['another text', '{ "apiVersion": "v1" }', 'input-of-another-format'],
    ['a template without resources', templateText({ resources: [] }), 'input-empty'],
    ['parameters alone', parametersText({ a: 1 }), 'input-empty'],
  ])('is told of where there is %s', (_, text, code) => {
    expect(codes(armInventory({ 'main.json': text }).problems)).toEqual([code])
  })

  it('is refused where brackets lie 10,000 deep', () => {
    const deep = `{ "$schema": "deploymentTemplate.json#", "resources": ${'['.repeat(10_000)}${']'.repeat(10_000)} }`
    expect(() => armInventory({ 'main.json': deep })).toThrow(/brackets within brackets/)
  })

  it('is unknown where an expression lies too deep, and everything else is read', () => {
    const { resources, problems } = inventoryOf({
      resources: [account(`[${'concat('.repeat(1000)}'a'${')'.repeat(1000)}]`), account('b')],
    })
    expect([names(resources)[1], codes(problems)]).toEqual(['b', ['function-unknown']])
  })

  it('has comments, commas at ends and a byte order mark, as Resource Manager takes them', () => {
    const text = `\uFEFF${templateText({ resources: [account('a')] })
      .replace('"resources"', '// all of them\n "resources"')
      .replace(/\n\}$/, ',\n}')}`
    expect(names(armInventory({ 'main.json': text }).resources)).toEqual(['a'])
  })
})

describe('texts that grow', () => {
  it('by doubling are refused', () => {
    const variables = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [
        `v${i}`,
        i === 0 ? 'x' : `[concat(variables('v${i - 1}'), variables('v${i - 1}'))]`,
      ]),
    )
    expect(() => inventoryOf({ variables, resources: [account("[variables('v59')]")] })).toThrow(Failure)
  })
})
