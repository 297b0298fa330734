import { setTimeout as pause } from 'node:timers/promises'
import { call, type Control, HttpFailure, monotonic } from '#lab'
import type { Pace } from './model.ts'
import { fencingMargin } from './settings.ts'

/** What the server says that it is; undefined where it does not answer. */
export type Role = () => Promise<'primary' | 'standby' | undefined>

export interface Keeping {
  /** In whose name the lease is kept. */
  readonly holder: string
  readonly pace: Pace
  readonly witness: Control
  readonly role: Role
  /** Stops the server at once. */
  stop(): void
  /** Whether the server's process lives. */
  runs(): boolean
}

/** Seconds between two tries of a renewal that had no answer. */
const again = 0.25

/**
 * Renews the lease for as long as the server leads, and stops the server where it may not go on: it was refused, renewals
 * had no answer for the patience with one question, or its lease is nearly over.
 * @returns once the server is being stopped, or has ended
 */
export async function keepLease({ holder, pace, witness, role, stop, runs }: Keeping): Promise<void> {
  /** By our clock; counted from before the question, so that it is over here before it is over at the witness. */
  let until: number | undefined
  let stopping: NodeJS.Timeout | undefined
  /** When the first of the renewals was asked for that had no answer since. */
  let silentSince: number | undefined
  try {
    while (runs()) {
      const began = monotonic()
      // A server that does not answer is not vouched for.
      const now = await role()
      const granted = now === 'primary' ? await renewed(holder, witness, pace.timeout) : undefined
      if (granted === 'refused') return stop()
      silentSince = now !== 'primary' || granted !== undefined ? undefined : (silentSince ?? began)
      // As Patroni: what lasts longer than this is no blip, and what is acknowledged from now on would be lost.
      if (silentSince !== undefined && until !== undefined && monotonic() - silentSince >= pace.timeout) return stop()
      if (typeof granted === 'number') {
        until = granted + pace.ttl
        clearTimeout(stopping)
        stopping = setTimeout(stop, Math.max(0, until - fencingMargin(pace) - monotonic()) * 1000)
      }
      const rest = granted === undefined && until !== undefined ? again : pace.loop - (monotonic() - began)
      await pause(Math.max(0.02, rest) * 1000)
    }
  } finally {
    clearTimeout(stopping)
  }
}

/** @returns when the renewal that was granted was asked for; undefined where there was no answer */
async function renewed(holder: string, witness: Control, patience: number): Promise<number | 'refused' | undefined> {
  const asked = monotonic()
  try {
    await call(witness, 'POST', '/renew', { body: { holder }, timeout: patience * 1000 })
    return asked
  } catch (error) {
    return error instanceof HttpFailure && error.status === 409 ? 'refused' : undefined
  }
}
