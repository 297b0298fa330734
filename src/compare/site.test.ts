import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { basename, dirname } from 'node:path'
import { expect, test, vi } from 'vitest'
import { addressesFrom } from './addresses.ts'
import { openSite } from './site.ts'
import { processesIn, type Traces } from './sweep.ts'
import { filesOf, serverUser } from './programs.ts'

/** Opens a run, starts in east what no list of ours holds, and waits to be killed. */
const opened = (port: number) => `
  const { openSite } = await import('./src/compare/site.ts')
  const site = await openSite(${port}, {}, new AbortController().signal)
  site.start('east', 'cut-loose', '/bin/sh', ['-c', '(sleep 300 & sleep 300) &'])
  console.log(site.folder('east'))
  setInterval(() => {}, 1000)`

/** Why no run can be opened here. */
function lacking(): string | undefined {
  if (process.platform !== 'linux') return 'what is compared runs on Linux only.'
  try {
    serverUser()
    return undefined
  } catch (error) {
    return String(error)
  }
}

test('a command that is killed leaves neither a process nor a file of its run', async ({ skip }) => {
  const lacks = lacking()
  if (lacks !== undefined) skip(`optional: ${lacks}`)
  const args = ['--conditions=source', '--disable-warning=ExperimentalWarning', '--input-type=module', '-e']
  const child = spawn(process.execPath, [...args, opened(62_400)], {
    cwd: dirname(dirname(import.meta.dirname)),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'exit')
  const [first] = (await Promise.race([once(child.stdout.setEncoding('utf8'), 'data'), ended])) as [string]
  const folder = dirname(String(first).trim())
  expect(basename(folder)).toMatch(/^muster-compare-\w+$/)
  const traces: Traces = { directory: folder, programs: filesOf({}) }
  // Two lines, and two of what was cut loose.
  await vi.waitFor(() => expect(processesIn(traces).length).toBeGreaterThanOrEqual(4), 20_000)
  child.kill('SIGKILL')
  await ended
  await vi.waitFor(
    () => expect({ left: processesIn(traces), folder: existsSync(folder) }).toEqual({ left: [], folder: false }),
    20_000,
  )
})

test('a port that another program uses ends it at once', async () => {
  const other = createServer()
  const port = 62_500
  await new Promise<void>((resolve) => other.listen(addressesFrom(port).front.port, '127.0.0.1', resolve))
  try {
    await expect(openSite(port, {}, new AbortController().signal)).rejects.toMatchObject({
      kind: 'busy',
      message: expect.stringContaining(`127.0.0.1:${addressesFrom(port).front.port}`),
    })
  } finally {
    other.close()
  }
})
