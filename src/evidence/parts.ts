import { canonical } from '#digest'

/** Versions of the machine's programs that a lab has in place of its own parts, by name; none in a lab from npm alone. */
export type PartVersions = Readonly<Record<string, string>>

/** Whether a run's target was made of these very programs: what another PostgreSQL takes says nothing about this one. */
export function isMadeOf({ parts = {} }: { readonly parts?: PartVersions }, wanted: PartVersions): boolean {
  return canonical(parts) === canonical(wanted)
}
