import { type EventClass, eventRates, incidents, regionPairs } from '#catalog'
import { type Answered, answerToControlPlane, answerToRegions, corruptions, stranded } from './answers.ts'
import { fallsWith } from './falls.ts'
import { downWith, hasData, type Hit, lasting, type Placed, restored, waiting } from './hits.ts'
import { type Length, recordedLength } from './lengths.ts'
import type { Answer, Workload } from './model.ts'
import { locationOf, type Served } from './served.ts'

/** One way in which an event of a class may strike. */
export interface Strike {
  readonly class: EventClass
  /** How likely it is beside the others of its class; > 0. */
  readonly weight: number
  /** Locations that are lost; empty where no region is. */
  readonly locations: readonly string[]
  /** How long the incident lasted that it stands for, where it stands for one. */
  readonly lasted?: Length
  readonly hits: readonly Hit[]
  /** All flows that are down, each with the places in `hits` that have it down. */
  readonly down: ReadonlyArray<{ readonly flow: number; readonly by: readonly number[] }>
}

/** All ways of striking. */
export interface Strikes {
  readonly all: readonly Strike[]
  /** Locations of all plans; rising. */
  readonly locations: readonly string[]
  /** How many of them have another region that may be lost along. */
  readonly paired: number
  readonly answers: readonly Answer[]
}

/** What one strike does to one workload, and what answers it. */
interface Struck {
  readonly hits: readonly Hit[]
  readonly answered: Answered
}

/**
 * Works out what every kind of event does to every flow.
 * @param pairShare the chance that a second region is lost along
 */
export function strikesOf(workloads: readonly Workload[], flows: readonly Served[], pairShare: number): Strikes {
  const book = openAnswers()
  const placed = workloads.map((_, place) => [...flows.entries()].filter(([, { workload }]) => workload === place))
  /** One strike: what it does to all workloads that it reaches. */
  const strike = (
    head: Omit<Strike, 'hits' | 'down'>,
    event: string,
    does: (workload: Workload, own: readonly Placed[], place: number) => Struck,
  ): Strike => {
    const hits = workloads.flatMap((workload, place) => {
      const struck = does(workload, placed[place] ?? [], place)
      if (struck.hits.length > 0) book.note(head.class, event, workload, struck.answered)
      return struck.hits
    })
    return { ...head, hits, down: downWith(hits, flows) }
  }
  const regional = (of: EventClass, weight: number, locations: readonly string[]): Strike =>
    strike({ class: of, weight, locations }, locations.join(' and '), (workload, own) =>
      withoutRegions(workload, own, locations),
    )
  const locations = [...new Set(workloads.flatMap(({ plan }) => Object.values(plan.regions).map(locationOf)))].sort()
  const pairs = locations.map((location) => ({ location, seconds: secondsOf(location, workloads) }))
  const all = [
    ...pairs.map(({ location, seconds }) => regional('region', seconds.length === 0 ? 1 : 1 - pairShare, [location])),
    ...pairs.flatMap(({ location, seconds }) =>
      seconds.map((second) => regional('pair', 1 / seconds.length, [location, second].sort())),
    ),
    ...incidents
      .filter(({ id }) => eventRates['control-plane'].events.includes(id))
      .map((incident) => {
        const lasted = recordedLength(incident.id)
        const head = { class: 'control-plane', weight: 1, locations: [], ...(lasted ? { lasted } : {}) } as const
        return strike(head, incident.id, (workload, own) => {
          const fallen = own.filter(([, { essentials }]) => fallsWith(workload.plan, essentials, incident))
          const answered = answerToControlPlane(workload, incident.lost)
          const back = restored(fallen, answered)
          const others = fallen.filter(([flow]) => !back.some((hit) => hit.flow === flow))
          return { hits: [...back, ...waiting(others)], answered: back.length > 0 ? answered : {} }
        })
      }),
    ...workloads.flatMap((struck, place) => {
      const answers: readonly Answered[] = corruptions(struck).map((recovery) => ({ recovery }))
      return (answers.length > 0 ? answers : [{}]).map((answered, _, { length }) =>
        strike(
          { class: 'deletion', weight: 1 / length, locations: [] },
          'deleted or spoilt data',
          (workload, own, at) => {
            if (at !== place) return { hits: [], answered: {} }
            const hits = answered.recovery
              ? restored(own, answered)
              : waiting(own.filter(([, flow]) => hasData(workload, flow)))
            return { hits: hits.map(lasting), answered }
          },
        ),
      )
    }),
  ]
  return {
    all: all.filter(({ weight }) => weight > 0),
    locations,
    paired: pairs.filter(({ seconds }) => seconds.length > 0).length,
    answers: book.all(),
  }
}

function withoutRegions(workload: Workload, own: readonly Placed[], lost: readonly string[]): Struck {
  const names = Object.entries(workload.plan.regions)
    .filter(([, region]) => lost.includes(locationOf(region)))
    .map(([name]) => name)
    .sort()
  if (names.length === 0) return { hits: [], answered: {} }
  const answered = answerToRegions(workload, names)
  const hits = answered.recovery
    ? restored(own, answered)
    : waiting(own.filter(([, { essentials }]) => stranded(workload.plan, essentials, names)))
  return { hits, answered }
}

/** Which region may be lost along with a location: its pair where a plan uses both, else each that shares a plan. */
function secondsOf(location: string, workloads: readonly Workload[]): readonly string[] {
  const beside = new Set<string>()
  for (const { plan } of workloads) {
    const used = Object.values(plan.regions).map(locationOf)
    if (used.includes(location)) for (const one of used) if (one !== location) beside.add(one)
  }
  const pair = regionPairs[location]
  return pair && beside.has(pair) ? [pair] : [...beside].sort()
}

/** Collects which scenario answers which event; the same answer of several workloads becomes one. */
function openAnswers() {
  const found = new Map<string, { answer: Omit<Answer, 'workloads'>; workloads: Set<string> }>()
  return {
    note(of: EventClass, event: string, { id, plan }: Workload, { recovery, because }: Answered): void {
      const answer = {
        class: of,
        event,
        ...(recovery ? { scenario: recovery.runbook.scenario.id } : {}),
        ...(because === undefined ? {} : { because }),
      }
      const key = JSON.stringify(answer)
      const entry = found.get(key) ?? { answer, workloads: new Set() }
      found.set(key, entry)
      entry.workloads.add(id ?? plan.metadata.name)
    },
    all: (): readonly Answer[] =>
      [...found.values()].map(({ answer, workloads }) => ({ ...answer, workloads: [...workloads] })),
  }
}
