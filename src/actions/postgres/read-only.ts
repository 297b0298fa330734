import type { Client } from 'pg'
import { row } from './connection.ts'

/**
 * What `alter system` had set before a drain, kept by the server beside the setting itself: the two survive a restart
 * together, and are thrown away together where the server is built anew.
 */
const note = 'muster.before_drain'
const unset = 'unset'

/** Notes what stands in the server's own settings; a note that is there already is left. */
export async function noteBefore(client: Client): Promise<void> {
  if ((await notedBefore(client)) !== undefined) return
  await write(client, note, (await fromAlterSystem(client, 'default_transaction_read_only')) ?? unset)
}

/** @returns what a drain found, `unset` where that was nothing, or undefined where no drain is to be taken back */
export async function notedBefore(client: Client): Promise<string | undefined> {
  return fromAlterSystem(client, note)
}

/**
 * Puts back what a drain found, and waits for nothing. The note goes last: whoever is broken off in between finds it
 * and does the same again.
 */
export async function putBack(client: Client, before: string): Promise<void> {
  if (before === unset) await client.query('alter system reset default_transaction_read_only')
  else await write(client, 'default_transaction_read_only', before)
}

/** Removes the note, as the last act of taking a drain back. */
export async function forgetBefore(client: Client): Promise<void> {
  await client.query(`alter system reset ${note}`)
}

async function fromAlterSystem(client: Client, name: string): Promise<string | undefined> {
  const { setting } = await row(
    client,
    `select setting from pg_file_settings where name = $1 and sourcefile like '%postgresql.auto.conf' and error is null`,
    [name],
  )
  return setting
}

/** `alter system` takes no parameters, so that the value is written as SQL writes a text. */
async function write(client: Client, name: string, value: string): Promise<void> {
  // PostgreSQL before 17 takes a name that is not its own only where the session knows it already.
  if (name === note) await client.query(`select set_config($1, '', false)`, [name])
  await client.query(`alter system set ${name} = '${value.replaceAll("'", "''")}'`)
}
