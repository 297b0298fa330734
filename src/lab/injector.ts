import { constants, setPriority } from 'node:os'
import { Failure } from '#diagnostics'
import { monotonic } from './monotonic.ts'
import { type Cut, prepared } from './network/namespaces.ts'
import { childrenListed, hasEnded, isAlive, livingChildren, type ProcessIdentity, signal } from './processes.ts'

export interface InjectorSettings {
  /** The link between the regions, which is cut by killing it. */
  readonly link: readonly ProcessIdentity[]
  /** Other processes that are to die: web services, vaults, what ships. */
  readonly services: readonly ProcessIdentity[]
  /** PostgreSQL's first processes there; their children die with them. */
  readonly postmasters: readonly ProcessIdentity[]
  /** What cuts networks off, where they are the regions' own. */
  readonly cuts?: readonly Cut[]
}

export interface InjectorReady {
  /** The fault, in seconds on the monotonic clock: just before the first kill. */
  readonly t0: number
  readonly killed: number
}

/** Milliseconds. */
const settle = 300

/**
 * Kills what it is given, the link first, within the same few microseconds: a region, a part of one, the link alone. Where
 * networks are cut off too, all of it stands still first and dies only when nobody can hear it: a host that is lost says no
 * farewell.
 * A process of its own, so that nothing that measures is held up by it.
 */
export async function injector({ link, services, postmasters, cuts = [] }: InjectorSettings): Promise<InjectorReady> {
  try {
    setPriority(constants.priority.PRIORITY_HIGHEST)
  } catch {
    // Only root may; without it, a busy machine may put a few milliseconds between two kills.
  }
  const cutting = cuts.map(prepared)
  const known = livingChildren(postmasters)
  // This process's own start has kept the processor busy; the regions get back to their pace before they are lost.
  await new Promise((resolve) => setTimeout(resolve, settle))
  // Stopped for an instant, so that no backend starts between the last look and the kill.
  for (const postmaster of postmasters) signal(postmaster, 'SIGSTOP')
  const backends = new Map([...known, ...livingChildren(postmasters, childrenListed)].map((one) => [one.pid, one]))
  // The link first: whatever is acknowledged from then on is lost, and nothing more is delivered.
  const victims = [...link, ...services, ...postmasters, ...backends.values()].filter(isAlive)
  const t0 = monotonic()
  if (cutting.length > 0) {
    for (const one of victims) signal(one, 'SIGSTOP')
    await Promise.all(cutting.map((cut) => cut()))
  }
  for (const { pid } of victims) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It followed its parent.
    }
  }
  const ended = await Promise.all(victims.map((one) => hasEnded(one, 5000)))
  if (ended.includes(false)) throw new Failure('unreachable', 'A process outlived kill -9 by 5 s.')
  return { t0, killed: victims.length }
}
