import { randomBytes } from 'node:crypto'
import { chmod, chown, mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Address } from '../addresses.ts'
import { type Control, call, HttpFailure } from '../http.ts'
import { quoted } from '../postgres/cluster.ts'
import type { ServerAddress } from '../postgres/sql.ts'
import { isAlive, killTrees, type ProcessIdentity } from '../processes.ts'
import type { RegionSettings } from '../region-settings.ts'
import type { Backup, ShipperStatus } from './shipper.ts'
import type { VaultTokens } from './vault.ts'
import { vaultAt } from './vault-client.ts'

/** The vault of a region, and what ships this region's own backups and log to another vault. */
export interface RegionArchive {
  /** Where the vault's objects lie; PostgreSQL's user can read them. */
  readonly directory: string
  /** Where the vault listens. */
  readonly address: Address
  /** The owner's is another one once it was renewed. */
  readonly tokens: VaultTokens
  /** Settings with which PostgreSQL of this region archives its log; none where the lab keeps no backups. */
  readonly settings: Readonly<Record<string, string>>
  /** The processes that a loss of the region kills. */
  processes(): readonly ProcessIdentity[]
  /** What ships, where it runs. */
  shipper(): ProcessIdentity | undefined
  /** Starts the vault where it does not run. */
  open(): Promise<void>
  /**
   * Gives the owner a new token; the one of before opens the vault no more.
   * @throws Failure `unreachable` where the vault does not answer
   */
  renewOwner(): Promise<void>
  /** Ships to that vault from now on; the shipper is started again where it ships to another. */
  shipTo(vault: Vault, database: ServerAddress, data: string): Promise<void>
  /** Throws away what waits to be shipped: it is of a server that is no more. */
  forget(): Promise<void>
  /** @throws HttpFailure 409 where nothing is shipped from here */
  status(): Promise<ShipperStatus>
  /** Makes a base backup and ships it. @throws Failure `unreachable` where the vault cannot be reached */
  backUp(): Promise<Backup>
}

/** A vault as this region reaches it. */
export interface Vault {
  /** The region that it lies in. */
  readonly region: string
  /** Where it is reached: over the line, unless it is this region's own. */
  readonly at: Address
  readonly token: string
}

/** After so many seconds a segment of the log is shipped even if it is not full; what a loss of the region may cost. */
export const archiveTimeout = 2

export function createArchive({ name, spec, places, vault: address, roster }: RegionSettings): RegionArchive {
  const [directory, outbox] = [join(places.data, `${name}.vault`), join(places.data, `${name}.outbox`)]
  const token = () => randomBytes(24).toString('hex')
  const tokens = { owner: token(), ship: token(), keep: token() }
  let vault: ProcessIdentity | undefined
  let opening: Promise<void> | undefined
  let shipping: { readonly identity: ProcessIdentity; readonly control: Control; readonly to: string } | undefined
  let backups = 0

  const openNow = async () => {
    if (vault) roster.forget(vault)
    const entry = { name: 'vault', region: name, address: `${address.host}:${address.port}` }
    vault = (await roster.start('vault', entry, { ...address, directory, tokens, immutable: spec.immutable === true }))
      .identity
  }
  const makeOutbox = async () => {
    await mkdir(outbox, { recursive: true })
    await chmod(outbox, 0o700)
    if (places.owner) await chown(outbox, places.owner.uid, places.owner.gid)
  }
  const shipper = (): Control => {
    if (shipping && isAlive(shipping.identity)) return shipping.control
    throw new HttpFailure(
      409,
      'refused',
      spec.archived
        ? `Nothing is shipped from ${name}: no server of it takes writes.`
        : 'The lab keeps no backups, for the runbook restores nothing from any.',
    )
  }
  return {
    directory,
    address,
    tokens,
    settings: spec.archived
      ? {
          archive_mode: 'on',
          archive_command: `cp "%p" ${quoted(outbox)}/%f.part && mv ${quoted(outbox)}/%f.part ${quoted(outbox)}/%f`,
          archive_timeout: `${archiveTimeout}s`,
          // So that a backup and the search for a point find the log of the whole rehearsal.
          wal_keep_size: '512MB',
        }
      : {},
    processes: () => [vault, shipping?.identity].flatMap((one) => (one && isAlive(one) ? [one] : [])),
    shipper: () => (shipping && isAlive(shipping.identity) ? shipping.identity : undefined),
    open() {
      if (vault && isAlive(vault)) return Promise.resolve()
      opening ??= openNow().finally(() => {
        opening = undefined
      })
      return opening
    },
    async renewOwner() {
      const owner = token()
      // One that does not run learns it when it is opened.
      if (vault && isAlive(vault)) await vaultAt(address, tokens.keep).renewOwner(owner)
      tokens.owner = owner
    },
    async shipTo(to, database, data) {
      if (shipping && isAlive(shipping.identity) && shipping.to === to.region) return
      if (shipping) {
        await killTrees([shipping.identity])
        roster.forget(shipping.identity)
      }
      await makeOutbox()
      const { identity, ready } = await roster.start<Control>(
        'shipper',
        { name: 'shipper', region: name },
        { token: token(), host: address.host, outbox, vault: to.at, vaultToken: to.token, database, data },
      )
      shipping = { identity, control: ready, to: to.region }
    },
    async forget() {
      await rm(outbox, { recursive: true, force: true })
      await makeOutbox()
    },
    status: async () => await call<ShipperStatus>(shipper(), 'GET', '/status', { timeout: 5000 }),
    backUp: async () =>
      await call<Backup>(shipper(), 'POST', '/back-up', {
        body: { name: `${name}-${Date.now()}-${++backups}` },
        timeout: 60_000,
      }),
  }
}
