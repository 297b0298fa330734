import { join } from 'node:path'
import type { Address } from '../addresses.ts'
import { type Control, call, HttpFailure } from '../http.ts'
import type { Places } from '../places.ts'
import { hasEnded, isAlive, type ProcessIdentity, signal } from '../processes.ts'
import type { Roster } from '../roster.ts'
import type { BlobEntry } from './blobs.ts'
import type { Change } from './feed.ts'
import { newKey } from './keys.ts'
import type { AccountReady, AccountRole, AccountSettings, AccountStatus, LastSync } from './model.ts'
import type { AccountKey } from './shared-key.ts'

/** The storage account of one region, with its Azurite; each runs or not. */
export interface RegionObjects {
  /** Where services and the other account reach it. */
  readonly address: Address
  /** The processes that a loss of the region kills. */
  processes(): readonly ProcessIdentity[]
  runs(): boolean
  /** Starts what does not run, on what lies there. */
  start(role: AccountRole, containers: readonly string[]): Promise<void>
  status(): Promise<AccountStatus>
  become(role: AccountRole): Promise<AccountStatus>
  /** Copies to there from now on; to nobody where left out. @param lag seconds */
  replicate(to?: Address, lag?: number): Promise<void>
  /** Waits until the other side has everything. @throws HttpFailure 409 where nothing is copied, 503 after 30 s */
  level(): Promise<AccountStatus>
  rekey(key: AccountKey): Promise<void>
  objects(container: string): Promise<readonly BlobEntry[]>
  /** Names of what was put there and not removed, as the account wrote it down. */
  acknowledged(container: string): Promise<readonly string[]>
  /** The first change that replaced or removed something, and how many objects came after it. */
  trouble(container: string): Promise<{ readonly trouble?: Change; readonly later?: number }>
  /** Brings what was held just before a change into a container apart. @returns how many objects */
  restore(container: string, before: number | undefined, into: string): Promise<number>
  /** Reads every object. */
  prove(container: string): Promise<{ readonly objects: number; readonly unsound: number }>
  /** Up to when it had followed when it was made the primary; absent where it never was a copy that took over. */
  takenOverAt(): LastSync | undefined
  noteTakeOver(lastSync: LastSync | undefined): void
}

export interface ObjectsOf {
  readonly region: string
  readonly address: Address
  readonly places: Pick<Places, 'lab'>
  readonly roster: Roster
  /** The account's key as it is now. */
  key(): AccountKey
  /** Opens each account to the other. */
  readonly peerToken: string
  /** Opens the accounts to the lab itself. */
  readonly token: string
  /** Whether no key of a service deletes what they keep. */
  readonly immutable: boolean
}

/** Milliseconds: longer than an account waits for what is under way. */
const patience = { answer: 10_000, work: 60_000 }

export function createRegionObjects(given: ObjectsOf): RegionObjects {
  const { region, address, places, roster, token, peerToken } = given
  const directory = join(places.lab, 'objects', region)
  const azuriteKey = newKey()
  let azurite: { readonly identity: ProcessIdentity; readonly ready: Address } | undefined
  let account: { readonly identity: ProcessIdentity; readonly ready: AccountReady } | undefined
  let takenOver: LastSync | undefined
  const ask = <T>(method: 'GET' | 'POST', path: string, body?: object, timeout = patience.answer): Promise<T> => {
    if (!objects.runs() || !account)
      throw new HttpFailure(409, 'unreachable', `The storage account in ${region} does not run.`)
    const control: Control = { url: account.ready.url, token }
    return call<T>(control, method, path, { ...(body ? { body } : {}), timeout })
  }
  const objects: RegionObjects = {
    address,
    processes: () => [azurite, account].flatMap((one) => one?.identity ?? []),
    runs: () =>
      account !== undefined && isAlive(account.identity) && azurite !== undefined && isAlive(azurite.identity),
    async start(role, containers) {
      if (objects.runs()) return
      // Neither is of use without the other.
      for (const one of [account, azurite]) {
        if (!one) continue
        signal(one.identity, 'SIGKILL')
        await hasEnded(one.identity, 5000)
        roster.forget(one.identity)
      }
      const { host, port } = address
      azurite = await roster.start<Address>(
        'azurite',
        { name: 'azurite', region },
        { host, directory: join(directory, 'azurite'), key: azuriteKey },
      )
      const settings: AccountSettings = {
        region,
        host,
        port,
        token,
        peerToken,
        azurite: azurite.ready,
        azuriteKey,
        key: given.key(),
        directory,
        containers,
        role,
        immutable: given.immutable,
      }
      const entry = { name: 'account', region, address: `${host}:${port}` }
      account = await roster.start<AccountReady>('account', entry, settings)
    },
    status: () => ask('GET', '/status'),
    become: (role) => ask('POST', '/become', { role }, patience.work),
    async replicate(to, lag = 0) {
      await ask('POST', '/replicate', to ? { to, lag } : {})
    },
    level: () => ask('POST', '/level', {}, patience.work),
    async rekey(key) {
      await ask('POST', '/key', key)
    },
    objects: async (container) =>
      (await ask<{ objects: readonly BlobEntry[] }>('GET', `/objects?container=${container}`, undefined, patience.work))
        .objects,
    acknowledged: async (container) =>
      (await ask<{ names: readonly string[] }>('GET', `/acknowledged?container=${container}`)).names,
    trouble: (container) => ask('GET', `/trouble?container=${container}`),
    restore: async (container, before, into) =>
      (await ask<{ objects: number }>('POST', '/restore', { container, before, into }, patience.work)).objects,
    prove: (container) => ask('POST', '/prove', { container }, patience.work),
    takenOverAt: () => takenOver,
    noteTakeOver(lastSync) {
      takenOver = lastSync
    },
  }
  return objects
}
