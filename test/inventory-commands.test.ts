import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from './command.ts'
import { muster } from './program.ts'

const example = join(root, 'examples/contoso-orders')
const infra = join(example, 'infra')
let folder: string

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'muster-inventory-')))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, text)
  return name
}

interface Report {
  readonly resources: ReadonlyArray<{
    readonly id: string
    readonly type: string
    readonly name: string
    readonly region: unknown
    readonly redundancy: { readonly across: unknown }
    readonly source: { readonly file: string; readonly line: number; readonly column: number }
  }>
  readonly problems: ReadonlyArray<{
    readonly code: string
    readonly severity: string
    readonly file: string
    readonly line: number
  }>
  readonly summary: Readonly<Record<string, number>>
}

describe('muster import', () => {
  test('lists what is deployed, as data that follows the contract', async () => {
    const { code, stdout, stderr } = await muster(folder, 'import', 'arm', infra, '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const report = JSON.parse(stdout) as Report
    expect(report.resources).toHaveLength(11)
    for (const one of report.resources) {
      expect(Object.keys(one)).toEqual(expect.arrayContaining(['id', 'type', 'name', 'region', 'redundancy', 'source']))
      expect(one.source.line).toBeGreaterThan(1)
    }
    expect(new Set(report.resources.map(({ id }) => id)).size).toBe(11)
    expect(report.resources.find(({ name }) => name === 'orders-db-east')).toMatchObject({
      type: 'Microsoft.DBforPostgreSQL/flexibleServers',
      region: 'eastus2',
      redundancy: { across: 'zones' },
    })
    expect(report.summary).toMatchObject({ resources: 11, understood: 11, errors: 0, warnings: 0 })
  })

  test('shows where a finding is, and no line of the input', async () => {
    const resource = {
      properties: { administratorLoginPassword: 'open-sesame', backup: {} },
      type: 'Microsoft.DBforPostgreSQL/flexibleServers',
      name: 'pg',
      location: 'polandcentral',
    }
    const $schema = 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#'
    const one = write('one.json', JSON.stringify({ $schema, contentVersion: '1.0.0.0', resources: [resource] }))
    const told = [
      await muster(folder, 'import', 'arm', one),
      await muster(folder, 'check', example, '--inventory', `arm:${one}`),
    ]
    for (const { stdout } of told) {
      expect(stdout).toMatch(/one\.json:1:\d+: warning/)
      expect(stdout).not.toContain('open-sesame')
    }
  })

  test('gives a reason in place of what is unknown, and no secret at all', async () => {
    const main = write('main.json', readFileSync(join(infra, 'main.json'), 'utf8'))
    const { stdout } = await muster(
      folder,
      'import',
      'arm',
      main,
      '--set',
      'administratorPassword=open-sesame',
      '--json',
    )
    expect(stdout).not.toContain('open-sesame')
    const { resources, problems } = JSON.parse(stdout) as Report
    expect(resources.find(({ name }) => name === 'orders-db-east')?.region).toEqual({
      unknown: 'the parameter primary has no value',
    })
    expect(problems.filter(({ code }) => code === 'parameter-unknown').map(({ severity }) => severity)).toEqual([
      'unknown',
      'unknown',
    ])
  })

  test('takes values and a region from the command line, and ends with 1 where that gives an error', async () => {
    const main = write('main.json', readFileSync(join(infra, 'main.json'), 'utf8'))
    const { code, stdout } = await muster(
      folder,
      'import',
      'arm',
      main,
      '--set',
      'primary=eastus2',
      '--set',
      'secondary=East US 2',
      '--json',
    )
    expect(code).toBe(1)
    const codes = (JSON.parse(stdout) as Report).problems
      .filter(({ severity }) => severity === 'error')
      .map((one) => one.code)
    expect(codes).toEqual(['routing-one-region', 'replicas-in-one-region'])
  })

  test('shows it to people by region, with where clients are sent', async () => {
    const { stdout } = await muster(folder, 'import', 'arm', infra)
    expect(stdout).toMatch(/^centralus\n {2}shop-west/m)
    expect(stdout).toMatch(/edge, by Priority\n {2}endpoints +east +priority 1 +eastus2/)
    expect(stdout).toContain('2 notes')
  })

  test('writes findings as SARIF', async () => {
    const { stdout } = await muster(folder, 'import', 'arm', infra, '--format', 'sarif')
    expect(JSON.parse(stdout)).toMatchObject({
      version: '2.1.0',
      runs: [{ results: [{ ruleId: 'routing-detection' }, { ruleId: 'zones-unused' }] }],
    })
  })

  test.each([
    ['an unknown format', ['import', 'arn', infra], 'did you mean arm?'],
    ['a file that is not there', ['import', 'arm', 'gone.json'], 'gone.json cannot be read: there is no such file'],
    ['a folder without such files', ['import', 'arm', join(root, 'src/units')], 'There is no file in'],
    ['a value without a name', ['import', 'arm', infra, '--set', 'primary'], '“primary” gives no value'],
  ])('ends with 2 for %s', async (_, words, says) => {
    const { code, stdout, stderr } = await muster(folder, ...words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(says)
  })

  test.each([
    ['broken JSON', 'broken.json', '{ "$schema": "deploymentTemplate.json#", "resources": [ }', 'input-unreadable'],
    ['Bicep', 'main.bicep', 'param location string', 'input-of-another-format'],
    ['another text', 'package.json', '{ "name": "shop" }', 'input-of-another-format'],
  ])('ends with 2 for %s, and says where and what to do', async (_, name, text, expected) => {
    const { code, stdout } = await muster(folder, 'import', 'arm', write(name, text), '--json')
    expect(code).toBe(2)
    expect((JSON.parse(stdout) as Report).problems.map((one) => [one.code, one.line])).toEqual([[expected, 1]])
  })

  test('refuses a loop of a million turns within a second or so', async () => {
    const resources = [
      {
        type: 'Microsoft.Storage/storageAccounts',
        name: "[concat('a', copyIndex())]",
        copy: { name: 'all', count: 1_000_000 },
      },
    ]
    const { code, stderr } = await muster(
      folder,
      'import',
      'arm',
      write('loop.json', JSON.stringify({ $schema: 'deploymentTemplate.json#', resources })),
    )
    expect(code).toBe(2)
    expect(stderr).toContain('turns 1000000 times; Muster reads at most 800')
  })
})

describe('muster check --inventory', () => {
  const check = (...words: readonly string[]) =>
    muster(folder, 'check', example, '--as-of', '2026-11-24', '--json', ...words)

  test('is content where plan and inventory agree', async () => {
    const { code, stdout } = await check('--inventory', `arm:${infra}`)
    expect(code).toBe(0)
    expect((JSON.parse(stdout) as Report).summary).toMatchObject({ errors: 0, warnings: 0, unknowns: 0 })
  })

  test('takes the plan behind the option too', async () => {
    const { code } = await muster(folder, 'check', '--inventory', `arm:${infra}`, example)
    expect(code).toBe(0)
  })

  test('finds what drifted on either side', async () => {
    const changed = readFileSync(join(infra, 'main.json'), 'utf8')
      .replace('"geoRedundantBackup": "Enabled"', '"geoRedundantBackup": "Disabled"')
      .replace('"name": "[format(\'key-vault-{0}\'', '"name": "[format(\'vault-{0}\'')
    write('infra/main.json', changed)
    write('infra/main.parameters.json', readFileSync(join(infra, 'main.parameters.json'), 'utf8'))
    const { code, stdout } = await check('--inventory', 'arm:infra')
    expect(code).toBe(1)
    const found = (JSON.parse(stdout) as Report).problems.filter((one) => one.code.startsWith('drift-'))
    expect(found.map((one) => one.code).sort()).toEqual([
      'drift-backup',
      'drift-not-deployed',
      'drift-not-planned',
      'drift-not-planned',
    ])
    expect(found.every(({ file }) => file.endsWith('muster.yaml'))).toBe(true)
  })

  test('tells unknown from wrong: what cannot be told ends with 0', async () => {
    const main = write('main.json', readFileSync(join(infra, 'main.json'), 'utf8'))
    const { code, stdout } = await check('--inventory', `arm:${main}`)
    const { summary } = JSON.parse(stdout) as Report
    expect([code, summary['errors']]).toEqual([0, 0])
    expect(summary['unknowns']).toBeGreaterThan(0)
    expect((await check('--inventory', `arm:${main}`, '--fail-on', 'unknown')).code).toBe(1)
  })

  test.each([
    ['a source without a format', [example, '--inventory', 'main.json'], 'names no format'],
    ['a portfolio', [join(root, 'examples/portfolio'), '--inventory', `arm:${infra}`], 'is a portfolio'],
  ])('ends with 2 for %s', async (_, words, says) => {
    const { code, stderr } = await muster(folder, 'check', ...words)
    expect(code).toBe(2)
    expect(stderr).toContain(says)
  })
})

describe('muster coverage --inventory', () => {
  interface Coverage {
    readonly requirements: ReadonlyArray<{ readonly id: string; readonly grade?: string }>
  }
  const observed = async (...words: readonly string[]) => {
    const { stdout } = await muster(folder, 'coverage', example, '--as-of', '2026-11-24', '--json', ...words)
    return (JSON.parse(stdout) as Coverage).requirements.filter(({ grade }) => grade === 'observed').map(({ id }) => id)
  }

  test('observes what is deployed, and nothing of which a part is unknown', async () => {
    expect(await observed()).toEqual([])
    expect(await observed('--inventory', `arm:${infra}`)).toEqual(
      expect.arrayContaining(['warm-standby.traffic.c1', 'warm-standby.replication.c1', 'muster.parity']),
    )
    const main = write('main.json', readFileSync(join(infra, 'main.json'), 'utf8'))
    const unsure = await observed('--inventory', `arm:${main}`)
    expect(unsure).not.toContain('warm-standby.replication.c1')
  })
})

describe('muster init --from', () => {
  test('writes a plan that agrees with what it was read from', async () => {
    const made = await muster(folder, 'init', 'orders', '--name', 'orders', '--from', 'arm', infra)
    expect(made.code).toBe(0)
    expect(made.stdout).toContain('with 5 components (eastus2, centralus)')
    const { stdout, code } = await muster(folder, 'check', 'orders', '--inventory', `arm:${infra}`, '--json')
    const { problems } = JSON.parse(stdout) as Report
    expect(problems.filter((one) => one.code.startsWith('drift-'))).toEqual([])
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
    expect(code).toBe(0)
    const text = readFileSync(join(folder, 'orders/muster.yaml'), 'utf8')
    expect(text).toContain('  orders-db:\n')
    expect(text).toMatch(/strategy: warm-standby\n {4}active: \[eastus2\]\n {4}standby: \[centralus\]/)
    expect(text).toContain('routing: { method: priority, probed: every-endpoint, ttl: 30s }')
  })

  test('takes the steps of a runbook that you have as steps by hand', async () => {
    const runbook = write(
      'runbook.md',
      '# Failover\n\n1. Call the **manager**.\n2. Promote the copy:\n\n   ```sh\n   promote orders-db\n   ```\n',
    )
    const made = await muster(
      folder,
      'init',
      'stepped',
      '--name',
      'orders',
      '--from',
      `arm:${infra}`,
      `markdown:${runbook}`,
    )
    expect([made.code, made.stderr]).toEqual([0, ''])
    const text = readFileSync(join(folder, 'stepped/muster.yaml'), 'utf8')
    expect(text).toContain('title: "Call the manager"')
    expect(text).toContain('promote orders-db')
    const alone = await muster(folder, 'init', 'alone', '--from', 'markdown', runbook)
    expect(alone.code).toBe(2)
  })

  test('replaces no plan that is there, and writes none where there is nothing to plan for', async () => {
    const again = await muster(folder, 'init', 'orders', '--from', 'arm', infra)
    expect(again.code).toBe(4)
    const network = write(
      'network.json',
      JSON.stringify({
        $schema: 'deploymentTemplate.json#',
        resources: [{ type: 'Microsoft.Network/virtualNetworks', name: 'a', location: 'westeurope' }],
      }),
    )
    const none = await muster(folder, 'init', 'network', '--from', 'arm', network)
    expect([none.code, none.stderr]).toEqual([
      2,
      expect.stringContaining('Nothing was found that a plan could be about'),
    ])
    const broken = await muster(folder, 'init', 'broken', '--from', 'arm', write('broken.json', '{'))
    expect([broken.code, broken.stderr]).toEqual([2, expect.stringContaining('broken.json:1')])
  })

  test('takes the names of resources as text, whatever they hold', async () => {
    const name = 'a\n: {x}\u001b[31m"# '
    const evil = write(
      'evil.json',
      JSON.stringify({
        $schema: 'deploymentTemplate.json#',
        resources: [{ type: 'Microsoft.Cache/redis', name, location: 'westeurope', sku: { name: '${{ secrets }}' } }],
      }),
    )
    const { code } = await muster(folder, 'init', 'evil', '--from', 'arm', evil)
    expect(code).toBe(0)
    const listed = await muster(folder, 'import', 'arm', evil)
    expect(listed.stdout).not.toContain('\u001b')
  })
})

describe('muster import terraform', () => {
  test('reads the modules beside a root by themselves, whatever their files are called', async () => {
    write('tf/main.tf', 'module "part" {\n  source = "../shared/part"\n  region = "westeurope"\n}\n')
    write(
      'shared/part/cache.tf',
      'variable "region" {}\nresource "azurerm_redis_cache" "baskets" {\n  name     = "baskets"\n  location = var.region\n  sku_name = "Standard"\n}\n',
    )
    const { code, stdout, stderr } = await muster(folder, 'import', 'terraform', 'tf', '--json')
    expect([code, stderr]).toEqual([0, ''])
    const { resources, problems } = JSON.parse(stdout) as Report
    expect(resources.map(({ name, region, source }) => [name, region, source.file])).toEqual([
      ['baskets', 'westeurope', 'shared/part/cache.tf'],
    ])
    expect(problems.filter((one) => one.code === 'part-unread')).toEqual([])
  })
})
