import type { DeclareView } from './declare.ts'

/** What `declare --format json` gives. Times in seconds, instants RFC 3339 in UTC, probabilities 0 to 1. */
export function declareJson<View extends DeclareView>(view: View): View & { readonly schemaVersion: 1 } {
  return { schemaVersion: 1, ...view }
}
