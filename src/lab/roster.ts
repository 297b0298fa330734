import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import { type Child, startChild } from './child.ts'
import type { Inside } from './network/namespaces.ts'
import { hasEnded, isAlive, killTrees, type ProcessIdentity, signal } from './processes.ts'
import type { RegisteredProcess } from './registry.ts'

/** What a process is called on the roster. */
export interface Entry {
  readonly name: string
  readonly region?: string
  readonly address?: string
}

/** Every process of the lab below the supervisor. A change is told at once, before anything else happens. */
export interface Roster {
  readonly entries: () => readonly RegisteredProcess[]
  /** Adds a process; one that is added after `end` is killed at once. */
  add(entry: Entry, identity: ProcessIdentity): void
  /** Says in which network each process is started from now on; in the machine's own where that is undefined. */
  place(insideOf: (entry: Entry) => Inside | undefined): void
  /** Where a process of that entry is to run. */
  insideOf(entry: Entry): Inside | undefined
  /** Starts one of the lab's own processes. */
  start<Ready>(role: string, entry: Entry, settings: unknown): Promise<Child<Ready>>
  /** Takes processes off that have ended. */
  forget(identity: ProcessIdentity): void
  logOf(entry: Entry): string
  /** Whether the lab is being stopped: nothing may be started any more. */
  isOver(): boolean
  /** Kills all and waits until they have ended. */
  end(): Promise<void>
}

export function createRoster(logs: string, changed: (entries: readonly RegisteredProcess[]) => void): Roster {
  let entries: readonly RegisteredProcess[] = []
  let over = false
  let placed: (entry: Entry) => Inside | undefined = () => undefined
  const roster: Roster = {
    entries: () => entries,
    logOf: ({ name, region }) => join(logs, `${region === undefined ? name : `${name}-${region}`}.log`),
    add(entry, identity) {
      if (over) signal(identity, 'SIGKILL')
      entries = [...entries, { ...entry, ...identity }]
      changed(entries)
    },
    isOver: () => over,
    place(insideOf) {
      placed = insideOf
    },
    insideOf: (entry) => placed(entry),
    async start(role, entry, settings) {
      if (over) throw calledOff()
      const started = (identity: ProcessIdentity, _child: ChildProcess) => roster.add(entry, identity)
      return await startChild(role, settings, roster.logOf(entry), started, { inside: roster.insideOf(entry) })
    },
    forget(identity) {
      entries = entries.filter(({ pid, startedAt }) => pid !== identity.pid || startedAt !== identity.startedAt)
      changed(entries)
    },
    async end() {
      over = true
      const alive = entries.filter(isAlive)
      // PostgreSQL ends its own children and gives its shared memory back when it is asked, and does so at once.
      for (const one of alive) signal(one, one.name === 'postgres' ? 'SIGQUIT' : 'SIGKILL')
      // It gives its children 5 s before it kills them.
      await Promise.all(alive.map((one) => hasEnded(one, 6000)))
      await killTrees(alive.filter(isAlive))
    },
  }
  return roster
}

/** The failure of whatever was being started when the lab was stopped. */
export function calledOff(): Failure {
  return new Failure('unreachable', 'The lab was stopped while it was being started.')
}
