import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The folder of the repository, in which commands run. */
export const root = dirname(import.meta.dirname)

/** How a command ended. `code` is null where a signal ended it. */
export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A command that runs. */
export interface Running {
  readonly ended: Promise<Ended>
  /** Resolves with the first line of standard error that matches; rejects where the command ends without one. */
  says(pattern: RegExp): Promise<string>
  signal(name: NodeJS.Signals): void
}

/** A state folder of its own, with ports of its own, and the real command line on it. */
export interface Home {
  readonly path: string
  readonly port: number
  /** Starts `muster` with these words, in a process of its own. */
  start(...words: readonly string[]): Running
  /** Runs `muster` with these words to its end. */
  muster(...words: readonly string[]): Promise<Ended>
  /** What is left of a lab, in words: processes, files, networks, ports that do not come free. Empty where all is well. */
  leftovers(): Promise<readonly string[]>
  /** Ends whatever a test that failed has left running, so that the next one begins anew. */
  quiet(): Promise<void>
  /** The same, and removes the folder. */
  remove(): Promise<void>
}

/** What a state folder keeps when no lab runs. */
const kept = ['cache', 'evidence', 'runs', 'store']

/**
 * @param port the first of the lab's ports, eleven at most; above 61000, where Linux takes none for outgoing connections
 * @param path the state folder; made where it is left out
 */
export function homeAt(port: number, path: string = openFolder()): Home {
  const children = new Set<ChildProcess>()
  const start = (...words: readonly string[]): Running => {
    const main = join(root, 'src/cli/main.ts')
    const child = spawn(process.execPath, ['--conditions=source', main, ...words], {
      cwd: root,
      env: environment(path, port),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    children.add(child)
    const text = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const)
      child[name].setEncoding('utf8').on('data', (more: string) => {
        text[name] += more
      })
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on('error', reject)
      child.on('close', (code) => {
        children.delete(child)
        resolve({ code, ...text })
      })
    })
    return {
      ended,
      says: (pattern) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            const line = text.stderr
              .split('\n')
              .slice(0, -1)
              .find((candidate) => pattern.test(candidate))
            if (line !== undefined) resolve(line)
          }
          child.stderr.on('data', look)
          child.on('close', () => reject(new Error(`It ended without saying ${pattern}:\n${text.stderr}`)))
          look()
        }),
      signal: (name) => void child.kill(name),
    }
  }
  const quiet = async (): Promise<void> => {
    for (const child of children) child.kill('SIGKILL')
    if (existsSync(join(path, 'lab'))) await start('lab', 'down').ended
    for (const { pid } of processesOf(path)) orNothing(() => process.kill(pid, 'SIGKILL'))
  }
  return {
    path,
    port,
    start,
    muster: (...words) => start(...words).ended,
    async leftovers() {
      const files = readdirSync(path).filter((name) => !kept.includes(name))
      const ports = await takenPorts(port)
      const processes = processesOf(path).map(({ pid, command }) => `process ${pid} ${command}`)
      const networks = networksOf(port).map((name) => `network ${name}`)
      return [
        ...processes,
        ...files.map((name) => `file ${name}`),
        ...ports.map((taken) => `port ${taken}`),
        ...networks,
      ]
    },
    quiet,
    async remove() {
      await quiet()
      rmSync(path, { recursive: true, force: true })
    },
  }
}

/** Parses what a command wrote, which must be JSON and nothing else, without null. */
export function json<T>({ stdout, stderr }: Ended): T {
  try {
    return JSON.parse(stdout, (key, value: unknown) => {
      if (value === null) throw new Error(`${key} is null`)
      return value
    }) as T
  } catch (cause) {
    throw new Error(`Standard output is not the JSON of the contract:\n${stdout}\n${stderr}`, { cause })
  }
}

/** How a run stands, in a word. */
export async function stateOf(home: Home, run: string): Promise<string> {
  return json<{ readonly state: string }>(await home.muster('run', 'show', run, '--format', 'json')).state
}

/** The newest run of a direction; an empty text where there is none. */
export async function newest(home: Home, direction: 'failover' | 'failback'): Promise<string> {
  const { runs } = json<{ runs: { run: string; direction: string }[] }>(
    await home.muster('run', 'list', '--format', 'json'),
  )
  return runs.find((run) => run.direction === direction)?.run ?? ''
}

/** A folder that every user may enter, as PostgreSQL's user must where the tests run as root. */
function openFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'muster-e2e-'))
  chmodSync(path, 0o755)
  return path
}

function environment(home: string, port: number): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _, FORCE_COLOR: __, ...inherited } = process.env
  return {
    ...inherited,
    // Each command is a process of its own; what is compiled once need not be compiled by all of them.
    NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/compiled'),
    MUSTER_HOME: home,
    MUSTER_LAB_PORT: String(port),
    NO_COLOR: '1',
    LC_ALL: 'C.UTF-8',
  }
}

/** Processes that name the folder on their command line, in their environment or as their working directory. */
function processesOf(path: string): ReadonlyArray<{ readonly pid: number; readonly command: string }> {
  // Other systems do not show this of a process; there the ports tell.
  if (!existsSync('/proc/self/environ')) return []
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return []
    const [command, environ, folder] = [
      () => readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' '),
      () => readFileSync(`/proc/${pid}/environ`, 'utf8'),
      () => readlinkSync(`/proc/${pid}/cwd`),
    ].map((read) => orNothing(read) ?? '') as [string, string, string]
    return [command, environ, folder].some((text) => text.includes(path)) ? [{ pid: Number(pid), command }] : []
  })
}

/** What the work gives, or nothing where the process that it is about has ended in between. */
function orNothing<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}

/** Network namespaces and interfaces of the lab that begins at a port. */
function networksOf(first: number): readonly string[] {
  const listed = ['/run/netns', '/sys/class/net'].flatMap((path) => (existsSync(path) ? readdirSync(path) : []))
  return listed.filter((name) => new RegExp(`^muster-?${first}(-|$)`).test(name))
}

/** Which of a lab's ports cannot be listened on. */
async function takenPorts(first: number): Promise<readonly string[]> {
  const addresses = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((offset) =>
    ['127.0.0.1', '127.0.1.1', '127.0.2.1'].map((host) => ({ host, port: first + offset })),
  )
  const taken: string[] = []
  for (const { host, port } of addresses) {
    const server = createServer()
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code !== 'EADDRINUSE'))
      server.listen(port, host, () => resolve(true))
    })
    await new Promise((resolve) => server.close(resolve))
    if (!free) taken.push(`${host}:${port}`)
  }
  return taken
}
