import { Failure } from '#diagnostics'
import { type Clock, type Store, systemClock } from '#execution'
import type { Target } from '#drill'
import type { PartVersions } from '#evidence'
import { createLab, defaultBasePort, describedParts, type Parts, partsOf, profiles, usualIdleLimit } from '#lab'
import { openStore } from '#store'
import type { Surroundings } from '#targets'
import { type Duration, parseDuration } from '#units'
import { openWorkspace, type Workspace } from '#workspace'

export interface MusterOptions {
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** What every command of a project stands on. */
export interface Project {
  /** The working directory, from which paths are meant. */
  readonly cwd: string
  readonly environment: MusterOptions['environment']
  readonly workspace: Workspace
  readonly clock: Clock
  readonly lab: Target
  /** How the lab is opened outside a drill. */
  readonly opening: { readonly home: string; readonly basePort: number; readonly idleLimit: Duration }
  /** Programs of this machine that a lab started from here is made of. */
  readonly parts: Parts
  /**
   * Their versions, where the target is the lab; what was measured on others says nothing of it.
   * @throws Failure `unreachable` where one of them cannot be run
   */
  partsOn(target: string): PartVersions
  /** What a target of a plan stands in: where its secrets are read, and the time. */
  readonly surroundings: Surroundings
  /** Opens the store for the work, and closes it whatever comes of it. */
  withStore<T>(work: (store: Store) => Promise<T>): Promise<T>
}

/** Finds a project's folders and ports; nothing is written before a command needs it. @throws Failure `usage` */
export function openProject({ cwd, environment }: MusterOptions): Project {
  const workspace = openWorkspace(cwd, environment)
  const clock = systemClock
  const opening = { home: workspace.home, basePort: portOf(environment['MUSTER_LAB_PORT']), idleLimit: usualIdleLimit }
  const parts = partsIn(environment)
  const lab = createLab({ ...opening, clock, ...floorOf(environment['MUSTER_LAB_DNS_FLOOR']), parts })
  let versions: PartVersions | undefined
  return {
    cwd,
    environment,
    workspace,
    clock,
    opening,
    lab,
    parts,
    partsOn: (target) => (target === lab.name ? (versions ??= describedParts(parts)) : {}),
    surroundings: { environment, directory: cwd, clock },
    async withStore(work) {
      const store = openStore(workspace.store(), clock)
      try {
        return await work(store)
      } finally {
        await store.close()
      }
    },
  }
}

function floorOf(text: string | undefined): { readonly resolverFloor?: Duration } {
  if (text === undefined || text === '') return {}
  const resolverFloor = parseDuration(text)
  if (resolverFloor !== undefined) return { resolverFloor }
  throw new Failure('usage', `MUSTER_LAB_DNS_FLOOR is "${text}"; it takes a duration such as 30s.`)
}

function partsIn(environment: MusterOptions['environment']): Parts {
  const text = environment['MUSTER_LAB_PROFILE'] || 'npm'
  const profile = profiles.find((one) => one === text)
  if (profile) return partsOf(profile, environment['PATH'] ?? '')
  throw new Failure('usage', `MUSTER_LAB_PROFILE is "${text}"; it takes ${profiles.join(' or ')}.`)
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return defaultBasePort
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1024 || port > 65_000)
    throw new Failure('usage', `MUSTER_LAB_PORT is "${text}"; it takes a port from 1024 to 65000.`)
  return port
}
