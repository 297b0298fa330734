const day = 86_400

/** The day that lies a length of time after another, as YYYY-MM-DD; parts of a day are dropped. */
export function dayAfter(date: string, seconds: number): string {
  const start = Date.parse(`${date}T00:00:00Z`) / 1000
  return new Date((start + Math.floor(seconds / day) * day) * 1000).toISOString().slice(0, 10)
}
