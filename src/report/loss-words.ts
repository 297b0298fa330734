import type { StoreLoss } from '#journal'
import { plain } from '#markup'
import { formatDuration } from '#units'

/** What would be lost of each store, in words: `orders-db 2.1s of writes, ledger unknown (its source is gone)`. */
export function shownLoss(stores: readonly StoreLoss[]): string {
  return stores.length === 0
    ? 'nothing'
    : stores.map((store) => `${plain(store.component)} ${storeLoss(store)}`).join(', ')
}

/** What would be lost of one store, in words; what nobody knows is said, never taken for nothing. */
export function storeLoss({ seconds, unknown }: StoreLoss): string {
  if (seconds !== undefined) return seconds === 0 ? 'nothing' : `${formatDuration(seconds)} of writes`
  return `unknown${unknown === undefined ? '' : ` (${plain(unknown)})`}`
}
