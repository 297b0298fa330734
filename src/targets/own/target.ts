import { requested } from '#actions'
import { Failure, TerminalFailure } from '#diagnostics'
import type { Target } from '#drill'
import { restoredAt } from '#evidence'
import type { Fault, Runbook } from '#runbook'
import { formatDuration, seconds, toMilliseconds } from '#units'
import { type Had, wantsOf } from '../had.ts'
import type { PlanTarget, Surroundings } from '../plan-target.ts'
import { apartOn } from './apart.ts'
import { askedOnce, type Beat, beating } from './asking.ts'
import { carriedBetween } from './carrying.ts'
import { boundedBy, counted } from './counting.ts'
import { openDiary, type Paper } from './diary.ts'
import { type Markers, markersOf } from './markers.ts'
import type { AskedFlow } from './measuring.ts'

/** What a drill, or a real run, on a target of the plan takes. */
export interface OwnRun {
  readonly run: string
  readonly target: PlanTarget
  readonly paper: Paper
  readonly surroundings: Surroundings
  /** The regions of each component of the target. */
  readonly regions: Readonly<Record<string, readonly string[]>>
  /** Whether recovery is tried apart: then no marker is written, and what was started is taken down. */
  readonly apart: boolean
}

/** How long reading markers back may take; how long a flow may take to be served besides the warm-up. */
const patience = seconds(30)
/** Requests of the time in which the other side carries the load are told one by one for so long, in seconds. */
const oneByOne = 600

/**
 * A target of the plan as a place of a run that is measured: markers in its stores, requests of its flows. It starts no
 * system and stops none, but for the copies of one that stands apart. What is written down outlives the process.
 */
export function ownTarget({ run, target, paper, surroundings, regions, apart: isApart }: OwnRun): Target {
  const { clock } = surroundings
  const { heartbeats, flows, isolated } = target.measuring()
  const diary = openDiary(paper, clock.id)
  const asked = havesOf(flows)
  const written = isApart ? new Map<string, never>() : havesOf(heartbeats)
  const markers = new Map<string, Markers>(
    [...written].map(([store, one]) => [store, markersOf(target, store, regions[store] ?? [], one, run)]),
  )
  const trouble = new Map<string, string>()
  /** Stores to which no marker can be written as they are set up. */
  const refused = new Set<string>()
  const copies = isApart && isolated ? apartOn(target, isolated, run, diary, surroundings) : undefined
  let beats: readonly Beat[] = []
  const end = async (): Promise<void> => {
    const running = beats
    beats = []
    await Promise.all(running.map((beat) => beat.stop()))
  }
  let summedFrom = Number.POSITIVE_INFINITY

  const acknowledged = (store: string): ReturnType<typeof diary.markers> => diary.markers(store)
  function begin(): void {
    if (beats.length > 0) return
    beats = [
      ...[...asked].map(([flow, one]) =>
        beating(
          clock,
          one,
          async (signal) => {
            const { why, ...request } = await askedOnce(one, clock, target.refuses, signal)
            diary.asked(flow, request)
            if (why !== undefined) trouble.set(flow, why)
          },
          (why) => trouble.set(flow, why),
        ),
      ),
      ...[...markers].map(([store, one]) =>
        beating(
          clock,
          written.get(store) ?? neverBeats(store),
          async (signal) => {
            const sequence = diary.next(store)
            const sent = clock.monotonic()
            await one.write(sequence, signal)
            diary.acknowledged(store, { sequence, sent, at: clock.monotonic() })
          },
          (why, forGood) => {
            trouble.set(store, why)
            if (forGood) refused.add(store)
          },
        ),
      ),
    ]
  }

  return {
    ...target,
    lacks: (runbook) => [...target.lacks(runbook), ...unmeasured(target, runbook)],
    async start(_run, runbook) {
      target.ready(runbook)
      const wants = [...heartbeats, ...flows].flatMap(([name, one]) =>
        wantsOf(one as Had<unknown>).map((want) => `  what measures ${name}: ${want}`),
      )
      if (wants.length > 0)
        throw new Failure('usage', `The target ${target.name} cannot be measured as it is set up.\n${wants.join('\n')}`)
      await copies?.setUp(runbook)
      begin()
    },
    async load(warmUp) {
      // What stands apart is not served before it was recovered.
      if (isApart) return
      const until = clock.monotonic() + warmUp + patience
      const since = clock.monotonic()
      for (;;) {
        const now = clock.monotonic()
        const unserved = [...asked.keys()].filter((flow) => {
          const all = diary.requests(flow).filter(({ at }) => at >= since)
          const first = all.findLast(({ ok }) => !ok)?.at ?? since
          return now - first < warmUp || !all.some(({ ok, at }) => ok && at > first)
        })
        const silent = [...markers.keys()].filter((store) => !acknowledged(store).some(({ at }) => at >= since))
        const [waiting] = [...unserved, ...silent]
        if (waiting === undefined) return
        if (now > until || silent.some((store) => refused.has(store)))
          throw new Failure(
            'unreachable',
            `${[...unserved, ...silent]
              .map((one) => `${one} is not served on ${target.name}: ${trouble.get(one) ?? 'it fails now and then'}.`)
              .join('\n')}\nNothing was done.`,
          )
        await clock.sleep(seconds(0.1))
      }
    },
    async inject(key, fault) {
      const at = clock.monotonic()
      await onEach('fail', key, fault)
      return at
    },
    heal: (key, fault) => onEach('mend', key, fault),
    failedSince(instant) {
      const firsts = [...asked.keys()].flatMap(
        (flow) => diary.requests(flow).find(({ at, ok }) => !ok && at >= instant) ?? [],
      )
      if (firsts.length === 0) return undefined
      return Math.max(instant, Math.min(...firsts.map(({ at, latency }) => at - latency)))
    },
    async restoredSince(instant, runbook) {
      return runbook.flows
        .filter(({ id }) => asked.has(id))
        .every(
          ({ id, level }) =>
            restoredAt({ flow: id, client: 'muster', requests: diary.requests(id) }, instant, level) !== undefined,
        )
    },
    carried(from, to) {
      summedFrom = Math.min(summedFrom, from + oneByOne)
      const all = [...asked.values(), ...written.values()]
      const limit = 1 + Math.max(0, ...all.map(({ every, timeout }) => every + timeout))
      return carriedBetween(from, to, [...asked.keys()], diary, limit)
    },
    async reconcile(component, region, except) {
      const one = markers.get(component)
      if (!one)
        throw new TerminalFailure(
          isApart ? 'A test apart writes no markers.' : `The target ${target.name} names no heartbeat for it.`,
          { harmless: true },
        )
      // What was acknowledged before the question must be in the answer.
      const before = acknowledged(component)
      const there = await one.read(region, AbortSignal.timeout(toMilliseconds(patience)))
      return counted(component, before, there, new Set(except), written.get(component)?.every ?? 0)
    },
    async measurements(from, t0, ledgers) {
      return {
        schemaVersion: 1,
        method: ledgers.length > 0 ? 'heartbeat' : 'none',
        clock: { source: 'CLOCK_MONOTONIC of the machine that Muster runs on, outside the systems', skewSeconds: 0 },
        ...(t0 === undefined ? {} : { t0 }),
        clients: [...asked.keys()].map((flow) => ({
          flow,
          client: 'muster',
          requests: diary.requests(flow).filter(({ at }) => at >= from && at <= summedFrom),
        })),
        ledgers: ledgers.map((count) => boundedBy(count, acknowledged(count.component), t0)),
      }
    },
    async forget() {
      await end()
      for (const [, one] of markers) await one.forget(AbortSignal.timeout(toMilliseconds(patience)))
    },
    async stop() {
      await end()
      await copies?.takeDown()
    },
    // A system of one's own runs whether anybody drills on it or not.
    status: async () => ({ running: true, claimedBy: run, processes: [] }),
  }

  async function onEach(operation: 'fail' | 'mend', key: string, { components, regions: where }: Fault): Promise<void> {
    for (const component of components)
      for (const region of where) {
        const { manage } = target.endpoint(component, region)
        if (!manage)
          throw new TerminalFailure(`The target ${target.name} has no management address of ${component} in ${region}.`)
        await requested({
          method: 'POST',
          url: `${manage.url}/operations/${operation}`,
          token: manage.token,
          body: { key: `${key}:${operation}`, from: region, to: region },
          signal: AbortSignal.timeout(toMilliseconds(patience)),
          refuses: target.refuses,
        })
      }
  }
}

/** What no run on the target measures, with the key that would have it measured. */
function unmeasured(target: PlanTarget, { stores, flows }: Runbook): readonly string[] {
  const { heartbeats, flows: asked } = target.measuring()
  const of = (what: string): string => `targets.${target.name}.${what}`
  return [
    ...stores.flatMap(({ component }) =>
      heartbeats.has(component)
        ? []
        : [`What ${component} loses is not measured on ${target.name}: write ${of(`heartbeats.${component}`)}.`],
    ),
    ...flows.flatMap(({ id }) =>
      asked.has(id)
        ? exactTo(id, asked)
        : [`When ${id} is served is not measured on ${target.name}: write ${of(`flows.${id}`)}.`],
    ),
  ]
}

/** What is asked now and then is not seen in between. */
function exactTo(flow: string, asked: ReadonlyMap<string, Had<AskedFlow>>): readonly string[] {
  const one = asked.get(flow)
  if (!one || !('has' in one)) return []
  return [
    `${flow} is asked every ${formatDuration(one.has.every)}: its recovery time is exact to that, and a shorter pause is not seen.`,
  ]
}

function havesOf<T>(all: ReadonlyMap<string, Had<T>>): ReadonlyMap<string, T> {
  return new Map([...all].flatMap(([name, one]) => ('has' in one ? [[name, one.has] as const] : [])))
}

function neverBeats(store: string): never {
  throw new RangeError(`No heartbeat for ${store}. This is a bug in Muster.`)
}
