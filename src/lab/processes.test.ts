import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { afterEach, expect, test } from 'vitest'
import {
  childrenListed,
  childrenOf,
  hasEnded,
  identityOf,
  isAlive,
  killTrees,
  livingChildren,
  type ProcessIdentity,
  signal,
} from './processes.ts'

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

/** A process that has one child. */
async function family(): Promise<{ parent: ProcessIdentity; child: ProcessIdentity }> {
  const sleeps = "require('node:child_process').spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']).pid"
  const { pid, stdout } = spawn(process.execPath, ['-e', `console.log(${sleeps}); setTimeout(() => {}, 60000)`])
  const [line] = await once(createInterface(stdout), 'line')
  const [parent, child] = [identityOf(pid ?? 0), identityOf(Number(line))]
  if (!parent || !child) throw new Error('The family did not start.')
  started.push(parent, child)
  return { parent, child }
}

test('children die with their parent, and not with one whose id their parent took over', async () => {
  const { parent, child } = await family()
  const before = { pid: parent.pid, startedAt: 'at another time' }
  expect(livingChildren([before])).toEqual([])
  expect(livingChildren([before, parent], childrenListed)).toEqual([child])
  expect(await killTrees([before])).toBe(true)
  expect([parent, child].map(isAlive)).toEqual([true, true])
  expect(await killTrees([parent])).toBe(true)
  expect([parent, child].map(isAlive)).toEqual([false, false])
})
