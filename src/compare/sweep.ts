import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from '#diagnostics'

/** What the processes of one run are known by. */
export interface Traces {
  /** The folder of the run, without links on its path: everything that a run starts works below it. */
  readonly directory: string
  /** Files of the programs that a run starts, without links on their paths. */
  readonly programs: readonly string[]
}

const mark = 'MUSTER_COMPARE_RUN'

/** The variable that everything of a run inherits, and nobody has who only reads its logs. */
export function markOf(directory: string): Readonly<Record<string, string>> {
  return { [mark]: directory }
}

/**
 * Ids of the processes of a run that work below a folder of it. Those that its processes start and cut loose, as Patroni
 * does with PostgreSQL, are among them: no list of ours would hold them.
 */
export function processesIn(run: Traces, folder: string = run.directory): readonly number[] {
  return readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return []
    try {
      return isBelow(folder, readlinkSync(`/proc/${name}/cwd`)) && belongs(name, run) ? [Number(name)] : []
    } catch {
      // It ended, or is somebody else's.
      return []
    }
  })
}

function isBelow(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}/`) || path === `${folder} (deleted)`
}

/** PostgreSQL's children write their title over their environment: of what has none left, the program tells. */
function belongs(pid: string, { directory, programs }: Traces): boolean {
  const variables = variablesOf(pid)
  return variables.length > 0
    ? variables.includes(`${mark}=${directory}`)
    : programs.includes(readlinkSync(`/proc/${pid}/exe`))
}

function variablesOf(pid: string): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/environ`, 'utf8')
    return text.split('\0').filter((variable) => variable.includes('='))
  } catch {
    return []
  }
}

/** Kills whatever of a run works below a folder of it, and does not say when it has ended. */
export function killIn(run: Traces, folder: string): void {
  for (const pid of processesIn(run, folder)) send(pid, 'SIGKILL')
}

/**
 * Kills every process of a run, gives PostgreSQL's shared memory back, and removes the directory.
 * @throws Failure `unreachable` where a process is still there after ten seconds
 */
export async function sweep(run: Traces, ipcrm: string | undefined): Promise<void> {
  const { directory } = run
  const until = performance.now() + 10_000
  for (let left = processesIn(run); left.length > 0; left = processesIn(run)) {
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
