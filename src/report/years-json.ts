import type { Years } from '#simulation'

/** What `years --format json` gives: it is a value with nothing to leave out. Availabilities and chances 0 to 1. */
export function yearsJson(years: Years): Years {
  return years
}
