import { randomBytes } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import { startChild } from './child.ts'
import { type Control, call, HttpFailure } from './http.ts'
import { makePlaces } from './places.ts'
import { hasEnded, identityOf, isAlive, type ProcessIdentity, signal } from './processes.ts'
import { cleanUp, createRegistry, readRegistry, type Registry, takeAway } from './registry.ts'

/** A supervisor within reach. */
export interface Connection extends Control {
  readonly supervisor: ProcessIdentity
}

/** How a supervisor is started. */
export interface Opening {
  /** The project's `.muster` directory, absolute. */
  readonly home: string
  readonly basePort: number
  /** Seconds without contact after which the lab stops itself. */
  readonly idleLimit: number
}

const patience = 20_000

/** Connects to the supervisor of the home, or starts one. What a dead one left is cleaned up first. */
export async function connectOrStart(opening: Opening): Promise<Connection> {
  const until = performance.now() + patience
  let dead: Registry | undefined
  while (performance.now() < until) {
    const known = readRegistry(opening.home)
    if (known && isAlive(known.supervisor)) {
      if (known.url !== undefined) return { url: known.url, token: known.token, supervisor: known.supervisor }
      // Somebody is starting it at this moment.
      await new Promise((resolve) => setTimeout(resolve, 50))
    } else if (known) {
      if (await takeAway(opening.home, known)) dead = known
    } else {
      const connection = await startSupervisor(opening, dead)
      if (connection) return connection
    }
  }
  throw new Failure(
    'unreachable',
    `The lab is being started by another process, which has not finished in ${patience / 1000} s.`,
  )
}

/** Connects to the supervisor of the home where one lives. */
export function connectIfAlive(home: string): Connection | undefined {
  const known = readRegistry(home)
  if (known?.url === undefined || !isAlive(known.supervisor)) return undefined
  return { url: known.url, token: known.token, supervisor: known.supervisor }
}

/**
 * Stops the lab and waits until its supervisor has ended; a supervisor that does not answer is killed, its parts too.
 * @param run stops only a lab that this run holds, or none; any lab where it is left out
 */
export async function stopSupervisor(
  home: string,
  { supervisor, ...control }: Connection,
  run?: string,
): Promise<void> {
  const known = readRegistry(home)
  try {
    await call(control, 'POST', '/stop', { body: run === undefined ? {} : { run }, timeout: 15_000 })
    if (await hasEnded(supervisor, 5000)) return
  } catch (error) {
    if (error instanceof HttpFailure && error.status === 409) return
    // It ended while it answered, or it hangs; both are settled below.
    if (await hasEnded(supervisor, 1000)) return await sweep(home)
  }
  signal(supervisor, 'SIGKILL')
  await hasEnded(supervisor, 5000)
  await sweep(home, known)
}

/** Cleans up what a dead supervisor left. */
export async function sweep(home: string, known: Registry | undefined = readRegistry(home)): Promise<void> {
  if (!known || isAlive(known.supervisor)) return
  // Whoever else took it away cleans up, and may have started a new lab in the same place by now.
  if (await takeAway(home, known)) await cleanUp(home, known)
}

async function startSupervisor(opening: Opening, dead: Registry | undefined): Promise<Connection | undefined> {
  const { home, basePort, idleLimit } = opening
  const token = randomBytes(24).toString('hex')
  await mkdir(join(home, 'lab'), { recursive: true })
  const self = identityOf(process.pid) as ProcessIdentity
  if (!createRegistry(home, { version: 1, supervisor: self, token, since: new Date().toISOString(), processes: [] }))
    return undefined
  const mine = readRegistry(home)
  let started: ProcessIdentity | undefined
  try {
    if (dead) await cleanUp(home, dead)
    const { lab } = await makePlaces(home)
    const settings = { home, basePort, token, idleLimit: idleLimit * 1000 }
    const log = join(lab, 'logs', 'supervisor.log')
    const child = await startChild<Control>(
      'supervisor',
      settings,
      log,
      (identity) => {
        started = identity
      },
      { detached: true },
    )
    child.process.disconnect()
    child.process.unref()
    return { ...child.ready, supervisor: child.identity }
  } catch (error) {
    if (started) signal(started, 'SIGKILL')
    if (mine && (await takeAway(home, mine))) await cleanUp(home, mine)
    throw error
  }
}
