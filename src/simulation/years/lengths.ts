import { incidents, severeDurations } from '#catalog'
import { z95 } from '#evidence'
import type { Odds } from '../model.ts'
import { exp, log, normalQuantile } from './numbers.ts'

/** Something in seconds by one uniform number. */
export type Length = (u: number) => number

const hour = 3600

/** Hours of the incidents whose length is recorded, rising. */
const recorded = incidents.flatMap(({ durationHours }) => durationHours ?? []).sort((a, b) => a - b)

export const recordedCount = recorded.length
export const unrecorded = incidents.flatMap(({ durationAtLeastHours }) => durationAtLeastHours ?? [])

/** How long an incident lasts: from the lognormal that was fitted, or one of those that were recorded, each as likely. */
export function incidentLength(durations: 'fitted' | 'observed'): Length {
  if (durations === 'observed') return (u) => (recorded[Math.floor(u * recorded.length)] as number) * hour
  const { mu, sigma } = severeDurations
  return (u) => exp(mu + sigma * normalQuantile(u)) * hour
}

/** How long one incident lasted, where that is recorded. */
export function recordedLength(id: string): Length | undefined {
  const hours = incidents.find((one) => one.id === id)?.durationHours
  return hours === undefined ? undefined : () => hours * hour
}

/**
 * What a forecast says of a time or a loss, as a law to draw from: its distribution where it has one, else the lognormal
 * through its two quantiles; undefined where it is unknown.
 */
export function forecastLength({ p50, p95, distribution }: Partial<Odds>): Length | undefined {
  if (p50 === undefined || p95 === undefined) return undefined
  if (distribution && distribution.shares.length > 0) return drawnFrom(distribution)
  if (!(p50 > 0 && p95 > p50)) return () => p50
  const spread = log(p95 / p50) / z95
  return (u) => p50 * exp(spread * normalQuantile(u))
}

function drawnFrom({ edges, shares }: NonNullable<Odds['distribution']>): Length {
  let sum = 0
  const upTo = Float64Array.from(shares, (share) => (sum += share))
  return (u) => {
    const wanted = u * sum
    let [low, high] = [0, upTo.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((upTo[middle] as number) < wanted) low = middle + 1
      else high = middle
    }
    const share = shares[low] as number
    const [from, to] = [edges[low] as number, edges[low + 1] as number]
    const into = share > 0 ? 1 - ((upTo[low] as number) - wanted) / share : 0
    return from + (to - from) * Math.min(1, Math.max(0, into))
  }
}
