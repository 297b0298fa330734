import { appendFileSync, chownSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Control } from '#lab'
import type { AgentSettings } from '../agent.ts'
import type { Pace, Side, SystemName } from '../model.ts'
import { planText } from '../plan.ts'
import type { Site } from '../site.ts'
import { admission, linesOf, parameters, passwordFile, streams, takesWrites, versionOf } from './postgres.ts'
import type { Armed, System } from './system.ts'

/**
 * Watches by a plan and fails over by its runbook, as Muster does: the room that can compile and drive one gives it.
 * @param folder where the journal may lie
 * @returns once the criteria are watched; it goes on until the signal aborts, and `ended` resolves after that
 */
export type FailOver = (plan: string, folder: string, signal: AbortSignal) => Promise<Armed>

/** Muster's warm standby, where machines decide, with a witness or without one. */
export function muster(failOver: FailOver, safe: boolean): System {
  return {
    name: safe ? 'muster' : 'muster-unfenced',
    guarantees: safe ? guarantees.muster : guarantees['muster-unfenced'],
    fenced: safe,
    async start(beginning) {
      const { site, pace } = beginning
      const { third } = site.addresses
      const token = site.password
      if (safe)
        await site.role('witness', 'witness', {
          ...{ token, host: third.witness.host, port: third.witness.port, heldPort: third.held.port },
          ...{ ttl: pace.ttl, front: beginning.front },
        })
      await makePrimary(site)
      await startAgent(site, 'east', pace, safe)
      await takesWrites(site, 'east')
      await makeStandby(site)
      await startAgent(site, 'west', pace, safe)
      await streams(site, 'east')
      return { postgresql: await versionOf(site) }
    },
    async arm({ site, pace, front }, signal) {
      const { servers, lines } = site.addresses
      const address = ({ host, port }: { host: string; port: number }) =>
        `postgres://postgres:${site.password}@${host}:${port}/postgres`
      const witness: Control = { url: url(lines.west.witness.near), token: site.password }
      return await failOver(
        planText({
          east: address(lines.east.server.near),
          west: address(servers.west),
          traffic: safe ? witness : front,
          // With a witness its lease is watched, as Patroni's standby watches the leader's; else the primary itself.
          ...(safe
            ? { probe: url(lines.west.held.near), every: 0.1, timeout: pace.timeout, failingFor: 0 }
            : { probe: url(lines.east.health.near), every: pace.loop, timeout: pace.timeout, failingFor: pace.loop }),
        }),
        site.folder('own'),
        signal,
      )
    },
  }
}

const guarantees: Readonly<Record<Extract<SystemName, `muster${string}`>, string>> = {
  muster:
    'The primary holds a lease at a witness, and its agent stops it when a renewal stays without an answer; the fence of the runbook succeeds only after the lease is over, and nothing is promoted before that. One witness, of this comparison, stands in for a quorum. An agent that hangs without dying is not covered.',
  'muster-unfenced':
    'Nobody waits for a lease: when the primary does not answer, clients are kept away from it and the standby is promoted. A primary that is only cut off goes on taking writes of whoever still reaches it.',
}

function url({ host, port }: { readonly host: string; readonly port: number }): string {
  return `http://${host}:${port}`
}

async function makePrimary(site: Site): Promise<void> {
  await site.run('east', 'initdb', programOf(site, 'initdb'), [
    ...['-D', dataOf(site, 'east'), '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile(site)],
    ...['-E', 'UTF8', '--locale=C'],
  ])
  configure(site, 'east')
}

async function makeStandby(site: Site): Promise<void> {
  const { host, port } = site.addresses.lines.east.server.near
  const source = `host=${host} port=${port} user=postgres application_name=west`
  const args = ['-D', dataOf(site, 'west'), '-d', source, '-X', 'stream', '-c', 'fast', '-R', '-C', '-S', 'west']
  // On the command line everybody could read it.
  const env = { PGPASSWORD: site.password }
  await site.run('west', 'pg_basebackup', programOf(site, 'pg_basebackup'), args, env)
  configure(site, 'west')
}

function configure(site: Site, side: Side): void {
  const { host, port } = site.addresses.servers[side]
  const own = { listen_addresses: host, port: `${port}`, unix_socket_directories: '' }
  appendFileSync(join(dataOf(site, side), 'postgresql.conf'), linesOf({ ...parameters, ...own }))
  const file = join(dataOf(site, side), 'pg_hba.conf')
  writeFileSync(file, `${admission.join('\n')}\n`)
  if (site.owner) chownSync(file, site.owner.uid, site.owner.gid)
}

async function startAgent(site: Site, side: Side, pace: Pace, safe: boolean): Promise<void> {
  const settings: AgentSettings = {
    side,
    postgres: programOf(site, 'postgres'),
    setpriv: site.tools.setpriv ?? 'setpriv',
    data: dataOf(site, side),
    ...(site.owner ? { owner: site.owner } : {}),
    server: site.superuser(side),
    health: site.addresses.health[side],
    pace,
    ...(safe ? { witness: { url: url(site.addresses.lines[side].witness.near), token: site.password } } : {}),
  }
  await site.role(side, 'agent', settings)
}

function programOf({ tools }: Site, name: string): string {
  return join(tools.postgres ?? '', name)
}

function dataOf(site: Site, side: Side): string {
  return join(site.folder(side), 'data')
}
