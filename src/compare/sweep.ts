import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from '#diagnostics'

/**
 * Ids of the processes that work below a directory. Every process of a run does, and so do those that they start and
 * cut loose, as Patroni does with PostgreSQL: no list of ours would hold them.
 */
export function processesIn(directory: string): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      const at = readlinkSync(`/proc/${name}/cwd`)
      return at === directory || at.startsWith(`${directory}/`) || at === `${directory} (deleted)` ? [Number(name)] : []
    } catch {
      // It ended, or is somebody else's.
      return []
    }
  })
}

/** Kills whatever works below a directory, and does not say when it has ended. */
export function killIn(directory: string): void {
  for (const pid of processesIn(directory)) send(pid, 'SIGKILL')
}

/**
 * Kills every process of a run, gives PostgreSQL's shared memory back, and removes the directory.
 * @throws Failure `unreachable` where a process is still there after ten seconds
 */
export async function sweep(directory: string, ipcrm: string | undefined): Promise<void> {
  const until = performance.now() + 10_000
  for (let left = processesIn(directory); left.length > 0; left = processesIn(directory)) {
    if (performance.now() > until)
      throw new Failure('unreachable', `Processes of the comparison do not end: ${left.join(', ')}.`)
    for (const pid of left) send(pid, 'SIGKILL')
    await pause(20)
  }
  if (ipcrm !== undefined) for (const id of memoryOf(directory)) remove(ipcrm, id)
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}

/** Identifiers of the shared memory that servers left which were killed: the last field of the seventh line they leave. */
function memoryOf(directory: string): readonly string[] {
  return ['east', 'west', 'witness'].flatMap((place) => {
    try {
      const lines = readFileSync(join(directory, place, 'data', 'postmaster.pid'), 'utf8').split('\n')
      const id = lines[6]?.trim().split(/\s+/)[1]
      return id !== undefined && /^\d+$/.test(id) ? [id] : []
    } catch {
      return []
    }
  })
}

function remove(ipcrm: string, id: string): void {
  try {
    execFileSync(ipcrm, ['-m', id], { stdio: 'ignore', timeout: 5000 })
  } catch {
    // A server that was stopped in order has given it back itself.
  }
}

function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // It ended in between.
  }
}
