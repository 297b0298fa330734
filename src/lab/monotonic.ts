/**
 * Seconds on CLOCK_MONOTONIC: no fixed zero, never set back, and the same clock for every process of one Linux host,
 * so that instants of different processes of the lab may be compared.
 */
export function monotonic(): number {
  return Number(process.hrtime.bigint()) / 1e9
}
