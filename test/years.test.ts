import { rmSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { json, root } from './command.ts'
import { muster } from './program.ts'

interface Years {
  readonly schemaVersion: number
  readonly flows: ReadonlyArray<{ readonly flow: string; readonly workload?: string; readonly availability: object }>
  readonly rates: ReadonlyArray<{ readonly class: string; readonly from: string; readonly rate: number }>
  readonly caveats: readonly string[]
}

const plan = join(root, 'examples/contoso-orders')
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-years-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const years = (...words: readonly string[]) => muster(folder, 'years', ...words)

describe('muster years', () => {
  test('gives the same bytes for the same seed, with every caveat', async () => {
    const asked = [plan, '--years', '2000', '--seed', '5', '--json']
    const [once, again] = await Promise.all([years(...asked), years(...asked)])
    expect(once.code).toBe(0)
    expect(once.stdout).toBe(again.stdout)
    const found = json<Years>(once)
    expect(found.schemaVersion).toBe(1)
    expect(found.flows.map(({ flow }) => flow)).toEqual(['checkout', 'browse', 'order-tracking', 'reporting'])
    expect(found.caveats.join('\n')).toContain('incomplete list')
  })

  test('of a portfolio has the flows of all its workloads', async () => {
    const portfolio = join(root, 'examples/portfolio/portfolio.yaml')
    const found = json<Years>(await years(portfolio, '--years', '1000', '--json'))
    expect(new Set(found.flows.map(({ workload }) => workload)).size).toBe(50)
  })

  test('takes rates in place of those of the catalog', async () => {
    const found = json<Years>(await years(plan, '--years', '100', '--rate', 'region=0.5', '--rate', 'pair=0', '--json'))
    expect(found.rates.map(({ class: of, from, rate }) => [of, from, rate]).slice(0, 2)).toEqual([
      ['region', 'given', 0.5],
      ['pair', 'given', 0],
    ])
  })

  test.each([
    [['--rate', 'region=-1'], '"region=-1" is no rate'],
    [['--rate', 'region=NaN'], '"region=NaN" is no rate'],
    [['--rate', 'region=Infinity'], '"region=Infinity" is no rate'],
    [['--rate', 'region'], '"region" is no rate'],
    [['--rate', 'pair=2'], 'from 0 to 1'],
    [['--rate', 'regoin=1'], 'Did you mean "region"?'],
    [['--rate', 'volcano=1'], 'there are region, pair, control-plane, deletion'],
    [['--years', '0'], 'no whole number from 1 to 10000000'],
    [['--years', '10000001'], 'no whole number from 1 to 10000000'],
    [['--years', '10000000', '--rate', 'region=1000'], 'Give fewer years'],
  ] as const)('refuses %j', async (words, told) => {
    const { code, stdout, stderr } = await years(plan, ...words)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain(told)
  })

  test('refuses a plan whose text is not sound', async () => {
    writeFileSync(join(folder, 'muster.yaml'), 'apiVersion: muster/v1\nkind: Plan\nflows: 3\n')
    const { code, stdout, stderr } = await years('muster.yaml')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('muster.yaml:3')
  })
})
