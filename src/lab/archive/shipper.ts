import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { constants, createGzip } from 'node:zlib'
import { Failure } from '#diagnostics'
import type { Address } from '../addresses.ts'
import { type Control, HttpFailure, messageOf, serve, textOf } from '../http.ts'
import { controlFile, isLeftOut } from '../postgres/backup.ts'
import { onServer, type ServerAddress } from '../postgres/sql.ts'
import { packed, packedFile } from './pack.ts'
import { type VaultClient, vaultAt } from './vault-client.ts'

export interface ShipperSettings {
  /** Opens its control server. */
  readonly token: string
  /** Where that listens. */
  readonly host: string
  /** Where PostgreSQL of this region puts the segments of its log that are complete. */
  readonly outbox: string
  /** The near end of the line towards the vault. */
  readonly vault: Address
  readonly vaultToken: string
  /** PostgreSQL of this region, and where its files lie. */
  readonly database: ServerAddress
  readonly data: string
}

/** A base backup, as its entry in the vault says it; it is there only once the backup is. */
export interface Backup {
  readonly name: string
  /** Milliseconds since 1970. */
  readonly begunAt: number
  readonly endedAt: number
  /** Where its replay begins, and from where on it is consistent. */
  readonly startLsn: string
  readonly stopLsn: string
  /** The segments of the log that it needs for that, the first and the last. */
  readonly firstSegment: string
  readonly lastSegment: string
  readonly bytes: number
  /** SHA-256 in hex. */
  readonly digest: string
}

export interface ShipperStatus {
  /** Segments that wait to be shipped. */
  readonly waiting: number
  readonly shipped: number
  /** What the line or the vault said last, while something waits. */
  readonly trouble?: string
}

/** Where things lie in a vault; all of it is kept. */
export const logDirectory = 'kept/log'
export const backupDirectory = 'kept/backups'

/** Milliseconds. */
const lookEvery = 50
const pauseAfterTrouble = 200

/**
 * Sends what PostgreSQL of one region archives to the vault of the other, in order, and forgets what is acknowledged.
 * `GET /status`; `POST /back-up {name}` makes a base backup and sends it the same way.
 */
export async function shipper(settings: ShipperSettings): Promise<Control> {
  const { outbox, token } = settings
  const vault = vaultAt(settings.vault, settings.vaultToken)
  const state: { shipped: number; trouble?: string } = { shipped: 0 }
  void (async () => {
    for (;;) {
      const [next] = await waitingIn(outbox)
      try {
        if (next !== undefined) {
          await vault.put(`${logDirectory}/${next}`, await readFile(join(outbox, next)))
          await rm(join(outbox, next), { force: true })
          state.shipped++
          delete state.trouble
        } else await pause(lookEvery)
      } catch (error) {
        state.trouble = messageOf(error)
        await pause(pauseAfterTrouble)
      }
    }
  })()
  const { url } = await serve(settings.host, 0, [token], async ({ method, path, body }) => {
    switch (`${method} ${path.join('/')}`) {
      case 'GET status':
        return { waiting: (await waitingIn(outbox)).length, ...state } satisfies ShipperStatus
      case 'POST back-up':
        return await backUpTo(vault, textOf(body, 'name'), settings)
      default:
        throw new HttpFailure(404, 'usage', `The shipper has no ${method} /${path.join('/')}.`)
    }
  })
  return { url, token }
}

/** What is complete, the oldest first: a history file before the segments that follow it. */
async function waitingIn(outbox: string): Promise<readonly string[]> {
  const names = await readdir(outbox).catch(() => [])
  return names.filter((name) => !name.endsWith('.part')).sort()
}

/** Sends a base backup as it is read, so that it takes no room here. */
async function backUpTo(vault: VaultClient, name: string, { database, data }: ShipperSettings): Promise<Backup> {
  const begunAt = Date.now()
  return await onServer(
    database,
    'postgres',
    async (query) => {
      const only = async (text: string, values?: readonly unknown[]): Promise<Readonly<Record<string, string>>> => {
        const [row] = await query(text, values)
        if (!row) throw new Failure('unreachable', 'PostgreSQL does not say how its backup stands.')
        return row as Record<string, string>
      }
      const { lsn: startLsn = '', segment: firstSegment = '' } = await only(
        'select lsn::text, pg_walfile_name(lsn) as segment from pg_backup_start($1, fast => true) lsn',
        [name],
      )
      let stop: Readonly<Record<string, string>> = {}
      async function* content() {
        yield* packed(data, isLeftOut)
        yield* packedFile(controlFile, await readFile(join(data, controlFile)))
        stop = await only(
          `select lsn::text, labelfile, pg_walfile_name(lsn) as segment from pg_backup_stop(wait_for_archive => false)`,
        )
        yield* packedFile('backup_label', Buffer.from(stop.labelfile ?? ''))
      }
      // Quickly rather than small: the processor is what this machine has least of.
      const gzip = createGzip({ level: constants.Z_BEST_SPEED })
      const { bytes, digest } = await pipeline(content(), gzip, (zipped: AsyncIterable<Buffer>) =>
        vault.put(`${backupDirectory}/${name}.pack`, zipped),
      )
      const { lsn: stopLsn = '', segment: lastSegment = '' } = stop
      const backup: Backup = {
        name,
        begunAt,
        endedAt: Date.now(),
        startLsn,
        stopLsn,
        firstSegment,
        lastSegment,
        bytes,
        digest,
      }
      await vault.put(`${backupDirectory}/${name}.json`, Buffer.from(JSON.stringify(backup)))
      return backup
    },
    60_000,
  )
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
