import type { Pace, SettingsName, SystemName } from '../model.ts'
import type { Site } from '../site.ts'

/** What a system is given to start from. */
export interface Beginning {
  readonly site: Site
  readonly settings: SettingsName
  readonly pace: Pace
  /** The control of the way to the primary, for a system that directs it. */
  readonly front: { readonly url: string; readonly token: string }
}

/** A system of two servers, of which east leads and west follows. */
export interface System {
  readonly name: SystemName
  /** What it waits for before it lets the other side lead, and what that rules out, in sentences. */
  readonly guarantees: string
  /** Whether it promises that never two sides take writes. */
  readonly fenced: boolean
  /**
   * Starts both sides and whatever decides; resolves once east takes writes, west follows, and a loss would be acted on.
   * Where clients are known to PostgreSQL by password, the superuser `postgres` has that of the site.
   * @returns the versions of what was started
   */
  start(beginning: Beginning): Promise<Readonly<Record<string, string>>>
  /** Makes it ready for the fault, after the clients have begun; ends when the signal aborts. */
  arm?(beginning: Beginning, signal: AbortSignal): Promise<Armed>
}

/** What was begun for a run; `ended` resolves once it has come to rest, and never rejects. */
export interface Armed {
  readonly ended: Promise<void>
}
