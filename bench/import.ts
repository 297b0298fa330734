/**
 * How fast 20 MB of what is deployed are read: a state of Terraform and a template, each with 5,000 resources.
 *
 * Each round starts a process of its own, as a person does, once `muster import FORMAT FILE --json` and once a process that
 * parses the same file by `JSON.parse` and prints it again: what reading it costs whoever understands nothing of it.
 * `state` and `template` are seconds of the whole command, `state-memory` and `template-memory` the most memory that it
 * held, in MB; less than 3 s and 500 MB are asked for.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, print } from './figure.ts'

const resources = 5000
const main = new URL('../src/cli/main.ts', import.meta.url).pathname
const floor =
  'process.stdout.write(JSON.stringify(JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8"))))'

/** @param args how many rounds; 5 where left out */
export async function importing(args: readonly string[]): Promise<void> {
  const rounds = Number(args[0] ?? 5)
  const folder = mkdtempSync(join(tmpdir(), 'muster-import-'))
  try {
    for (const [measure, format, text] of [
      ['state', 'terraform-plan', stateText()],
      ['template', 'arm', templateText()],
    ] as const) {
      const file = join(folder, `${measure}.json`)
      writeFileSync(file, text)
      const own: Spent[] = []
      const theirs: Spent[] = []
      for (let round = 1; round <= rounds; round++) {
        own.push(spent(['--conditions=source', main, 'import', format, file, '--json']))
        theirs.push(spent(['--eval', floor, file]))
        process.stderr.write(
          `${measure}, round ${round}: ${own.at(-1)?.seconds.toFixed(2)} s, ${own.at(-1)?.megabytes.toFixed(0)} MB; the floor ${theirs.at(-1)?.seconds.toFixed(2)} s\n`,
        )
      }
      const size = (statSync(file).size / 1_000_000).toFixed(1)
      const against = `JSON.parse and JSON.stringify of the same ${size} MB in a process of their own`
      for (const [unit, pick] of [
        ['s', ({ seconds }: Spent) => seconds],
        ['MB', ({ megabytes }: Spent) => megabytes],
      ] as const) {
        const [value, rival] = [median(own.map(pick)), median(theirs.map(pick))]
        print({
          bench: 'import',
          measure: unit === 's' ? measure : `${measure}-memory`,
          value: rounded(value),
          unit,
          against,
          ratio: rounded(value / rival),
        })
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return Promise.resolve()
}

interface Spent {
  readonly seconds: number
  readonly megabytes: number
}

/** Runs Node with these words, and asks it at its end how much memory it has held. */
function spent(words: readonly string[]): Spent {
  const told =
    'data:text/javascript,process.on("exit",()=>process.stderr.write("held "+process.resourceUsage().maxRSS))'
  const start = performance.now()
  const { stderr, status } = spawnSync(process.execPath, ['--import', told, ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  })
  const seconds = (performance.now() - start) / 1000
  const held = /held (\d+)/.exec(stderr)?.[1]
  if (status === null || held === undefined) throw new Error(`It ended badly: ${stderr}`)
  return { seconds, megabytes: Number(held) / 1000 }
}

function stateText(): string {
  const all = Array.from({ length: resources }, (_, i) => ({
    address: `azurerm_storage_account.all[${i}]`,
    mode: 'managed',
    type: 'azurerm_storage_account',
    name: 'all',
    index: i,
    values: {
      name: `store${i}`,
      location: i % 2 === 0 ? 'westeurope' : 'northeurope',
      account_tier: 'Standard',
      account_replication_type: 'GRS',
      primary_access_key: 'x'.repeat(60),
      tags: tagsOf(i, 36),
      network_rules: [{ ip_rules: Array.from({ length: 40 }, (__, j) => `10.0.${j}.0/24`) }],
    },
    sensitive_values: { primary_access_key: true },
  }))
  return JSON.stringify({ format_version: '1.0', values: { root_module: { resources: all } } }, null, 1)
}

function templateText(): string {
  const all = Array.from({ length: resources }, (_, i) => ({
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion: '2024-01-01',
    name: `[concat('store${i}', parameters('suffix'))]`,
    location: "[parameters('location')]",
    sku: { name: "[variables('sku')]" },
    tags: Object.fromEntries(
      Object.entries(tagsOf(i, 20)).map(([key, value]) => [key, `[format('{0}-${value}', parameters('suffix'))]`]),
    ),
    dependsOn:
      i === 0
        ? []
        : [`[resourceId('Microsoft.Storage/storageAccounts', concat('store${i - 1}', parameters('suffix')))]`],
    properties: { networkAcls: { ipRules: Array.from({ length: 40 }, (__, j) => ({ value: `10.0.${j}.0/24` })) } },
  }))
  const parameters = {
    suffix: { type: 'string', defaultValue: 'x' },
    location: { type: 'string', defaultValue: 'westeurope' },
  }
  return JSON.stringify(
    {
      $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
      contentVersion: '1.0.0.0',
      parameters,
      variables: { sku: 'Standard_GRS' },
      resources: all,
    },
    null,
    1,
  )
}

function tagsOf(i: number, count: number): Record<string, string> {
  return Object.fromEntries(
    Array.from({ length: count }, (_, j) => [`key-${j}`, `value-${j}-of-${i}-${'x'.repeat(30)}`]),
  )
}

function rounded(value: number): number {
  return Number(value.toPrecision(3))
}
