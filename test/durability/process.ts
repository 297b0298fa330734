import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#execution'
import { seconds } from '#units'
import type { Job } from './child.ts'

const root = join(import.meta.dirname, '../..')

/** A process that drives a run, or will. */
export interface Child {
  readonly pid: number
  /** Gives it its work. */
  begin(job: Job | object): void
  /** Resolves with the first line after those read already that begins so; rejects where it ends without one. */
  says(beginning: string): Promise<string>
  kill(signal: NodeJS.Signals): void
  /** How it ended: its exit code, or the signal that ended it; and all that it said. */
  readonly ended: Promise<{ readonly how: number | NodeJS.Signals | null; readonly text: string }>
}

export interface Children {
  /** A process that is ready for its work. One more is started ahead, for the start takes the longest. */
  next(): Promise<Child>
  /** Ends those that still run. */
  end(): Promise<void>
}

/**
 * @param program beside this file
 * @param wrapper words before the command itself
 */
export function childOf(program: string, wrapper: readonly string[] = []): Child {
  const [command, ...args] = [...wrapper, process.execPath, '--conditions=source', join(import.meta.dirname, program)]
  const { NODE_OPTIONS: _, ...env } = process.env
  const child = spawn(command ?? process.execPath, args, {
    cwd: root,
    env: { ...env, NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/muster-test') },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let text = ''
  let trouble = ''
  const listeners = new Set<() => void>()
  const hear = (): void => {
    for (const listener of listeners) listener()
  }
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more
    hear()
  })
  child.stderr.setEncoding('utf8').on('data', (more: string) => {
    trouble += more
  })
  // Whoever dies does not read to the end what it is told.
  child.stdin.on('error', () => undefined)
  let isOver = false
  const ended = new Promise<{ how: number | NodeJS.Signals | null; text: string }>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      isOver = true
      hear()
      resolve({ how: signal ?? code, text: text + trouble })
    })
  })
  return {
    pid: child.pid ?? 0,
    begin: (job) => void child.stdin.write(`${JSON.stringify(job)}\n`),
    says: (beginning) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const line = text
            .split('\n')
            .slice(0, -1)
            .find((one) => one.startsWith(beginning))
          if (line === undefined && !isOver) return
          listeners.delete(look)
          if (line === undefined) reject(new Error(`It ended without saying "${beginning}":\n${text}${trouble}`))
          else resolve(line)
        }
        listeners.add(look)
        look()
      }),
    kill: (signal) => void child.kill(signal),
    ended,
  }
}

export function openChildren(): Children {
  const all = new Set<Child>()
  const start = (): Child => {
    const child = childOf('child.ts')
    all.add(child)
    void child.ended.then(() => all.delete(child))
    return child
  }
  let ahead: Child | undefined
  return {
    async next() {
      const child = ahead ?? start()
      ahead = start()
      await child.says('ready')
      return child
    },
    async end() {
      for (const child of all) child.kill('SIGKILL')
      await Promise.all([...all].map(({ ended }) => ended))
    },
  }
}

/** A folder for one run, and one that removes it. */
export function openHome(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'muster-durability-'))
  mkdirSync(join(path, 'store'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** Resolves once a process stands still. */
export async function standsStill(pid: number): Promise<void> {
  const stat = `/proc/${pid}/stat`
  while (existsSync(stat) && readFileSync(stat, 'utf8').split(') ')[1]?.[0] !== 'T')
    await systemClock.sleep(seconds(0.005))
}

/** Why processes cannot be watched here; undefined where they can. */
export const whyNoProcesses = existsSync('/proc/self/stat') ? undefined : 'there is no /proc here'
