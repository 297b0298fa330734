import type { Harm } from '#drill'
import type { Address } from '../addresses.ts'
import { HttpFailure } from '../http.ts'
import { backupDirectory, logDirectory } from './shipper.ts'
import { vaultAt } from './vault-client.ts'

/** A vault that a stolen token opens. */
export interface OpenedVault {
  /** The region that it lies in. */
  readonly region: string
  readonly at: Address
  readonly token: string
}

/**
 * Deletes whatever the token may delete.
 * @returns what came of the backups and of the parts of the log, in that order; what else lay there counts as a backup
 * @throws Failure `unreachable` where the vault does not answer: what it has lost then is not known
 */
export async function emptied({ region, at, token }: OpenedVault): Promise<readonly Harm[]> {
  const vault = vaultAt(at, token)
  const count = { backups: { hit: 0, refused: 0 }, log: { hit: 0, refused: 0 } }
  const remove = async (name: string): Promise<void> => {
    const tally = name.startsWith(`${logDirectory}/`) ? count.log : isEntry(name) ? undefined : count.backups
    const came = await vault.remove(name).then(
      () => 'hit' as const,
      (error: unknown) => {
        const status = error instanceof HttpFailure ? error.status : undefined
        if (status === 403) return 'refused' as const
        // It was too old to be kept any longer, and has gone by itself.
        if (status === 404) return undefined
        throw error
      },
    )
    if (tally && came) tally[came]++
  }
  const objects = await vault.list('')
  const ends = await Promise.allSettled(objects.map(({ name }) => remove(name)))
  const failed = ends.find((end) => end.status === 'rejected')
  if (failed) throw failed.reason
  return (['backups', 'log'] as const).map((what) => ({ region, what, ...count[what] }))
}

/** What says how a backup was made, beside the backup. */
function isEntry(name: string): boolean {
  return name.startsWith(`${backupDirectory}/`) && name.endsWith('.json')
}
