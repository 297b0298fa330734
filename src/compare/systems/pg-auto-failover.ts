import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Side } from '../model.ts'
import { monitorPace } from '../settings.ts'
import { asked, type ServerAddress } from '../servers.ts'
import type { Site } from '../site.ts'
import { admission, linesOf, parameters, streams, takesWrites, versionOf } from './postgres.ts'
import type { Beginning, System } from './system.ts'
import { outputOf } from './version.ts'

type At = Side | 'witness'

/** pg_auto_failover: its agent on both sides, and its monitor at the third place. */
export const pgAutoFailover: System = {
  name: 'pg-auto-failover',
  guarantees:
    'The monitor alone decides, and there is one. It waits until the primary counts as unhealthy, and then again until that one must have stepped down by itself; only then may the standby take writes. On an ordinary day a write waits for the standby, so that none is lost and each takes a way there and back.',
  fenced: true,
  async start(beginning) {
    const { site } = beginning
    await startMonitor(beginning)
    for (const side of ['east', 'west'] as const) await startSide(beginning, side)
    await streams(site, 'east')
    await site.until('a monitor that takes both sides for well', 90, async () => {
      const rows = await asked(
        { ...socketOf(site, 'witness'), database: 'pg_auto_failover' },
        `select 1 from pgautofailover.node where reportedstate = goalstate and reportedstate in ('primary', 'secondary')`,
      ).catch(() => [])
      return rows.length === 2
    })
    await takesWrites(site, 'east')
    return { postgresql: await versionOf(site), 'pg-auto-failover': outputOf(pgAutoctl(site), '--version') }
  },
}

async function startMonitor({ site, settings }: Beginning): Promise<void> {
  const { host, port } = site.addresses.third.server
  await autoctl(site, 'witness', 'create', ['create', 'monitor', ...made(site, 'witness', port, host)])
  await autoctl(site, 'witness', 'listen', [
    'config',
    'set',
    ...of(site, 'witness'),
    'postgresql.listen_addresses',
    host,
  ])
  const pace = Object.entries(monitorPace(settings) ?? {})
  configured(site, 'witness', Object.fromEntries(pace.map(([name, value]) => [`pgautofailover.${name}`, `${value}`])))
  // It is no superuser; the URL by which the sides know the monitor holds no password.
  admit(site, 'witness', ['host all autoctl_node 127.0.0.0/8 trust'])
  run(site, 'witness')
  await site.until('the monitor', 60, () =>
    asked({ ...socketOf(site, 'witness'), database: 'pg_auto_failover' }, 'select 1', [], 2).catch(() => undefined),
  )
}

async function startSide({ site, settings }: Beginning, side: Side): Promise<void> {
  const { lines, servers } = site.addresses
  const monitor = lines[side].monitor.near
  const { host } = lines[side].server.near
  await autoctl(site, side, 'create', [
    ...['create', 'postgres', ...made(site, side, servers[side].port, host), '--name', side],
    ...['--listen', servers[side].host, '--dbname', 'postgres', '--username', 'postgres'],
    ...['--monitor', `postgres://autoctl_node@${monitor.host}:${monitor.port}/pg_auto_failover`],
  ])
  const unhealthy = monitorPace(settings)?.node_considered_unhealthy_timeout
  if (unhealthy !== undefined)
    await autoctl(site, side, 'partition', [
      ...['config', 'set', ...of(site, side), 'timeout.network_partition_timeout', `${unhealthy / 1000}`],
    ])
  // A standby is a copy, with the primary's files.
  if (side === 'east') {
    configured(site, side, {})
    // The monitor asks whether a server answers, in a role that may do nothing.
    admit(site, side, ['host all pgautofailover_monitor 127.0.0.0/8 trust'])
  }
  run(site, side)
  if (side === 'west') return
  await site.until('PostgreSQL in east', 60, async () => {
    const found = await asked(
      socketOf(site, side),
      `select 1 from pg_roles where rolname = 'pgautofailover_replicator'`,
    ).catch(() => [])
    return found.length > 0
  })
  for (const role of ['postgres', 'pgautofailover_replicator'])
    await asked(socketOf(site, side), `alter role ${role} password '${site.password}'`)
}

function made(site: Site, place: At, port: number, host: string): readonly string[] {
  const ctl = join(site.tools.postgres ?? '', 'pg_ctl')
  return [...of(site, place), '--pgctl', ctl, '--pgport', `${port}`, '--hostname', host, '--no-ssl', '--skip-pg-hba']
}

function of(site: Site, place: At): readonly string[] {
  return ['--pgdata', dataOf(site, place)]
}

function run(site: Site, place: At): void {
  site.start(place, 'pg_autoctl', pgAutoctl(site), ['run', ...of(site, place)], environment(site, place))
}

async function autoctl(site: Site, place: At, name: string, args: readonly string[]): Promise<void> {
  await site.run(place, name, pgAutoctl(site), args, environment(site, place))
}

/** Its own connections go by a socket in the place's folder, which nobody else can enter, and elsewhere by password. */
function environment(site: Site, place: At): Readonly<Record<string, string>> {
  const folder = site.folder(place)
  return { PG_REGRESS_SOCK_DIR: folder, PGHOST: folder, PGPASSWORD: site.password }
}

function socketOf(site: Site, place: At): ServerAddress {
  const { addresses } = site
  const { port } = place === 'witness' ? addresses.third.server : addresses.servers[place]
  return { host: site.folder(place), port, user: 'postgres' }
}

/** What it reckons out for the whole machine is not for a test of three servers. */
function configured(site: Site, place: At, more: Readonly<Record<string, string>>): void {
  appendFileSync(join(dataOf(site, place), 'postgresql.conf'), linesOf({ ...parameters, ...more }))
}

function admit(site: Site, place: At, lines: readonly string[]): void {
  writeFileSync(join(dataOf(site, place), 'pg_hba.conf'), `${[...lines, ...admission].join('\n')}\n`)
}

function dataOf(site: Site, place: At): string {
  return join(site.folder(place), 'data')
}

function pgAutoctl({ tools }: Site): string {
  return tools.pgAutoctl ?? 'pg_autoctl'
}
