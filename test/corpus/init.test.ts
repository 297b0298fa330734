import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { muster } from '../program.ts'
import { corpus, needsCorpus } from './corpus.ts'

let folder: string

beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'muster-corpus-init-')))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach((context) => needsCorpus(context))

/** What is true of every plan that was read off a template: nobody has said these things there. */
const unsaid = ['sign-off-missing', 'no-backup', 'replication-lag-unknown']

interface Report {
  readonly problems: ReadonlyArray<{ readonly code: string; readonly severity: string; readonly file: string }>
}

describe('a first plan from a real template', () => {
  it.each([
    ['101-sql-with-failover-group', 'my-data', ['failover-grace']],
    ['101-cosmosdb-create-multi-region-account', 'cosmos-db', []],
    [
      '101-servicebus-create-namespace-geo-recoveryconfiguration',
      'queue',
      ['messages-not-copied', 'metadata-only-replication'],
    ],
    // One region, and nowhere to go: both are so.
    ['201-traffic-manager-vm', 'vmendpoint-example', ['routing-one-region', 'no-standby']],
    ['201-traffic-manager-webapp', 'traffic-manager', ['routing-single-target', 'no-standby']],
  ])('%s is sound, and everything that is found is so', async (name, component, found) => {
    const files = ['azuredeploy.json', 'azuredeploy.parameters.json'].map(
      (file) => `${corpus}arm-quickstart/${name}/${file}`,
    )
    const made = await muster(folder, 'init', name, '--location', 'northeurope', '--from', 'arm', ...files)
    expect([made.code, made.stderr]).toEqual([0, ''])
    expect(made.stdout).toContain(component)
    const sources = files.flatMap((file) => ['--inventory', `arm:${file}`])
    const checked = await muster(folder, 'check', name, '--location', 'northeurope', '--no-notes', '--json', ...sources)
    const codes = new Set(
      (JSON.parse(checked.stdout) as Report).problems
        .filter(({ severity }) => severity !== 'unknown')
        .map(({ code }) => code),
    )
    expect([...codes].filter((code) => !unsaid.includes(code)).sort()).toEqual([...found].sort())
  })
})
