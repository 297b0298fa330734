import { readFile } from 'node:fs/promises'
import type { StoreSeen } from '#evidence'
import { hasCode } from '../files.ts'
import { onServer, type ServerAddress } from '../postgres/sql.ts'
import type { Region } from '../region.ts'
import type { Site } from '../site.ts'

/** Milliseconds. */
const patience = 2000

/** What is set for a server because of where it is, and whom it follows. */
const local = [
  'archive_command',
  'data_directory',
  'config_file',
  'hba_file',
  'ident_file',
  'listen_addresses',
  'port',
  'primary_conninfo',
  'primary_slot_name',
  'recovery_target_action',
  'recovery_target_inclusive',
  'recovery_target_xid',
  'restore_command',
  'synchronous_standby_names',
]

/** Asks the server of a region what it is, how it is set up, and whether the services are let in. */
export async function storeSeen(site: Site, { server, name }: Region): Promise<StoreSeen> {
  // What lies on the disks of a region that is lost, nobody can see.
  if (site.lost.has(name)) return { role: 'none' }
  if (!server.runs()) return { role: (await hasData(server.cluster.data)) ? 'copy' : 'none' }
  const { address } = server.cluster
  try {
    const { standby, receives, settings, security } = await within(described(address, site.spec.stores))
    return {
      role: standby ? 'standby' : 'primary',
      ...(standby ? { receives } : {}),
      ...(await signedIn(site, address)),
      settings,
      security,
    }
  } catch {
    // What runs and cannot be asked is dead to whoever needs it; which of the two failed is in its log.
    return { role: 'dead' }
  }
}

async function described(address: ServerAddress, stores: readonly string[]) {
  const own = await onServer(
    address,
    'postgres',
    async (query) => {
      const [role] = await query(
        `select pg_is_in_recovery() as standby, exists(select from pg_stat_wal_receiver where status = 'streaming') as receives`,
      )
      const settings = await query(
        `select name, setting from pg_settings
         where source not in ('default', 'client', 'session', 'override', 'environment variable') and name <> all($1)
         order by name`,
        [local],
      )
      const rules = await query(
        `select concat_ws(' ', type, array_to_string(database, ','), array_to_string(user_name, ','), address, netmask, auth_method) as line
         from pg_hba_file_rules`,
      )
      const roles = await query(
        `select concat_ws(' ', 'role', rolname, case when rolsuper then 'superuser' end, case when rolcanlogin then 'login' end,
           case when rolcreaterole then 'createrole' end, case when rolreplication then 'replication' end,
           coalesce('password ' || split_part(rolpassword, '$', 1), 'no password')) as line
         from pg_authid where rolname not like 'pg\\_%'`,
      )
      return { role, settings, lines: [...rules, ...roles] }
    },
    patience,
  )
  const grants = await Promise.all(
    stores.map((store) =>
      onServer(
        address,
        store,
        (query) =>
          query(
            `select concat_ws(' ', 'right', current_database(), grantee, table_name, privilege_type) as line
             from information_schema.role_table_grants where table_schema = 'public'`,
          ),
        patience,
      ),
    ),
  )
  return {
    standby: own.role?.['standby'] === true,
    receives: own.role?.['receives'] === true,
    settings: Object.fromEntries(own.settings.map(({ name, setting }) => [String(name), String(setting)])),
    security: [...own.lines, ...grants.flat()].map(({ line }) => String(line)).sort(),
  }
}

/** Whether the services' own password lets them read every store, and whether another one does not. */
async function signedIn(
  { credentials, spec }: Site,
  address: ServerAddress,
): Promise<Pick<StoreSeen, 'signsIn' | 'refusesWrong'>> {
  const enters = (user: string, password: string) =>
    Promise.all(
      spec.stores.map((store) =>
        within(
          onServer({ ...address, user, password }, store, (query) => query('select from orders limit 1'), patience),
        ),
      ),
    ).then(
      () => true,
      () => false,
    )
  const { user, password } = JSON.parse(await readFile(credentials.file, 'utf8')) as { user: string; password: string }
  const [signsIn, wrong] = await Promise.all([enters(user, password), enters(user, `${password}0`)])
  return { signsIn, refusesWrong: !wrong }
}

async function hasData(directory: string): Promise<boolean> {
  return await readFile(`${directory}/PG_VERSION`).then(
    () => true,
    (error) => {
      if (hasCode(error, 'ENOENT', 'ENOTDIR')) return false
      throw error
    },
  )
}

/** A server that was stopped in the middle of an answer must not hold up whoever looks. */
async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), patience * 2)
  })
  return await Promise.race([work, late]).finally(() => clearTimeout(timer))
}
