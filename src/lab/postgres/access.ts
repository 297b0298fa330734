import { admit, type Cluster } from './cluster.ts'
import { onServer, type ServerAddress } from './sql.ts'

/** The services may add nothing and the owner of the tables cannot get in; reading goes on. */
export async function closeToWriters(address: ServerAddress, stores: readonly string[]): Promise<void> {
  await onServer(address, 'postgres', (query) => query('alter role app_owner nologin'))
  for (const store of stores)
    await onServer(address, store, (query) =>
      query('revoke insert, update, delete, truncate on all tables in schema public from app'),
    )
  await endSessions(address, ['app_owner'])
}

/** Undoes that, and a server's refusal of writes. */
export async function openToWriters(address: ServerAddress, stores: readonly string[]): Promise<void> {
  await acceptWrites(address)
  await onServer(address, 'postgres', (query) => query('alter role app_owner login'))
  for (const store of stores)
    await onServer(address, store, async (query) => {
      const [row] = await query(`select to_regclass('public.orders') is not null as there`)
      if (row?.there === true) await query('grant select, insert on orders to app')
    })
}

/** Every new transaction only reads, whoever asks, and those that could still write are ended. The server's own setting. */
export async function refuseWrites(address: ServerAddress): Promise<void> {
  await onServer(address, 'postgres', async (query) => {
    await query('alter system set default_transaction_read_only = on')
    await query('select pg_reload_conf()')
    while ((await query('show default_transaction_read_only'))[0]?.default_transaction_read_only !== 'on')
      await new Promise((resolve) => setTimeout(resolve, 20))
  })
  await endSessions(address, ['app', 'app_owner'])
}

async function acceptWrites(address: ServerAddress): Promise<void> {
  await onServer(address, 'postgres', async (query) => {
    await query('alter system reset default_transaction_read_only')
    await query('select pg_reload_conf()')
    while ((await query('show default_transaction_read_only'))[0]?.default_transaction_read_only !== 'off')
      await new Promise((resolve) => setTimeout(resolve, 20))
  })
}

/** Lets everybody in, or nobody but the superuser; then those are ended who are in already. */
export async function admitTo(cluster: Cluster, everybody: boolean): Promise<void> {
  await admit(cluster, everybody)
  await onServer(cluster.address, 'postgres', (query) => query('select pg_reload_conf()'))
  if (!everybody) await endSessions(cluster.address, ['app', 'app_owner'])
}

/** Ends the sessions of those roles and waits until they are gone. */
export async function endSessions(address: ServerAddress, roles: readonly string[]): Promise<void> {
  await onServer(address, 'postgres', (query) =>
    query('select pg_terminate_backend(pid, 3000) from pg_stat_activity where usename = any($1)', [[...roles]]),
  )
}

/** Whether somebody is let in with that password. */
export async function isLetIn(address: ServerAddress, database: string): Promise<boolean> {
  return await onServer(address, database, (query) => query('select 1')).then(
    () => true,
    (error: { code?: string }) => {
      // 28P01 wrong password, 28000 no entry or no login.
      if (error.code === '28P01' || error.code === '28000') return false
      throw error
    },
  )
}

/** Whether the server takes writes: it is no standby. */
export async function isPrimary(address: ServerAddress): Promise<boolean> {
  const [row] = await onServer(address, 'postgres', (query) => query('select pg_is_in_recovery() as standby'))
  return row?.standby === false
}

/** Makes a standby a primary; one that is already stays. */
export async function promote(address: ServerAddress): Promise<void> {
  await onServer(address, 'postgres', async (query) => {
    await query('select case when pg_is_in_recovery() then pg_promote(true, 60) end')
  })
}
