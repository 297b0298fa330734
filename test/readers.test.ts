import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { systemClock } from '#execution'
import { openStore } from '#store'

const writer = `
  import { systemClock } from '#execution'
  import { openStore } from '#store'
  const store = openStore(process.argv[1], systemClock)
  const { epoch } = await store.takeLease('run-1')
  const event = { type: 'noted', data: { text: 'on and on' }, actor: { name: 'muster', authn: 'muster' }, ts: '', tsMono: 0 }
  for (let seq = 0; seq < 400; seq++) await store.append('run-1', seq, epoch, [event])
  await store.close()
`

test('a journal that grows under its readers never looks damaged or cut to them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-readers-'))
  const store = openStore(folder, systemClock)
  const child = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', writer, folder], {
    cwd: join(import.meta.dirname, '..'),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  try {
    const seen = new Set<number>()
    for (let last = 0; last < 400; seen.add(last)) {
      last = (await store.read('run-1')).length
      await new Promise(setImmediate)
    }
    expect(await ended).toBe(0)
    // It really was read while it grew.
    expect(seen.size).toBeGreaterThan(10)
  } finally {
    child.kill('SIGKILL')
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
})
