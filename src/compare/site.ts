import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { chownSync, closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, realpathSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Failure } from '#diagnostics'
import { canListen, monotonic, startChild } from '#lab'
import { type Addresses, addressesFrom, type Relayed } from './addresses.ts'
import type { Side } from './model.ts'
import type { ServerAddress } from './servers.ts'
import { delay } from './settings.ts'
import { killIn, markOf, sweep, type Traces } from './sweep.ts'
import { filesOf, serverUser, type Tools } from './programs.ts'

/** A place of a run: each has a folder, in which everything works that is there. `own` is what belongs to no place. */
export type Place = Side | 'witness' | 'own'

/** Where one run happens: three places, the lines between them, and whatever was started. */
export interface Site {
  readonly tools: Tools
  readonly addresses: Addresses
  /** Of this run; letters and digits. */
  readonly password: string
  readonly owner?: { readonly uid: number; readonly gid: number }
  folder(place: Place): string
  /** Starts a program of the system in a place, as PostgreSQL's user. */
  start(place: Place, name: string, command: string, args: readonly string[], env?: Environment): Started
  /** Runs a program to its end. @throws Failure `unreachable` with the end of its log */
  run(place: Place, name: string, command: string, args: readonly string[], env?: Environment): Promise<void>
  /** Starts one of our own processes in a place. */
  role<Ready>(place: Place, role: string, settings: unknown): Promise<Ready>
  /** Asks until the answer is no longer undefined or false. @throws Failure `unreachable` after that many seconds */
  until<T>(what: string, limit: number, ask: () => Promise<T | undefined | false>): Promise<T>
  /** The superuser of a side's server, past all lines. */
  superuser(side: Side): ServerAddress
  /** Kills everything of a place. @returns when, in seconds on the monotonic clock: just before the first */
  kill(place: Side): number
  /** Lets the line of east fall silent in both directions, for good. @returns when */
  silence(): number
  /** Kills and removes everything. */
  end(): Promise<void>
}

type Environment = Readonly<Record<string, string>>

export interface Started {
  /** Its exit code once it has ended. */
  ended(): number | undefined
}

/** Our own processes. Ctrl-C goes to the command alone, which then ends them in order. */
const ours = { of: 'comparison', beside: import.meta.url, detached: true }

/**
 * Opens a run: its folder, its sweeper, and its lines.
 * @param stopped aborts every wait
 * @throws Failure `busy` where a port is taken, `unreachable` where nothing can be started
 */
export async function openSite(basePort: number, tools: Tools, stopped: AbortSignal): Promise<Site> {
  const addresses = addressesFrom(basePort)
  await assureFree(addresses)
  const owner = serverUser()
  // Without links on its path, for so the system names what works in it.
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'muster-compare-')))
  const traces: Traces = { directory, programs: filesOf(tools) }
  const folder = (place: Place): string => join(directory, place)
  for (const path of [directory, ...(['east', 'west', 'witness', 'own'] as const).map(folder)]) {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    if (owner) chownSync(path, owner.uid, owner.gid)
  }
  const logs: string[] = []
  const logOf = (place: Place, name: string): string => {
    const log = join(directory, `${place}-${name}.log`)
    if (!logs.includes(log)) logs.push(log)
    return log
  }
  const ipcrm = tools.ipcrm === undefined ? {} : { ipcrm: tools.ipcrm }
  const sweeper = await startChild('sweeper', { run: traces, ...ipcrm }, '/dev/null', () => {}, ours)
  const worksIn = (place: Place) => ({ ...ours, cwd: folder(place), env: markOf(directory) })
  const lineOf = async (name: string, services: Readonly<Record<string, Relayed>>): Promise<ChildProcess> => {
    const parts = (of: keyof Relayed) =>
      Object.fromEntries(Object.entries(services).map(([service, relayed]) => [service, relayed[of]]))
    const settings = { delay, regions: { [name]: parts('to') }, at: { [name]: parts('near') } }
    const log = logOf('own', `line-${name}`)
    return (await startChild('line', settings, log, () => {}, worksIn('own'))).process
  }
  let east: ChildProcess | undefined

  const site: Site = {
    tools,
    addresses,
    password: randomBytes(18).toString('hex'),
    ...(owner ? { owner } : {}),
    folder,
    start(place, name, command, args, env = {}) {
      const log = openSync(logOf(place, name), 'a', 0o600)
      const child = spawn(command, [...args], {
        ...owner,
        cwd: folder(place),
        env: { ...environmentOf(tools, folder(place)), ...markOf(directory), ...env },
        detached: true,
        stdio: ['ignore', log, log],
      })
      closeSync(log)
      let code: number | undefined
      child.once('error', () => (code = 127))
      child.once('exit', (status) => (code = status ?? 1))
      return { ended: () => code }
    },
    async run(place, name, command, args, env) {
      const started = site.start(place, name, command, args, env)
      const code = await site.until(`${name} in ${place}`, 120, () =>
        Promise.resolve(started.ended() === undefined ? undefined : { code: started.ended() }),
      )
      if (code.code !== 0)
        throw new Failure('unreachable', `${name} in ${place} failed; its log ends:\n${endOf(logOf(place, name))}`)
    },
    async role<Ready>(place: Place, role: string, settings: unknown) {
      const log = logOf(place, role)
      try {
        return (await startChild<Ready>(role, settings, log, () => {}, worksIn(place))).ready
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        throw new Failure('unreachable', `The ${role} in ${place} does not start: ${why}\n${endOf(log)}`.trimEnd(), {
          cause: error,
        })
      }
    },
    async until(what, limit, ask) {
      const last = monotonic() + limit
      for (;;) {
        stopped.throwIfAborted()
        const answer = await ask()
        if (answer !== undefined && answer !== false) return answer
        if (monotonic() > last)
          throw new Failure(
            'unreachable',
            `${what} did not come to be within ${limit} s; the logs end:\n${tails(logs)}`,
          )
        await pause(50)
      }
    },
    superuser: (side) => ({ ...addresses.servers[side], user: 'postgres', password: site.password }),
    kill(place) {
      const t0 = monotonic()
      // Once more, for what was being started in between.
      for (let times = 0; times < 3; times++) killIn(traces, folder(place))
      return t0
    },
    silence() {
      const t0 = monotonic()
      east?.kill('SIGSTOP')
      return t0
    },
    async end() {
      await sweep(traces, tools.ipcrm)
      sweeper.process.kill('SIGKILL')
    },
  }
  try {
    east = await lineOf('east', addresses.lines.east)
    await lineOf('west', addresses.lines.west)
    return site
  } catch (error) {
    await site.end()
    throw error
  }
}

/** What programs of the system see: nothing of the user's own settings, and a home that goes with the run. */
function environmentOf({ postgres }: Tools, home: string): Environment {
  return {
    PATH: [postgres, '/usr/sbin', '/usr/bin', '/sbin', '/bin'].filter((part) => part !== undefined).join(':'),
    LANG: 'C.UTF-8',
    HOME: home,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'share'),
    XDG_RUNTIME_DIR: home,
  }
}

async function assureFree({ all }: Addresses): Promise<void> {
  const taken: string[] = []
  for (const { host, port } of all) if (!(await canListen(host, port))) taken.push(`${host}:${port}`)
  if (taken.length > 0)
    throw new Failure(
      'busy',
      `The comparison needs ${taken.join(', ')}, which another program uses. ` +
        'Stop that program, or name another first port:\n  MUSTER_LAB_PORT=25000 muster lab compare',
    )
}

function tails(logs: readonly string[]): string {
  return logs
    .map((log) => ({ log, end: endOf(log) }))
    .filter(({ end }) => end !== '')
    .map(({ log, end }) => `${log.replace(/^.*\//, '')}:\n${end}`)
    .join('\n')
}

function endOf(log: string): string {
  try {
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-6)
    return lines.map((line) => (line === '' ? '' : `  ${line.slice(0, 300)}`)).join('\n')
  } catch {
    return ''
  }
}
