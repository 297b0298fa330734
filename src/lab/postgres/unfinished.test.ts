import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { unfinishedAt } from './unfinished.ts'

const cache = mkdtempSync(join(tmpdir(), 'muster-unfinished-'))
afterAll(() => rmSync(cache, { recursive: true, force: true }))

test('what a dead process left unfinished goes, and nothing else does', async () => {
  const { pid: dead } = spawnSync(process.execPath, ['-e', ''])
  const kept = ['template-1mb', `template-1mb-${process.ppid}`, 'template-1mb-of-old', `other-${dead}`]
  for (const name of [...kept, `template-1mb-${dead}`, `template-1mb-${process.pid}`])
    mkdirSync(join(cache, name, 'cluster'), { recursive: true })
  const mine = await unfinishedAt(join(cache, 'template-1mb-'))
  expect(mine).toBe(join(cache, `template-1mb-${process.pid}`))
  expect(readdirSync(mine)).toEqual([])
  expect(readdirSync(cache).sort()).toEqual([...kept, `template-1mb-${process.pid}`].sort())
})
