/** Where a figure comes from, and when it was read. */
interface Origin {
  readonly source: string
  readonly asOf: string
}

/** What is known of a storage tier. */
export interface StorageTier {
  readonly title: string
  /** How long it takes at worst until what lies there can be read, in seconds; 0 where at once. */
  readonly readableAfter: number
  readonly fetched: Origin
  /** The least time for which what lies there is charged, in seconds. */
  readonly chargedFor: number
  readonly charged: Origin
}

const hour = 3600
const day = 86_400
const asOf = '2026-11-24'
const charged = { source: 'Microsoft Learn, Access tiers for blob data', asOf }
const online = { fetched: charged, charged }

/** Storage tiers by the word that a plan uses, from the readiest and dearest to the cheapest. */
export const storageTiers: Readonly<Record<'hot' | 'cool' | 'cold' | 'archive', StorageTier>> = {
  hot: { title: 'hot', readableAfter: 0, chargedFor: 0, ...online },
  cool: { title: 'cool', readableAfter: 0, chargedFor: 30 * day, ...online },
  cold: { title: 'cold', readableAfter: 0, chargedFor: 90 * day, ...online },
  archive: {
    title: 'archive',
    readableAfter: 15 * hour,
    fetched: { source: 'Microsoft Learn, Blob rehydration from the archive tier: standard priority', asOf },
    chargedFor: 180 * day,
    charged,
  },
}
