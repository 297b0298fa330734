import { spawn } from 'node:child_process'
import { afterEach, expect, test } from 'vitest'
import { childrenListed, childrenOf, hasEnded, identityOf, isAlive, type ProcessIdentity, signal } from './processes.ts'

const started: ProcessIdentity[] = []
afterEach(() => {
  for (const one of started.splice(0)) signal(one, 'SIGKILL')
})

function sleeper(): ProcessIdentity {
  const { pid } = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)'], { stdio: 'ignore' })
  const identity = identityOf(pid ?? 0)
  if (!identity) throw new Error('The sleeper did not start.')
  started.push(identity)
  return identity
}

test('a process is alive until it is killed', async () => {
  const one = sleeper()
  expect(isAlive(one)).toBe(true)
  expect(childrenOf(process.pid)).toContain(one.pid)
  expect(childrenListed(process.pid)).toContain(one.pid)
  signal(one, 'SIGKILL')
  expect(await hasEnded(one, 5000)).toBe(true)
  expect(identityOf(one.pid)).toBeUndefined()
})

test('a process that took over the id of another is never signalled', () => {
  const one = sleeper()
  signal({ pid: one.pid, startedAt: 'at another time' }, 'SIGKILL')
  expect(isAlive(one)).toBe(true)
})
