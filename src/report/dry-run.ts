import type { Facts } from '#conditions'
import type { StoreLoss } from '#journal'
import type { Direction, Effect, Mode } from '#runbook'
import type { Forecast } from '#simulation'

/** One step as a dry run lists it. */
export interface DryStepView {
  readonly id: string
  readonly title: string
  readonly phase: string
  readonly owner: string
  /** Of an action: its name and arguments. */
  readonly action?: string
  readonly with?: Readonly<Record<string, string | number | boolean>>
  /** Of a person's work or decision: what is to be done or answered. */
  readonly instruction?: string
  readonly effect: Effect
  readonly irreversible: boolean
  /** What takes it back; absent where nothing does. */
  readonly undo?: string
  /** The step it stands in for, where that fails. */
  readonly insteadOf?: string
}

/** What was seen of one component in one region. */
export interface SeenView {
  readonly component: string
  readonly region: string
  readonly state: 'ok' | 'failing' | 'unknown'
  readonly role?: string
  readonly identity?: { readonly system?: string; readonly database?: string; readonly environment?: string }
  /** How far a copy is behind, in seconds, or why nobody can tell. */
  readonly lag?: { readonly seconds: number } | { readonly unknown: string }
  readonly detail: string
}

/** What a check before a step says now. */
export interface CheckView {
  readonly step: string
  readonly title: string
  readonly state: 'ok' | 'failing' | 'unknown'
  readonly detail: string
}

/** A dry run: what would be done, and the world as it was seen. */
export interface DryRunView {
  readonly schemaVersion: 1
  readonly kind: 'dry-run'
  /** RFC 3339 in UTC. */
  readonly at: string
  readonly plan: { readonly name: string; readonly digest: string; readonly file: string }
  readonly scenario: string
  readonly direction: Direction
  readonly mode: Mode
  /** Only this flow is moved. */
  readonly flow?: string
  readonly target: string
  readonly subject: string
  /** Of a drill: its kind. */
  readonly drill?: string
  readonly environment?: string
  readonly runbookDigest: string
  /** In runbook order. */
  readonly steps: readonly DryStepView[]
  /** What the run may change; `limit` is how many components the plan allows. */
  readonly blast: {
    readonly components: readonly string[]
    readonly regions: readonly string[]
    readonly limit?: number
  }
  readonly seen: readonly SeenView[]
  readonly checks: readonly CheckView[]
  readonly facts: Facts
  readonly losses: readonly StoreLoss[]
  readonly forecast: Forecast
  readonly digest: string
}
