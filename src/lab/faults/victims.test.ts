import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { monotonic } from '../monotonic.ts'
import { identityOf, isAlive, type ProcessIdentity } from '../processes.ts'
import { createRoster } from '../roster.ts'
import type { Site } from '../site.ts'
import { holdUp } from './braking.ts'
import { kill } from './victims.ts'

const logs = mkdtempSync(join(tmpdir(), 'muster-victims-'))
afterAll(() => rmSync(logs, { recursive: true, force: true }))

test('a fault that finds nothing to hit is none, and says so', async () => {
  // All of a lab that these faults ask for.
  const site = { roster: createRoster(logs, () => {}) } as Site
  const { pid } = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' })
  const service = identityOf(pid ?? 0) as ProcessIdentity
  const victims = { services: [service], postmasters: [] }
  const before = monotonic()
  expect(await kill(site, { link: [], ...victims })).toBeGreaterThan(before)
  expect(isAlive(service)).toBe(false)
  await expect(kill(site, { link: [], ...victims })).rejects.toThrow('The fault hit nothing')
  await expect(holdUp(site, { ...victims, stopped: 1 })).rejects.toThrow('The fault hit nothing')
  expect(site.roster.entries()).toEqual([])
})
