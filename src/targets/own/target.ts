import { requested } from '#actions'
import { Failure, RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Target } from '#drill'
import { restoredAt } from '#evidence'
import type { Fault, Runbook } from '#runbook'
import { formatDuration, seconds, toMilliseconds } from '#units'
import { type Had, wantsOf } from '../had.ts'
import type { PlanTarget, Surroundings } from '../plan-target.ts'
import { apartOn } from './apart.ts'
import { askedOnce, type Beat, beating } from './asking.ts'
import { carriedBetween } from './carrying.ts'
import { boundedBy, counted, reckoned } from './counting.ts'
import { type Marker, openDiary, type Paper, type Request } from './diary.ts'
import { feltSince } from './failing.ts'
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
  /** A time of which sums are told instead of single requests, in seconds on the clock. */
  let summed: { readonly from: number; readonly to: number } | undefined
  /** The markers that the last count of each store was about. */
  const weighed = new Map<string, readonly Marker[]>()

  let tell: (line: string) => void = () => {}
  let isTold = false
  /** What cannot be measured, or not be kept, is no reason to end the run that is measured. */
  function failed(name: string, failure: Failure): void {
    trouble.set(name, failure.message)
    // How the systems answer is what is measured; everything else is told, once.
    if (isTold || failure instanceof RetryableFailure || failure instanceof TerminalFailure) return
    isTold = true
    tell(
      `What is measured cannot be kept: ${failure.message} The run goes on, and so does measuring; should this process end, what was not kept is lost.`,
    )
  }

  /** Writes down what has happened already, so that nothing is the matter where that cannot be done. */
  function noted(name: string, note: () => void): void {
    try {
      note()
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      failed(name, error)
    }
  }

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
          (failure) => failed(flow, failure),
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
          (failure) => {
            failed(store, failure)
            if (failure instanceof TerminalFailure) refused.add(store)
          },
        ),
      ),
    ]
  }

  return {
    ...target,
    lacks: (runbook) => [...target.lacks(runbook), ...unmeasured(target, runbook)],
    async start(_run, runbook, say) {
      tell = say
      target.ready(runbook)
      const wants = [...heartbeats, ...flows].flatMap(([name, one]) =>
        wantsOf(one as Had<unknown>).map((want) => `  what measures ${name}: ${want}`),
      )
      if (wants.length > 0)
        throw new Failure('usage', `The target ${target.name} cannot be measured as it is set up.\n${wants.join('\n')}`)
      if (!copies) begin()
    },
    ...(copies
      ? {
          async setUp(runbook: Runbook) {
            await copies.setUp(runbook)
            begin()
          },
          stands: () => diary.stood() !== undefined && !diary.takenDown().done,
        }
      : {}),
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
      // Of an order that is repeated, because its answer was lost, the first time counts.
      const at = diary.ordered()?.at ?? clock.monotonic()
      if (diary.ordered() === undefined) diary.noteOrdered(at)
      await onEach('fail', key, fault)
      return at
    },
    unmended: () => diary.ordered() !== undefined && !diary.mended(),
    async heal(key, fault) {
      await onEach('mend', key, fault)
      // Where it cannot be noted, it is mended once more at most.
      noted('mending', () => diary.noteMended())
    },
    failedSince(instant) {
      const firsts = [...asked.keys()].flatMap(
        (flow) => diary.requests(flow).find(({ at, ok }) => !ok && at >= instant) ?? [],
      )
      if (firsts.length === 0) return undefined
      return Math.max(instant, Math.min(...firsts.map(({ at, latency }) => at - latency)))
    },
    feltSince: (asking, said) =>
      feltSince(
        [...asked.keys()].map((flow) => diary.requests(flow)),
        asking,
        said,
      ),
    async restoredSince(instant, runbook) {
      return runbook.flows
        .filter(({ id }) => asked.has(id))
        .every(
          ({ id, level }) =>
            restoredAt({ flow: id, client: 'muster', requests: diary.requests(id) }, instant, level) !== undefined,
        )
    },
    carried(from, to) {
      summed = { from: from + oneByOne, to }
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
      const found = new Set(except)
      weighed.set(component, reckoned(before, found))
      return counted(component, before, there, found, written.get(component)?.every ?? 0)
    },
    async measurements(from, t0, ledgers, began) {
      // An order of another clock is no time on this one.
      const [fault, since] = isOrderedElsewhere() ? [] : [t0, began]
      return {
        schemaVersion: 1,
        method: ledgers.length > 0 ? 'heartbeat' : 'none',
        clock: { source: 'CLOCK_MONOTONIC of the machine that Muster runs on, outside the systems', skewSeconds: 0 },
        on: clock.id,
        ...(fault === undefined ? {} : { t0: fault }),
        clients: [...asked].map(([flow, { every }]) => ({ flow, client: 'muster', every, requests: told(flow, from) })),
        ledgers: ledgers.map((count) => boundedBy(count, weighed.get(count.component) ?? [], since)),
      }
    },
    async forget() {
      await end()
      // What one store refuses keeps no other from being cleared.
      const tried = await Promise.allSettled(
        [...markers].map(async ([store, one]) => {
          const host = await one.forget(AbortSignal.timeout(toMilliseconds(patience)))
          const kept = diary.kept(store)
          // What nobody can remove is not tried again.
          if (kept > 0) noted(store, () => diary.noteForgotten(store))
          return host === undefined ? [] : [staying(store, kept, host)]
        }),
      )
      const wrong = tried.flatMap((one) => (one.status === 'rejected' ? [one.reason as unknown] : []))
      const [first] = wrong
      if (wrong.length > 1 && wrong.every((one) => one instanceof Failure))
        throw new Failure('unreachable', wrong.map(({ message }) => message).join('\n'), { cause: first })
      if (first !== undefined) throw first
      return tried.flatMap((one) => (one.status === 'fulfilled' ? one.value : []))
    },
    marked: () => [...markers.keys()].some((store) => diary.kept(store) > 0),
    async stop(runbook) {
      await end()
      if (runbook) await copies?.takeDown(runbook)
    },
    // A system of one's own runs whether anybody drills on it or not.
    status: async () => ({ running: true, claimedBy: run, processes: [] }),
  }

  function staying(store: string, kept: number, host: string): string {
    const count = kept === 1 ? '1 marker stays' : `${kept} markers stay`
    return `${count} at ${host}, which does not delete them (DELETE ?run=${run}). Remove those of ${store} with the run ${run} by hand.`
  }

  function isOrderedElsewhere(): boolean {
    const order = diary.ordered()
    return order !== undefined && order.at === undefined
  }

  /** The requests that are told one by one, from the last one before an instant on. */
  function told(flow: string, from: number): readonly Request[] {
    const all = diary.requests(flow).filter(({ at }) => !summed || at <= summed.from || at > summed.to)
    const first = all.findIndex(({ at }) => at >= from)
    return first < 0 ? [] : all.slice(Math.max(0, first - 1))
  }

  async function onEach(operation: 'fail' | 'mend', key: string, { components, regions: where }: Fault): Promise<void> {
    for (const component of components)
      for (const region of where) {
        const { manage } = target.endpoint(component, region)
        if (!manage)
          throw new TerminalFailure(`The target ${target.name} has no management address of ${component} in ${region}.`)
        await insisted(() =>
          requested({
            method: 'POST',
            url: `${manage.url}/operations/${operation}`,
            token: manage.token,
            body: { key: `${key}:${operation}`, from: region, to: region },
            signal: AbortSignal.timeout(toMilliseconds(patience)),
            refuses: target.refuses,
          }),
        )
      }
  }
}

/** Asks three times, for a repeat of a keyed order does nothing twice. */
async function insisted(order: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++)
    try {
      await order()
      return
    } catch (error) {
      if (!(error instanceof RetryableFailure) || attempt === 3) throw error
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
    `${flow} is asked every ${formatDuration(one.has.every)}: its recovery time is at best exact to that, and a shorter pause is not seen.`,
  ]
}

function havesOf<T>(all: ReadonlyMap<string, Had<T>>): ReadonlyMap<string, T> {
  return new Map([...all].flatMap(([name, one]) => ('has' in one ? [[name, one.has] as const] : [])))
}

function neverBeats(store: string): never {
  throw new RangeError(`No heartbeat for ${store}. This is a bug in Muster.`)
}
