import type { Client } from 'pg'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Clock, World } from '#execution'
import { seconds } from '#units'
import { connected, row } from './connection.ts'
import { seenOn, type ServerSeen } from './look.ts'

/** How far a copy is behind, in seconds, ≥ 0; or why nobody can tell. */
export type Lag = { readonly seconds: number } | { readonly unknown: string }

/** Seconds for which a copy is watched catching up with what its source had at the first look. */
const patience = 3
const lookEvery = seconds(0.02)

/**
 * How far the copy of a component in one region is behind its source in another: what the source had committed is
 * asked for, and the time until the copy has it on its disk is the lag. One that does not get there within three
 * seconds is as far behind as its last commit is old, by the clock of the source. Where the source does not answer
 * nobody knows what it committed last, and that is said, with what is known. Changes nothing.
 * @returns never rejects but for a bug: whatever does not answer makes the lag unknown
 */
export async function lagOf(
  world: World,
  component: string,
  source: string,
  copy: string,
  clock: Clock,
  signal: AbortSignal,
): Promise<Lag> {
  return untold(() =>
    connected(world, component, copy, signal, async (reader) => {
      const seen = await seenOn(reader)
      if (seen.role !== 'standby')
        return {
          unknown: `${copy} is a ${seen.role} itself, so that it follows nobody: what it lacks is not to be seen.`,
        }
      try {
        return await connected(world, component, source, signal, (writer) =>
          measured(writer, reader, { source, copy, seen, clock, signal }),
        )
      } catch (error) {
        if (!failedAsActionsDo(error)) throw error
        return { unknown: `${source} cannot be asked what it committed last. ${await lastCommit(reader, copy)}` }
      }
    }),
  )
}

interface Between {
  readonly source: string
  readonly copy: string
  readonly seen: ServerSeen
  readonly clock: Clock
  readonly signal: AbortSignal
}

async function measured(writer: Client, reader: Client, between: Between): Promise<Lag> {
  const { source, copy, seen, clock, signal } = between
  const other = await seenOn(writer)
  if (other.identity.system !== seen.identity.system)
    return { unknown: `${copy} is no copy of ${source}: their system identifiers are different.` }
  if (other.role === 'standby')
    return { unknown: `${source} is a standby too, so that it does not say what was committed last.` }
  const began = clock.monotonic()
  const { lsn = '' } = await row(writer, 'select pg_current_wal_flush_lsn() as lsn')
  // What is received is replayed at a promotion, so that it is not lost.
  const reached = `select greatest(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) >= $1::pg_lsn as reached`
  for (let looks = 0; !signal.aborted; looks++) {
    const has = (await row(reader, reached, [lsn]))['reached'] === 'true'
    const took = clock.monotonic() - began
    if (has) return { seconds: looks === 0 ? 0 : rounded(took) }
    if (took > patience) break
    await clock.sleep(lookEvery, signal)
  }
  const { at = '' } = await row(reader, 'select pg_last_xact_replay_timestamp()::text as at')
  if (at === '') return { unknown: `${copy} does not catch up with ${source}, and does not know its last commit.` }
  const { age } = await row(writer, 'select extract(epoch from clock_timestamp() - $1::timestamptz) as age', [at])
  return { seconds: rounded(Math.max(0, Number(age))) }
}

async function lastCommit(reader: Client, copy: string): Promise<string> {
  const { age = '' } = await row(
    reader,
    'select extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) as age',
  )
  return age === ''
    ? `${copy} does not know either: it has replayed no commit since it was started.`
    : `${copy} has everything up to a commit of ${rounded(Math.max(0, Number(age)))} s ago, by its own clock: what it lacks was committed since.`
}

async function untold(look: () => Promise<Lag>): Promise<Lag> {
  try {
    return await look()
  } catch (error) {
    if (failedAsActionsDo(error)) return { unknown: error.message }
    throw error
  }
}

function failedAsActionsDo(error: unknown): error is RetryableFailure | TerminalFailure {
  return error instanceof RetryableFailure || error instanceof TerminalFailure
}

/** To the millisecond. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000
}
