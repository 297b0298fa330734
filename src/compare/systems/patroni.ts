import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Side } from '../model.ts'
import { admission, parameters, streams, takesWrites, versionOf } from './postgres.ts'
import type { Beginning, System } from './system.ts'
import { outputOf } from './version.ts'

/** Patroni on both sides, and one etcd at the third place. */
export const patroni: System = {
  name: 'patroni',
  guarantees:
    'The leader holds a lease in etcd and steps down when it cannot renew it; the standby leads only after the lease is over. One etcd stands in for a quorum of three. The watchdog, which would cover a Patroni that hangs, is off, as it is where nothing is set.',
  fenced: true,
  async start(beginning) {
    const { site } = beginning
    const { etcd, etcdPeer } = site.addresses.third
    const url = `http://${etcd.host}:${etcd.port}`
    site.start('witness', 'etcd', site.tools.etcd ?? 'etcd', [
      ...['--name', 'compare', '--data-dir', join(site.folder('witness'), 'etcd')],
      ...['--listen-client-urls', url, '--advertise-client-urls', url],
      ...['--listen-peer-urls', `http://${etcdPeer.host}:${etcdPeer.port}`],
      ...['--initial-advertise-peer-urls', `http://${etcdPeer.host}:${etcdPeer.port}`],
      ...['--initial-cluster', `compare=http://${etcdPeer.host}:${etcdPeer.port}`],
    ])
    await site.until('etcd', 30, () =>
      fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      ),
    )
    begin(beginning, 'east')
    await takesWrites(site, 'east')
    begin(beginning, 'west')
    await streams(site, 'east')
    await site.until('a Patroni that follows', 60, async () => {
      const { host, port } = site.addresses.health.west
      return await fetch(`http://${host}:${port}/replica`).then(
        ({ ok }) => ok,
        () => false,
      )
    })
    return {
      postgresql: await versionOf(site),
      patroni: outputOf(site.tools.patroni ?? 'patroni', '--version'),
      etcd: outputOf(site.tools.etcd ?? 'etcd', '--version'),
    }
  },
}

/** JSON is YAML too. */
function begin({ site, pace }: Beginning, side: Side): void {
  const { addresses, tools, password } = site
  const { lines, servers, health } = addresses
  const folder = site.folder(side)
  const shown = (address: { host: string; port: number }) => `${address.host}:${address.port}`
  const file = join(folder, 'patroni.yml')
  const configuration = {
    scope: 'compare',
    name: side,
    restapi: { listen: shown(health[side]), connect_address: shown(lines[side].health.near) },
    // As a proxy, for it would else learn the address behind the line and go around it.
    etcd3: { hosts: [shown(lines[side].etcd.near)], use_proxies: true },
    bootstrap: {
      dcs: {
        ttl: pace.ttl,
        loop_wait: pace.loop,
        retry_timeout: pace.timeout,
        // However much is under way: a standby must not stay behind for want of the last bytes.
        maximum_lag_on_failover: 1_000_000_000,
        postgresql: { use_pg_rewind: false, use_slots: true, parameters },
      },
      initdb: [{ encoding: 'UTF8' }, { locale: 'C' }],
    },
    postgresql: {
      listen: shown(servers[side]),
      connect_address: shown(lines[side].server.near),
      data_dir: join(folder, 'data'),
      bin_dir: tools.postgres,
      pgpass: join(folder, 'pgpass'),
      authentication: {
        superuser: { username: 'postgres', password },
        replication: { username: 'replicator', password },
      },
      parameters: { unix_socket_directories: folder },
      pg_hba: admission,
    },
  }
  writeFileSync(file, JSON.stringify(configuration), { mode: 0o644 })
  site.start(side, 'patroni', tools.patroni ?? 'patroni', [file])
}
