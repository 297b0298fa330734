/** How long something usually takes, in seconds, with where the figure comes from. */
export interface Usual {
  readonly p50: number
  readonly p95: number
  readonly source: string
  /** YYYY-MM-DD */
  readonly asOf: string
}
