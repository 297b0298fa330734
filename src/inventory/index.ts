/**
 * inventory: what is deployed or declared, as far as it can be known.
 *
 * In: the texts of files, and what a person says beside them. Out: an `Inventory`, in which every resource has its place
 * in its file, and every value is known, unknown with its reason, or not said. An importer gives what is declared in the
 * shape of Resource Manager; readers of types conclude from that, so that every format is concluded from in one way.
 * Nothing is guessed, and no secret is kept.
 */
export type { Given, Imported, Importer } from './importer.ts'
export { importers } from './importers/index.ts'
export type { SourceFile } from './json.ts'
export { type Difference, differences } from './parity.ts'
export { pairOf, regionOf } from './regions.ts'
export type {
  Backend,
  Backup,
  Facts,
  Inventory,
  Link,
  Pool,
  Probe,
  Redundancy,
  Replication,
  Resource,
  Routing,
} from './resource.ts'
export { type TroubleCode, troubled, troubles } from './trouble.ts'
export { deployedKinds } from './types/index.ts'
export { understand } from './understand.ts'
export { at, Unknown, type Value } from './value.ts'
