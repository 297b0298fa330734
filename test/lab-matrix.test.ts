import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MatrixReport } from '#report'
import { muster } from './program.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-matrix-'))
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

const strategies = [
  'active-active-overprovisioned',
  'active-active-at-capacity',
  'hot-standby',
  'hot-standby-dns',
  'hot-standby-sync',
  'warm-standby',
  'cold-standby',
  'backup-restore',
]

test('every pair is listed, from the readiest strategy to the cheapest, without running anything', async () => {
  const { code, stdout } = await muster(folder, 'lab', 'matrix', '--list', '--json')
  const view = JSON.parse(stdout) as MatrixReport
  expect({ code, strategies: view.strategies, rows: view.rows }).toEqual({ code: 0, strategies, rows: [] })
  expect(view.disasters).toHaveLength(10)
  expect(view.unsupported).toEqual([])
  expect(view.missing).toHaveLength(80)
  expect(view.prices.map(({ footprint }) => footprint.instances)).toEqual([6, 4, 6, 6, 6, 4, 3, 3])
})

test('only what is asked for is listed, as a table too', async () => {
  const { code, stdout } = await muster(
    folder,
    ...['lab', 'matrix', '--list', '--strategy', 'cold-standby', 'hot-standby', '--disaster', 'blip'],
  )
  expect({ code, lines: stdout.trim().split('\n') }).toEqual({
    code: 0,
    lines: ['strategy      disaster  drills', 'hot-standby   blip           0', 'cold-standby  blip           0'],
  })
})

test('a name that there is not is answered with those there are', async () => {
  const strategy = await muster(folder, 'lab', 'matrix', '--strategy', 'luke-warm')
  expect(strategy).toMatchObject({ code: 2, stdout: '' })
  expect(strategy.stderr).toContain(strategies.join(', '))
  const disaster = await muster(folder, 'lab', 'matrix', '--disaster', 'flood')
  expect(disaster).toMatchObject({ code: 2, stdout: '' })
  expect(disaster.stderr).toContain('region-lost')
})

test('a folder that holds no plans, and a time that is too long, are refused', async () => {
  mkdirSync(join(folder, 'empty'))
  for (const [words, told] of [
    [['empty'], 'There is no NAME.muster.yaml in empty.'],
    [['nowhere'], 'There is no folder nowhere.'],
    [['--within', '31m'], '"31m" is no time of at most 30m.'],
    [['--within', '0s'], '"0s" is no time of at most 30m.'],
    [['--runs', '-1'], '"-1" is no whole number from 0 to 1000.'],
  ] as const) {
    const { code, stderr } = await muster(folder, 'lab', 'matrix', ...words)
    expect({ words, code, told: stderr.includes(told) ? told : stderr }).toEqual({ words, code: 2, told })
  }
})

test('the help names the strategies', async () => {
  const { stdout } = await muster(folder, 'lab', 'matrix', '--help')
  expect(stdout).toContain(`Strategies: ${strategies.join(', ')}`)
})
