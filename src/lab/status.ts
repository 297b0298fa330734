import type { TargetStatus } from '#drill'
import type { PartVersions } from '#evidence'
import { connectIfAlive, connectOrStart, type Opening, stopSupervisor, sweep } from './connection.ts'
import { call } from './http.ts'
import { isAlive } from './processes.ts'
import { type Parts, partsFor } from './profile.ts'
import { readRegistry } from './registry.ts'
import { defaultSpec, serves } from './spec.ts'
import type { Started } from './supervisor.ts'

/** How the lab of a home stands, from its registry and the system's processes; asks no process, so it always answers. */
export async function labStatus(home: string): Promise<TargetStatus> {
  const registry = readRegistry(home)
  if (!registry || registry.supervisor.pid === 0) return { running: false, processes: [] }
  const running = isAlive(registry.supervisor)
  const { claimedBy, since, parts } = registry
  const supervisor = {
    name: 'supervisor',
    pid: registry.supervisor.pid,
    ...(registry.url === undefined ? {} : { address: registry.url.replace('http://', '') }),
    alive: running,
  }
  const others = registry.processes.map(({ startedAt, ...entry }) => ({
    ...entry,
    alive: isAlive({ pid: entry.pid, startedAt }),
  }))
  return {
    running,
    ...(claimedBy === undefined ? {} : { claimedBy }),
    since,
    ...(parts === undefined ? {} : { parts }),
    processes: [supervisor, ...others],
  }
}

/**
 * Starts a lab of two regions that no run holds, or leaves the one that runs as it is.
 * @param parts programs of this machine that it is to be made of
 * @throws Failure `unreachable` where it cannot be started, `busy` where a run holds it
 */
export async function labUp(opening: Opening, say: (line: string) => void, parts: Parts = {}): Promise<TargetStatus> {
  const connection = await connectOrStart(opening)
  const spec = { ...defaultSpec, ...partsFor(parts) }
  const { layout } = await call<Started>(connection, 'POST', '/start', { body: { spec }, say })
  if (!serves(layout.spec, spec)) say(`${otherwiseMade(layout.parts)} To have another one, stop it: muster lab down`)
  return labStatus(opening.home)
}

/** Of a lab that is not made of what was asked for, in a sentence. */
function otherwiseMade(parts: PartVersions | undefined): string {
  return parts === undefined
    ? 'The lab that runs was started without MUSTER_LAB_PROFILE=full, and is made of npm packages alone.'
    : 'The lab that runs was started with MUSTER_LAB_PROFILE=full, and is made of the programs of this machine that stand below.'
}

/** Stops the lab of a home, whoever holds it, and removes what a dead one left. @returns how it stood before */
export async function labDown(home: string): Promise<TargetStatus> {
  const before = await labStatus(home)
  const connection = connectIfAlive(home)
  if (connection) await stopSupervisor(home, connection)
  else await sweep(home)
  return before
}
