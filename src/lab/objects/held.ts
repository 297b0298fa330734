import { Failure } from '#diagnostics'
import type { LedgerCount } from '#evidence'
import type { LedgerEntry } from '../load.ts'
import { reconciled, type StoredRow } from '../reconcile.ts'
import { regionOf, type Site } from '../site.ts'
import { accountsOf, objectsOf } from './around.ts'
import { documents } from './documents.ts'

/** What an object storage holds in a region of what clients put into it. */
export interface Held {
  readonly rows: readonly StoredRow[]
  /** Where it was a copy that took over: its last sync time then, in seconds on the monotonic clock. */
  readonly syncedUpTo?: number
}

/** @throws Failure `unreachable` where the account does not answer */
export async function heldIn(site: Site, name: string, component: string): Promise<Held> {
  const objects = objectsOf(regionOf(site, name))
  const read = new Set(documents)
  const entries = await objects.objects(accountsOf(site).containerOf(component))
  const takenOver = objects.takenOverAt()
  return {
    rows: entries
      .filter((entry) => !read.has(entry.name))
      .map((entry) => ({
        key: entry.name,
        amount: Number(entry.metadata['amount']),
        // The sum of what is there, as the storage computed it, against the one that its writer gave.
        sound: entry.md5 === entry.metadata['sum'],
      })),
    ...(takenOver ? { syncedUpTo: takenOver.at } : {}),
  }
}

/**
 * The ledger of an object storage against what a region holds.
 * @param other a region that lived on apart: what it alone holds is `unreconciled`
 */
export async function reconciledObjects(
  component: string,
  entries: readonly LedgerEntry[],
  except: readonly string[],
  heldBy: (region: string, component: string) => Promise<Held>,
  region: string,
  other: string | undefined,
): Promise<LedgerCount> {
  const { rows, syncedUpTo } = await heldBy(region, component).catch((cause) => {
    throw new Failure('unreachable', `${component} in ${region} cannot be read: ${String(cause)}.`, { cause })
  })
  // What a side that cannot be read may hold is not known to be anywhere.
  const apart = other === undefined ? undefined : await heldBy(other, component).catch(() => ({ rows: [] }))
  const elsewhere = apart && new Set(apart.rows.map(({ key }) => key))
  const counted = reconciled(component, entries, rows, new Set(except), elsewhere)
  return { ...counted, ...(syncedUpTo === undefined ? {} : { syncedUpTo }) }
}
