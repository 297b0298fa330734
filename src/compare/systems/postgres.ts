import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Side } from '../model.ts'
import { asked } from '../servers.ts'
import type { Site } from '../site.ts'

/** Settings that all servers of all systems share; the rest is as PostgreSQL has it. */
export const parameters: Readonly<Record<string, string>> = {
  // In the data directory, so that a kill leaves nothing elsewhere.
  dynamic_shared_memory_type: 'mmap',
  shared_buffers: '32MB',
  // The default of 5 s would say something of chance.
  wal_retrieve_retry_interval: '200ms',
}

/** Lines for `postgresql.conf`. */
export function linesOf(settings: Readonly<Record<string, string>>): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${value.replaceAll("'", "''")}'\n`)
    .join('')
}

/** Who may get in: on this machine, with the password of the run. */
export const admission = [
  'local all all trust',
  'host all all 127.0.0.0/8 scram-sha-256',
  'host replication all 127.0.0.0/8 scram-sha-256',
]

/** A file of the run with the password, for programs that read it from one. */
export function passwordFile(site: Site): string {
  const file = join(site.folder('own'), 'password')
  writeFileSync(file, `${site.password}\n`, { mode: 0o644 })
  return file
}

/** Waits until a server takes writes. */
export async function takesWrites(site: Site, side: Side): Promise<void> {
  await site.until(`PostgreSQL in ${side} that takes writes`, 90, async () => {
    const rows = await asked(
      site.superuser(side),
      `select 1 where not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off'`,
      [],
      2,
    ).catch(() => [])
    return rows.length > 0
  })
}

/** Waits until a primary streams to one standby. */
export async function streams(site: Site, from: Side): Promise<void> {
  await site.until(`a standby that follows ${from}`, 90, async () => {
    const rows = await asked(
      site.superuser(from),
      `select 1 from pg_stat_replication where state = 'streaming' and application_name <> 'pg_basebackup'`,
      [],
      2,
    ).catch(() => [])
    return rows.length > 0
  })
}

/** `15.18` */
export async function versionOf(site: Site): Promise<string> {
  const [row] = await asked(site.superuser('east'), 'show server_version')
  return String(row?.['server_version']).split(' ')[0] ?? ''
}
