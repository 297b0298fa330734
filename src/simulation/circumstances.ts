/** Under what circumstances the disaster comes; each may be left out. Plain data. */
export interface Circumstances {
  /** When the fault comes, in milliseconds since 1970; any minute of a week, each as likely, where it is left out. */
  readonly at?: number
  /** The day whose offsets of time zones count where `at` is left out, in milliseconds since 1970; one in winter. */
  readonly asOf?: number
  /** Roles that never answer. */
  readonly absent?: readonly string[]
  /** Whether clients keep the addresses that they were told; they do where it is left out. The lab has no DNS. */
  readonly dns?: boolean
}
