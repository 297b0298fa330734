import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import { isProgram } from '#lab'
import type { SystemName } from './model.ts'

/** The programs that the systems need, as far as they are there. */
export interface Tools {
  /** The folder of PostgreSQL's own programs. */
  readonly postgres?: string
  readonly setpriv?: string
  readonly ipcrm?: string
  readonly patroni?: string
  readonly etcd?: string
  readonly pgAutoctl?: string
}

/** Packages of Debian 12 that bring each. */
const packages: Readonly<Record<keyof Tools, readonly string[]>> = {
  postgres: ['postgresql-15'],
  setpriv: ['util-linux'],
  ipcrm: ['util-linux'],
  patroni: ['patroni', 'python3-etcd'],
  etcd: ['etcd-server'],
  pgAutoctl: ['pg-auto-failover-cli', 'postgresql-15-auto-failover'],
}

const everywhere: ReadonlyArray<keyof Tools> = ['postgres', 'setpriv', 'ipcrm']

const needs: Readonly<Record<SystemName, ReadonlyArray<keyof Tools>>> = {
  patroni: [...everywhere, 'patroni', 'etcd'],
  'pg-auto-failover': [...everywhere, 'pgAutoctl'],
  muster: everywhere,
  'muster-unfenced': everywhere,
}

/** Debian keeps each version of PostgreSQL apart. */
const versions = '/usr/lib/postgresql'

/** Looks for the programs; the PostgreSQL is one that pg_auto_failover can work with, where there is one. */
export function findTools(path: string = process.env['PATH'] ?? ''): Tools {
  const folders = [...new Set([...path.split(':').filter(Boolean), '/usr/sbin', '/usr/bin', '/sbin', '/bin'])]
  const find = (name: string) => folders.map((folder) => join(folder, name)).find(isProgram)
  const installed = versionsIn(versions)
  const extended = installed.find((version) =>
    existsSync(`/usr/share/postgresql/${version}/extension/pgautofailover.control`),
  )
  const version = extended ?? installed[0]
  const found = {
    postgres: version === undefined ? undefined : join(versions, version, 'bin'),
    setpriv: find('setpriv'),
    ipcrm: find('ipcrm'),
    patroni: find('patroni'),
    etcd: find('etcd'),
    pgAutoctl: extended === undefined ? undefined : find('pg_autoctl'),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

/** Files of the programs that stay for as long as a run lasts, this Node among them, without links on their paths. */
export function filesOf({ postgres, etcd, pgAutoctl }: Tools): readonly string[] {
  const server = postgres === undefined ? undefined : join(postgres, 'postgres')
  return [process.execPath, server, etcd, pgAutoctl].flatMap((file) => (file === undefined ? [] : realpathSync(file)))
}

/** What a system lacks here, in one sentence that says how to have it; undefined where nothing. */
export function lackOf(system: SystemName, tools: Tools): string | undefined {
  if (process.platform !== 'linux') return `${system} is compared on Linux only.`
  const missing = needs[system].filter((tool) => tools[tool] === undefined)
  if (missing.length === 0) return undefined
  return `${system} needs ${missing.map((tool) => named[tool]).join(', ')}.`
}

const named: Readonly<Record<keyof Tools, string>> = {
  postgres: "PostgreSQL's own programs",
  setpriv: 'setpriv',
  ipcrm: 'ipcrm',
  patroni: 'patroni',
  etcd: 'etcd',
  pgAutoctl: 'pg_autoctl with its extension',
}

/** @throws Failure `unreachable` where a system lacks a program, with the command that installs all that is missing */
export function assureTools(systems: readonly SystemName[], tools: Tools): void {
  const lacks = systems.flatMap((system) => lackOf(system, tools) ?? [])
  if (lacks.length === 0) return
  const missing = systems.flatMap((system) => needs[system]).filter((tool) => tools[tool] === undefined)
  const install = [...new Set(missing.flatMap((tool) => packages[tool]))]
  throw new Failure(
    'unreachable',
    `${lacks.join('\n')}\nOn Debian 12, or a system with the same packages, install what is missing and stop what that starts:\n` +
      `  apt-get install ${install.join(' ')}\n` +
      'or choose among the systems with --system; `muster lab compare --list` tells which can be run here.',
  )
}

/** The user that PostgreSQL is to run as where this is root, which it refuses. @throws Failure `unreachable` */
export function serverUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((one) => one.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (uid === undefined || gid === undefined)
    throw new Failure('unreachable', 'PostgreSQL refuses to run as root, and this system has no user "postgres".')
  return { uid: Number(uid), gid: Number(gid) }
}

/** Newest first. */
function versionsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((version) =>
        ['postgres', 'initdb', 'pg_basebackup'].every((name) => isProgram(join(folder, version, 'bin', name))),
      )
      .sort((a, b) => Number(b) - Number(a))
  } catch {
    return []
  }
}
