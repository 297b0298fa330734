import type { RunbookProbe } from '#runbook'
import type { Control } from './http.ts'
import { call } from './http.ts'

/** How a probe of the management stands; instants are seconds on the monotonic clock. */
export interface ManagementState {
  readonly failing: boolean
  readonly failingSince?: number
}

interface Asked {
  readonly at: number
  readonly state: ManagementState
}

/**
 * The probes that watch the management: it is asked as any other client asks it, at most once in a probe's turn, whenever
 * somebody wants to know.
 */
export function createManagementWatch(now: () => number) {
  const last = new Map<string, Promise<Asked>>()

  return async (probe: RunbookProbe, manage: Control, path: string): Promise<ManagementState> => {
    const before = await last.get(probe.id)
    if (before && now() - before.at < probe.every) return before.state
    const asking = ask(manage, path, probe.timeout * 1000).then((answers): Asked => {
      const at = now()
      return {
        at,
        state: answers ? { failing: false } : { failing: true, failingSince: before?.state.failingSince ?? at },
      }
    })
    last.set(probe.id, asking)
    return (await asking).state
  }
}

function ask(manage: Control, path: string, timeout: number): Promise<boolean> {
  return call(manage, 'GET', path, { timeout }).then(
    () => true,
    () => false,
  )
}
