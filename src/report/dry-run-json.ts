import type { DryRunView } from './dry-run.ts'

/** What `failover --dry-run --format json` gives: what `-o FILE` keeps, byte for byte where it is laid out alike. */
export function dryRunJson<Dry extends DryRunView>(dry: Dry): Dry {
  return dry
}
