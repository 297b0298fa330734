import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { DrillReport } from '#report'
import { homeAt, root } from './command.ts'

// Whole drills of data that a thief has ruined: what the plan says of its backups decides whether there is a way back.

const home = homeAt(61_900)
const plans = mkdtempSync(join(tmpdir(), 'muster-stolen-'))
afterAll(async () => {
  rmSync(plans, { recursive: true, force: true })
  await home.remove()
})

/** The lab's plans, with backups that anybody may delete who runs the database. */
function unlocked(): string {
  cpSync(join(root, 'examples/lab'), plans, { recursive: true })
  for (const name of readdirSync(plans).filter((one) => one.endsWith('.muster.yaml'))) {
    const text = readFileSync(join(plans, name), 'utf8')
    writeFileSync(join(plans, name), text.replaceAll('immutable: true', 'immutable: false'))
  }
  return plans
}

async function drilled(folder: string): Promise<{ code: number | null; report: DrillReport; said: string }> {
  const plan = join(folder, 'hot-standby.muster.yaml')
  const { code, stdout, stderr } = await home.muster('drill', plan, '--scenario', 'tables-dropped', '--format', 'json')
  expect(stdout, stderr).not.toBe('')
  return { code, report: JSON.parse(stdout) as DrillReport, said: stderr }
}

test('backups that are not locked are deleted with the tables, and the drill fails where it would restore them', async () => {
  const { code, report, said } = await drilled(unlocked())
  expect(report.verdict).toBe('failed')
  expect(code).toBe(3)
  expect(said).toContain('No backup that east can reach can be restored')
  const [table] = report.harm ?? []
  expect(table).toMatchObject({ region: 'east', component: 'orders-db', what: 'tables', hit: 1 })
  const backups = report.harm?.filter(({ what }) => what === 'backups' || what === 'log') ?? []
  expect(backups.find(({ what, hit }) => what === 'backups' && hit > 0)).toMatchObject({ region: 'west', refused: 0 })
  expect(backups.every(({ refused }) => refused === 0)).toBe(true)
  expect(await home.leftovers()).toEqual([])
}, 600_000)

test('backups that are locked outlive the thief, who is told no as often as he asked', async () => {
  const { report } = await drilled(join(root, 'examples/lab'))
  expect(report.verdict).not.toBe('failed')
  const backups = report.harm?.filter(({ what }) => what === 'backups' || what === 'log') ?? []
  expect(backups.reduce((sum, { hit }) => sum + hit, 0)).toBe(0)
  expect(backups.reduce((sum, { refused }) => sum + refused, 0)).toBeGreaterThan(0)
  expect(await home.leftovers()).toEqual([])
}, 600_000)
