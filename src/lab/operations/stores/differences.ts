/** A row of a store, as far as it tells one write from another. */
export interface Written {
  readonly key: string
  /** All of it that may differ under the same key. */
  readonly content: string
}

/** What one side has that the other one lacks, by key; in the order of the rows, each key once. */
export interface Differences {
  /** Keys that the other side does not have at all. */
  readonly only: readonly string[]
  /** Keys that both have, and that the other side never has with this content. */
  readonly differing: readonly string[]
}

/** Holds the rows of one side against those of the other. */
export function differences(here: readonly Written[], there: readonly Written[]): Differences {
  const known = new Map<string, Set<string>>()
  for (const { key, content } of there) known.set(key, (known.get(key) ?? new Set()).add(content))
  const only = new Set<string>()
  const differing = new Set<string>()
  for (const { key, content } of here) {
    const contents = known.get(key)
    if (contents === undefined) only.add(key)
    else if (!contents.has(content)) differing.add(key)
  }
  return { only: [...only], differing: [...differing] }
}
