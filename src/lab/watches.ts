import { type Probing, probe, type ProbeState } from './probe.ts'

/** A probe of a runbook, as the traffic manager's process asks it; seconds. */
export interface Watched {
  readonly id: string
  /** Asked all at once; the probe fails as long as any of them does. */
  readonly urls: readonly string[]
  readonly every: number
  readonly timeout: number
}

/** How a probe of a runbook stands. */
export interface WatchState {
  readonly id: string
  readonly healthy: boolean
  /** When it was first known to fail in the present series, in seconds on the monotonic clock. Absent before the first answer. */
  readonly failingSince?: number
  readonly reason?: string
}

/** The probes that were asked for last. */
export interface Watches {
  /** Replaces them; one that stays as it is goes on. */
  set(probes: readonly Watched[]): void
  states(): readonly WatchState[]
}

export function createWatches(): Watches {
  let running = new Map<string, { id: string; probings: readonly Probing[] }>()
  return {
    set(probes) {
      const next = new Map(
        probes.map((one) => {
          const known = JSON.stringify(one)
          const probings = () => one.urls.map((url) => probe(one.id, url, one.every, one.timeout))
          return [known, running.get(known) ?? { id: one.id, probings: probings() }]
        }),
      )
      for (const [known, { probings }] of running) if (!next.has(known)) for (const one of probings) one.stop()
      running = next
    },
    states: () =>
      [...running.values()].map(({ id, probings }) => {
        const failing = probings.map((one) => one.state()).filter(({ healthy }) => !healthy)
        return { id, healthy: failing.length === 0, ...earliest(failing) }
      }),
  }
}

function earliest(failing: readonly ProbeState[]): Pick<WatchState, 'failingSince' | 'reason'> {
  const known = failing.flatMap(({ failingSince, reason }) =>
    failingSince === undefined ? [] : [{ failingSince, reason }],
  )
  const [first] = known.toSorted((a, b) => a.failingSince - b.failingSince)
  if (!first) return {}
  return { failingSince: first.failingSince, ...(first.reason === undefined ? {} : { reason: first.reason }) }
}
