import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sweep } from './connection.ts'
import { identityOf, type ProcessIdentity } from './processes.ts'
import { createRegistry, readRegistry, type Registry } from './registry.ts'

const home = mkdtempSync(join(tmpdir(), 'muster-sweep-'))
const logs = join(home, 'lab', 'logs')
mkdirSync(logs, { recursive: true })
afterAll(() => rmSync(home, { recursive: true, force: true }))

const of = (supervisor: ProcessIdentity, token: string): Registry => ({
  version: 1,
  supervisor,
  token,
  since: '2026-01-01T00:00:00Z',
  processes: [],
})
const dead = of({ pid: process.pid, startedAt: 'at another time' }, 'of before')

test('what a dead supervisor left is cleaned up by whoever takes its registry away, and by nobody else', async () => {
  const self = identityOf(process.pid) as ProcessIdentity
  const next = of(self, 'of today')
  createRegistry(home, next)
  // As if somebody else had been quicker, and had started a new lab in the same place since.
  await sweep(home, dead)
  expect(readRegistry(home)).toEqual(next)
  expect(existsSync(logs)).toBe(true)

  rmSync(join(home, 'lab', 'registry.json'))
  createRegistry(home, dead)
  await sweep(home, dead)
  expect(existsSync(join(home, 'lab'))).toBe(false)
})
