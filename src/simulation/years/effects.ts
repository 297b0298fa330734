import { eventClasses } from '#catalog'
import { incidentLength } from './lengths.ts'
import { openStream } from './stream.ts'
import type { Strike } from './strikes.ts'

/** What the events of one strike did so far. */
export interface Tally {
  events: number
  /** Seconds down and their squares, summed; in the order of the strike's `down`. */
  readonly down: Float64Array
  readonly downSquared: Float64Array
  /** Seconds of writes lost, summed; in the order of its `hits`. */
  readonly lost: Float64Array
}

/** Draws events, and keeps what they did. */
export interface Effects {
  /**
   * Draws the next event of a strike.
   * @returns seconds for which each of its `down` is down, in that order; the same array every time
   */
  next(strike: number): Float64Array
  /** One per strike. */
  readonly tallies: readonly Tally[]
}

/** Lanes below are those of the years and rates. */
const firstLane = 10

/**
 * Opens the events of all strikes. Event `n` of a strike depends on the seed and on `n` only, so that a higher rate adds
 * events and changes none.
 */
export function openEffects(strikes: readonly Strike[], durations: 'fitted' | 'observed', seed: number): Effects {
  const incident = incidentLength(durations)
  const tallies = strikes.map(
    ({ down, hits }): Tally => ({
      events: 0,
      down: new Float64Array(down.length),
      downSquared: new Float64Array(down.length),
      lost: new Float64Array(hits.length),
    }),
  )
  const streams = strikes.map((_, place) => openStream(seed, firstLane + place))
  const seconds = new Float64Array(Math.max(0, ...strikes.map(({ down }) => down.length)))
  const own = new Float64Array(Math.max(0, ...strikes.map(({ hits }) => hits.length)))
  return {
    tallies,
    next(which) {
      const { hits, down, lasted } = strikes[which] as Strike
      const kept = tallies[which] as Tally
      const draw = streams[which] as () => number
      kept.events++
      // Drawn all the same, so that the other draws stay as they are.
      const u = draw()
      const lasts = (durations === 'observed' ? lasted : undefined)?.(u) ?? incident(u)
      // One draw for all flows of a workload, for one runbook recovers them together.
      let [workload, takes, loses] = [-1, 0, 0]
      for (let place = 0; place < hits.length; place++) {
        const hit = hits[place] as Strike['hits'][number]
        if (hit.workload !== workload) {
          workload = hit.workload
          takes = draw()
          loses = draw()
        }
        const recovery = hit.recovery?.(takes) ?? lasts
        own[place] = hit.stays ? recovery : Math.min(recovery, lasts)
        // Where the incident was over first, nobody has gone over to the copy.
        if (hit.loss && (hit.stays || recovery <= lasts))
          kept.lost[place] = (kept.lost[place] as number) + hit.loss(loses)
      }
      for (let place = 0; place < down.length; place++) {
        let longest = 0
        for (const one of (down[place] as Strike['down'][number]).by) longest = Math.max(longest, own[one] as number)
        seconds[place] = longest
        kept.down[place] = (kept.down[place] as number) + longest
        kept.downSquared[place] = (kept.downSquared[place] as number) + longest * longest
      }
      return seconds
    },
  }
}

/** What an event of each class does to each flow on average. */
export interface PerEvent {
  /** By place of the class in the catalog, then by place of the flow: seconds down. */
  readonly down: readonly Float64Array[]
  /** The standard error of that. */
  readonly error: readonly Float64Array[]
  /** Seconds of writes lost. */
  readonly lost: readonly Float64Array[]
}

/** The means of all classes: those of their strikes, by how likely each is. Every strike must have had an event. */
export function perEvent(strikes: readonly Strike[], { tallies }: Effects, flows: number): PerEvent {
  const empty = () => eventClasses.map(() => new Float64Array(flows))
  const [down, variance, lost] = [empty(), empty(), empty()]
  const add = (into: readonly Float64Array[], of: number, flow: number, value: number): void => {
    const all = into[of] as Float64Array
    all[flow] = (all[flow] as number) + value
  }
  const weights = eventClasses.map((one) =>
    strikes.reduce((sum, strike) => sum + (strike.class === one ? strike.weight : 0), 0),
  )
  for (const [place, strike] of strikes.entries()) {
    const { events, down: sum, downSquared, lost: losses } = tallies[place] as Tally
    if (events === 0) continue
    const of = eventClasses.indexOf(strike.class)
    const share = strike.weight / (weights[of] as number)
    for (const [index, { flow }] of strike.down.entries()) {
      const mean = (sum[index] as number) / events
      add(down, of, flow, share * mean)
      const spread = Math.max(0, (downSquared[index] as number) / events - mean * mean)
      add(variance, of, flow, (share * share * spread) / events)
    }
    for (const [index, { flow }] of strike.hits.entries())
      add(lost, of, flow, (share * (losses[index] as number)) / events)
  }
  return { down, error: variance.map((all) => all.map(Math.sqrt)), lost }
}
