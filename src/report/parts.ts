import type { PartVersions } from '#evidence'
import { plain } from '#markup'

/** What programs are called by those who make them. */
const names: Readonly<Record<string, string>> = {
  postgres: 'PostgreSQL',
  haproxy: 'HAProxy',
  knot: 'Knot',
  namespaces: 'a network for each region by iproute2',
}

/** A sentence about what a lab is made of; none where that is npm packages alone. */
export function madeOf(parts: PartVersions | undefined): readonly string[] {
  if (parts === undefined) return []
  const each = Object.entries(parts).map(([name, version]) => `${names[name] ?? plain(name)} ${plain(version)}`)
  return [`The lab is made of programs of this machine: ${each.join(', ')}.`]
}
