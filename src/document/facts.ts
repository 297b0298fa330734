import type { Estimate } from '#evidence'

/** How long a step takes; seconds. */
export type StepTime = Pick<Estimate, 'p50' | 'p95' | 'basis'>

/** What is expected of one flow, in seconds; and the odds of its objective, in words. */
export interface FlowTime {
  readonly flow: string
  readonly rto: { readonly p50: number; readonly p95: number; readonly odds?: string }
  readonly rpo?: { readonly p50: number; readonly p95: number; readonly odds?: string }
}

/** What is expected of one direction. */
export interface Expected {
  /** By step; one that is missing counts as unknown. */
  readonly steps: Readonly<Record<string, StepTime>>
  readonly flows: readonly FlowTime[]
}

/** The last drill that was judged. */
export interface Proven {
  readonly run: string
  /** YYYY-MM-DD. */
  readonly on: string
  readonly verdict: string
  readonly subject: string
  /** Whether it was a drill of the plan as it is now. */
  readonly current: boolean
}

/** Whether a drill shows that the plan works as it is now: on the workload itself, and its objectives were met. */
export function isProof({ current, subject, verdict }: Proven): boolean {
  return current && subject !== 'lab' && verdict.startsWith('met')
}

/**
 * All that a document says and the plan does not. It is kept beside the document, so that the same plan and the same facts
 * give the same bytes, and a change of the plan can be told from a new day.
 */
export interface Facts {
  readonly schemaVersion: 1
  /** YYYY-MM-DD. */
  readonly date: string
  /** The commit of the plan, with a plus sign behind it where there were changes on top. */
  readonly commit?: string
  readonly live?: string
  readonly proven?: Proven
  /** The target whose times these are. */
  readonly target: string
  readonly failover: Expected
  readonly failback?: Expected
}
