import { answered, type Refuses } from '#actions'
import type { Facts } from '#conditions'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Clock } from '#execution'
import type { Plan } from '#plan'
import { toMilliseconds } from '#units'

type Probes = NonNullable<Plan['probes']>

/** What is known of a probe; instants in seconds on the monotonic clock. */
interface Knowledge {
  readonly at: number
  /** When the first failure of the present series was known; absent while it succeeds. */
  readonly failingSince?: number
}

interface Watched {
  readonly id: string
  readonly probe: Probes[string]
  askedAt?: number
  pending?: Promise<void> | undefined
  known?: Knowledge | undefined
}

/**
 * Asks a plan's probes, each as often as the plan says and only while somebody wants to know. It remembers since when
 * each of them fails. Every probe is asked from this machine, wherever else the plan has it asked from.
 * @returns a function that gives the facts as they are known: at once where an answer is recent enough, otherwise once
 * the probe was asked. What was never answered for want of permission to ask is left out
 */
export function watching(probes: Probes, clock: Clock, refuses: Refuses): () => Promise<Facts> {
  const all: readonly Watched[] = Object.entries(probes).map(([id, probe]) => ({ id, probe }))
  return async () => {
    await Promise.all(
      all.map(async (one) => {
        const { probe, askedAt } = one
        const now = clock.monotonic()
        if (!one.pending && (askedAt === undefined || now - askedAt >= probe.every)) {
          one.askedAt = now
          one.pending = ask(one, clock, refuses).finally(() => {
            one.pending = undefined
          })
        }
        const recent = one.known !== undefined && now - one.known.at <= probe.every + probe.timeout
        if (!recent) await one.pending
      }),
    )
    const now = clock.monotonic()
    return Object.fromEntries(
      all.flatMap(({ id, known }) =>
        known
          ? [
              [`probes.${id}.failing`, known.failingSince !== undefined],
              [`probes.${id}.failingFor`, known.failingSince === undefined ? 0 : now - known.failingSince],
            ]
          : [],
      ),
    )
  }
}

async function ask(one: Watched, clock: Clock, refuses: Refuses): Promise<void> {
  try {
    const signal = AbortSignal.timeout(toMilliseconds(one.probe.timeout))
    const { status } = await answered({ method: 'GET', url: one.probe.http, signal, refuses })
    // Elsewhere is not where the plan says that it answers.
    one.known = status >= 200 && status < 300 ? { at: clock.monotonic() } : failing(one, clock)
  } catch (error) {
    if (error instanceof TerminalFailure) one.known = undefined
    else if (error instanceof RetryableFailure) one.known = failing(one, clock)
    else throw error
  }
}

function failing({ known }: Watched, clock: Clock): Knowledge {
  const at = clock.monotonic()
  return { at, failingSince: known?.failingSince ?? at }
}
