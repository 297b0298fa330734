import type { Refuses } from '#actions'
import type { Plan } from '#plan'
import { type Duration, seconds } from '#units'
import { addressOf, type Controlled, controlOf, type Had, wantsOf } from '../had.ts'
import { resolved, type SecretSources } from '../secrets.ts'

type Entry = NonNullable<Plan['targets']>[string]

/** How markers of one store are written and read back. */
export interface Heartbeat {
  /** Absent where they are written to the store itself. */
  readonly write?: string
  readonly token?: string
  /** By region; absent where they are read from the store itself. */
  readonly read: Readonly<Record<string, string>>
  readonly every: Duration
  readonly timeout: Duration
  readonly mayCreate: boolean
}

/** What is asked of one flow as a customer would ask it. */
export interface AskedFlow {
  readonly http: string
  readonly token?: string
  readonly every: Duration
  readonly timeout: Duration
}

/** How runs on a target are measured. It holds secrets: never write it out. */
export interface Measuring {
  readonly heartbeats: ReadonlyMap<string, Had<Heartbeat>>
  readonly flows: ReadonlyMap<string, Had<AskedFlow>>
  /** There where the target stands apart. */
  readonly isolated?: { readonly setUp?: Had<Controlled>; readonly takeDown: Had<Controlled> }
}

const usualEvery = seconds(1)
const usualTimeout = seconds(2)
const web = ['http', 'https'] as const

/** Reads how a target is measured, with its secrets. */
export function measuringOf(entry: Entry, sources: SecretSources, refuses: Refuses): Measuring {
  const { heartbeats = {}, flows = {}, isolated } = entry
  return {
    heartbeats: new Map(
      Object.entries(heartbeats).map(([store, one]) => [store, heartbeatOf(one, sources, refuses)] as const),
    ),
    flows: new Map(Object.entries(flows).map(([flow, one]) => [flow, askedOf(one, sources, refuses)] as const)),
    ...(isolated
      ? {
          isolated: {
            ...(isolated.setUp ? { setUp: controlOf(isolated.setUp, sources, refuses) } : {}),
            takeDown: controlOf(isolated.takeDown, sources, refuses),
          },
        }
      : {}),
  }
}

function heartbeatOf(
  { write, token, read = {}, every, timeout, mayCreate }: NonNullable<Entry['heartbeats']>[string],
  sources: SecretSources,
  refuses: Refuses,
): Had<Heartbeat> {
  const schemes = [...web, 'postgres', 'postgresql']
  const to = write === undefined ? undefined : addressOf(write, schemes, sources, refuses)
  const from = Object.entries(read).map(([region, url]) => [region, addressOf(url, schemes, sources, refuses)] as const)
  const opens = token === undefined ? undefined : tokenOf(token, sources)
  const wants = [to, ...from.map(([, one]) => one), opens].flatMap(wantsOf)
  if (wants.length > 0) return { wants }
  return {
    has: {
      ...(to && 'has' in to ? { write: to.has } : {}),
      ...(opens && 'has' in opens ? { token: opens.has } : {}),
      read: Object.fromEntries(from.flatMap(([region, one]) => ('has' in one ? [[region, one.has]] : []))),
      every: every ?? usualEvery,
      timeout: timeout ?? usualTimeout,
      mayCreate: mayCreate ?? false,
    },
  }
}

function askedOf(
  { http, token, every, timeout }: NonNullable<Entry['flows']>[string],
  sources: SecretSources,
  refuses: Refuses,
): Had<AskedFlow> {
  const url = addressOf(http, web, sources, refuses)
  const opens = token === undefined ? undefined : tokenOf(token, sources)
  const wants = [url, opens].flatMap(wantsOf)
  if (!('has' in url) || wants.length > 0) return { wants }
  return {
    has: {
      http: url.has,
      ...(opens && 'has' in opens ? { token: opens.has } : {}),
      every: every ?? usualEvery,
      timeout: timeout ?? usualTimeout,
    },
  }
}

function tokenOf(text: string, sources: SecretSources): Had<string> {
  const token = resolved(text, sources)
  return 'missing' in token ? { wants: token.missing } : { has: token.value }
}
