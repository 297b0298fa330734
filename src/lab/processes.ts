import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** A process, told from a later one that got the same id by the time it started. */
export interface ProcessIdentity {
  readonly pid: number
  /** Opaque; clock ticks since boot on Linux, a date elsewhere. */
  readonly startedAt: string
}

/** The process as it is now, or undefined where none with that id lives; a zombie does not live. */
export function identityOf(pid: number): ProcessIdentity | undefined {
  const startedAt = process.platform === 'linux' ? startOnLinux(pid) : startByPs(pid)
  return startedAt === undefined ? undefined : { pid, startedAt }
}

export function isAlive(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.startedAt === identity.startedAt
}

/** Sends the signal if that very process still lives; never to one that took over its id. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): void {
  if (!isAlive(identity)) return
  try {
    process.kill(identity.pid, name)
  } catch {
    // It ended in between.
  }
}

/** Ids of the processes whose parent is that one. */
export function childrenOf(parent: number): readonly number[] {
  if (process.platform !== 'linux') {
    const lines = ps(['-A', '-o', 'pid=,ppid=']).split('\n')
    return lines.flatMap((line) => {
      const [pid, ppid] = line.trim().split(/\s+/).map(Number)
      return pid !== undefined && ppid === parent ? [pid] : []
    })
  }
  return readdirSync('/proc').flatMap((name) => {
    const pid = Number(name)
    return Number.isInteger(pid) && Number(statOf(pid)?.[1]) === parent ? [pid] : []
  })
}

/**
 * The same from the kernel's own list, where it keeps one: far quicker, but it may leave out a child while another ends.
 */
export function childrenListed(parent: number): readonly number[] {
  try {
    return readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
  } catch {
    return childrenOf(parent)
  }
}

/**
 * Children of those among the processes that still live: an id that somebody else has by now is nobody's parent here.
 * @param look how the children of one are found
 */
export function livingChildren(
  parents: readonly ProcessIdentity[],
  look: (parent: number) => readonly number[] = childrenOf,
): readonly ProcessIdentity[] {
  return parents
    .filter(isAlive)
    .flatMap(({ pid }) => look(pid))
    .flatMap((pid) => identityOf(pid) ?? [])
}

/** Resolves to whether the process has ended within the time. */
export async function hasEnded(identity: ProcessIdentity, withinMilliseconds: number): Promise<boolean> {
  const until = performance.now() + withinMilliseconds
  while (isAlive(identity)) {
    if (performance.now() > until) return false
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return true
}

/** Kills the processes and their children. @returns whether all have ended within five seconds */
export async function killTrees(roots: readonly ProcessIdentity[]): Promise<boolean> {
  // Stopped first, so that they start no more children while these are looked for.
  for (const root of roots) signal(root, 'SIGSTOP')
  const all = [...roots, ...livingChildren(roots)].filter(isAlive)
  for (const one of all) signal(one, 'SIGKILL')
  return (await Promise.all(all.map((one) => hasEnded(one, 5000)))).every(Boolean)
}

/** Fields of /proc/PID/stat after the command's name: state, parent, … */
function statOf(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return undefined
  }
}

function startOnLinux(pid: number): string | undefined {
  const stat = statOf(pid)
  return stat === undefined || stat[0] === 'Z' || stat[0] === 'X' ? undefined : stat[19]
}

function startByPs(pid: number): string | undefined {
  const [state, ...start] = ps(['-o', 'state=,lstart=', '-p', String(pid)])
    .trim()
    .split(/\s+/)
  return !state || state.startsWith('Z') ? undefined : start.join(' ')
}

function ps(args: readonly string[]): string {
  try {
    return execFileSync('ps', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}
