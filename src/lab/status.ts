import type { TargetStatus } from '#drill'
import { connectIfAlive, connectOrStart, type Opening, stopSupervisor, sweep } from './connection.ts'
import { call } from './http.ts'
import { isAlive } from './processes.ts'
import { readRegistry } from './registry.ts'
import { defaultSpec } from './spec.ts'
import type { Started } from './supervisor.ts'

/** How the lab of a home stands, from its registry and the system's processes; asks no process, so it always answers. */
export async function labStatus(home: string): Promise<TargetStatus> {
  const registry = readRegistry(home)
  if (!registry || registry.supervisor.pid === 0) return { running: false, processes: [] }
  const running = isAlive(registry.supervisor)
  const { claimedBy, since } = registry
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
  return { running, ...(claimedBy === undefined ? {} : { claimedBy }), since, processes: [supervisor, ...others] }
}

/**
 * Starts a lab of two regions that no run holds, or leaves the one that runs as it is.
 * @throws Failure `unreachable` where it cannot be started, `busy` where a run holds it
 */
export async function labUp(opening: Opening, say: (line: string) => void): Promise<TargetStatus> {
  const connection = await connectOrStart(opening)
  await call<Started>(connection, 'POST', '/start', { body: { spec: defaultSpec }, say })
  return labStatus(opening.home)
}

/** Stops the lab of a home, whoever holds it, and removes what a dead one left. @returns how it stood before */
export async function labDown(home: string): Promise<TargetStatus> {
  const before = await labStatus(home)
  const connection = connectIfAlive(home)
  if (connection) await stopSupervisor(home, connection)
  else await sweep(home)
  return before
}
