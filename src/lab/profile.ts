import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Programs of this machine that stand in for the lab's own parts; what is absent, the lab has from npm or from itself. */
export interface Parts {
  /** The directory of PostgreSQL's programs, `pg_rewind` among them. */
  readonly postgres?: string
  /** In place of the lab's own traffic manager. */
  readonly haproxy?: string
  /** In place of the lab's own zone: the server, and what changes it. */
  readonly knot?: { readonly knotd: string; readonly knotc: string }
}

/** What a lab is made of: npm packages alone, or this machine's programs wherever it has them. */
export const profiles = ['npm', 'full'] as const
export type Profile = (typeof profiles)[number]

/** Where Debian keeps PostgreSQL's programs, a directory for each major version. */
const debian = '/usr/lib/postgresql'
/** Daemons are not on everybody's path. */
const daemons = ['/usr/sbin', '/usr/local/sbin']

/** @returns what this machine has for the profile; nothing for `npm` */
export function partsOf(profile: Profile, path: string): Parts {
  if (profile === 'npm') return {}
  const [postgres, haproxy, knotd, knotc] = [
    postgresOf(debian),
    ...['haproxy', 'knotd', 'knotc'].map((name) => programOf(name, path)),
  ]
  return {
    ...(postgres === undefined ? {} : { postgres }),
    ...(haproxy === undefined ? {} : { haproxy }),
    ...(knotd === undefined || knotc === undefined ? {} : { knot: { knotd, knotc } }),
  }
}

/** The newest version that has all that the lab starts. */
function postgresOf(directory: string): string | undefined {
  const needed = ['postgres', 'initdb', 'pg_rewind']
  return versionsIn(directory)
    .map((version) => join(directory, String(version), 'bin'))
    .find((bin) => needed.every((name) => isProgram(join(bin, name))))
}

function versionsIn(directory: string): readonly number[] {
  try {
    return readdirSync(directory)
      .map(Number)
      .filter(Number.isInteger)
      .sort((a, b) => b - a)
  } catch {
    return []
  }
}

function programOf(name: string, path: string): string | undefined {
  return [...path.split(delimiter).filter(Boolean), ...daemons].map((folder) => join(folder, name)).find(isProgram)
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
