import { answered, type Refuses } from '#actions'
import { Failure, RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Clock } from '#execution'
import { type Duration, seconds, toMilliseconds } from '#units'
import type { Request } from './diary.ts'
import type { AskedFlow } from './measuring.ts'

/** So many turns are open at once at most: what hangs is not asked more and more. */
const mostOpen = 8

/**
 * Does something again and again, beginning each turn in time whether the last one has ended or not. Where too many have
 * not, those stand for the turns that are left out.
 */
export interface Beat {
  /** Resolves once all turns that had begun have ended. */
  stop(): Promise<void>
}

/**
 * Begins a beat.
 * @param turn gets a signal that aborts after the timeout
 * @param failed is told of each turn that the world let come to nothing; the next one is begun all the same, for whoever
 * measures must not end what is measured
 */
export function beating(
  clock: Clock,
  { every, timeout }: { readonly every: Duration; readonly timeout: Duration },
  turn: (signal: AbortSignal) => Promise<void>,
  failed: (failure: Failure) => void,
): Beat {
  const stopped = new AbortController()
  const open = new Set<Promise<void>>()
  const one = async (): Promise<void> => {
    try {
      await turn(AbortSignal.timeout(toMilliseconds(timeout)))
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      failed(error)
    }
  }
  const run = async (): Promise<void> => {
    for (let next = clock.monotonic(); !stopped.signal.aborted; ) {
      if (open.size < mostOpen) {
        const begun = one().finally(() => open.delete(begun))
        open.add(begun)
      }
      next += every
      // After a pause of the whole machine nothing is made up for.
      if (next < clock.monotonic()) next = clock.monotonic()
      await clock.sleep(seconds(Math.max(0.001, next - clock.monotonic())), stopped.signal)
    }
  }
  const running = run()
  return {
    async stop() {
      stopped.abort()
      await running
      await Promise.all(open)
    },
  }
}

/** Asks a flow once, as a customer would. */
export async function askedOnce(
  { http, token }: AskedFlow,
  clock: Clock,
  refuses: Refuses,
  signal: AbortSignal,
): Promise<Request & { readonly why?: string }> {
  const from = clock.monotonic()
  const done = (ok: boolean, why?: string): Request & { readonly why?: string } => {
    const at = clock.monotonic()
    return { at, ok, latency: at - from, ...(why === undefined ? {} : { why }) }
  }
  try {
    const { status } = await answered({
      method: 'GET',
      url: http,
      signal,
      refuses,
      ...(token === undefined ? {} : { token }),
    })
    return status >= 200 && status < 300 ? done(true) : done(false, `it answered ${status}`)
  } catch (error) {
    if (error instanceof RetryableFailure || error instanceof TerminalFailure) return done(false, error.message)
    throw error
  }
}
