import { execFileSync } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { Failure } from '#diagnostics'
import type { PartVersions } from '#evidence'
import { mayMakeNetworks } from './network/allowed.ts'

/** Programs of this machine that stand in for the lab's own parts; what is absent, the lab has from npm or from itself. */
export interface Parts {
  /** The directory of PostgreSQL's programs, `pg_rewind` among them. */
  readonly postgres?: string
  /** In place of the lab's own traffic manager. */
  readonly haproxy?: string
  /** In place of the lab's own zone: the server, and what changes it. */
  readonly knot?: { readonly knotd: string; readonly knotc: string }
  /** Give each region a network of its own, where the machine allows it. */
  readonly namespaces?: { readonly ip: string; readonly nsenter: string }
}

/** What a lab is made of: npm packages alone, or this machine's programs wherever it has them. */
export const profiles = ['npm', 'full'] as const
export type Profile = (typeof profiles)[number]

/** Where Debian keeps PostgreSQL's programs, a directory for each major version. */
const debian = '/usr/lib/postgresql'
/** Base backups are begun and ended by functions that have their names since this version. */
const oldest = 15
/** Daemons are not on everybody's path. */
const daemons = ['/usr/sbin', '/usr/local/sbin', '/sbin']

/** @returns what this machine has for the profile; nothing for `npm` */
export function partsOf(profile: Profile, path: string): Parts {
  if (profile === 'npm') return {}
  const [postgres, haproxy, knotd, knotc, ip, nsenter] = [
    postgresOf(debian),
    ...['haproxy', 'knotd', 'knotc', 'ip', 'nsenter'].map((name) => programOf(name, path)),
  ]
  return {
    ...(postgres === undefined ? {} : { postgres }),
    ...(haproxy === undefined ? {} : { haproxy }),
    ...(knotd === undefined || knotc === undefined ? {} : { knot: { knotd, knotc } }),
    ...(ip === undefined || nsenter === undefined || !mayMakeNetworks() ? {} : { namespaces: { ip, nsenter } }),
  }
}

/** Left out of a lab's specification where there are none, as in a lab from npm alone. */
export function partsFor(parts: Parts): { readonly parts?: Parts } {
  return Object.keys(parts).length > 0 ? { parts } : {}
}

/** The newest version that the lab knows how to use and that has all that it starts. */
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
      .filter((version) => Number.isInteger(version) && version >= oldest)
      .sort((a, b) => b - a)
  } catch {
    return []
  }
}

/**
 * The versions of those programs by name, as each says it: `{ postgres: '15.18', haproxy: '2.6.12', knot: '3.2.6' }`.
 * @throws Failure `unreachable` where one cannot be run, or says none
 */
export function describedParts({ postgres, haproxy, knot, namespaces }: Parts): PartVersions {
  return {
    ...(postgres === undefined ? {} : { postgres: versionOf(join(postgres, 'postgres'), '--version') }),
    ...(haproxy === undefined ? {} : { haproxy: versionOf(haproxy, '-v') }),
    ...(knot === undefined ? {} : { knot: versionOf(knot.knotd, '--version') }),
    ...(namespaces === undefined ? {} : { namespaces: versionOf(namespaces.ip, '-V') }),
  }
}

/** What a program says of its version, without what a distribution adds to it. */
export function versionOf(program: string, flag: string): string {
  const said = saidBy(program, flag)
  const version = /\d+(?:\.\d+)+/.exec(said)?.[0]
  if (version !== undefined) return version
  throw new Failure(
    'unreachable',
    `${program} ${flag} says no version, but: ${said.trim() || 'nothing'}. ` +
      'Install it anew, or leave MUSTER_LAB_PROFILE out.',
  )
}

function saidBy(program: string, flag: string): string {
  try {
    return execFileSync(program, [flag], { encoding: 'utf8', timeout: 10_000, stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (cause) {
    throw new Failure(
      'unreachable',
      `${program} is there and cannot be run: ${(cause as Error).message.trim()}. ` +
        'Install it anew, or leave MUSTER_LAB_PROFILE out.',
      { cause },
    )
  }
}

function programOf(name: string, path: string): string | undefined {
  return [...path.split(delimiter).filter(Boolean), ...daemons].map((folder) => join(folder, name)).find(isProgram)
}

/** Whether we may run what lies there. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
