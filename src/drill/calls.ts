import type { Happening, Unannounced } from '#journal'
import type { Runbook } from '#runbook'

/** What is particular about the people of a drill. */
export interface Attendance {
  /** Contacts who take no part; what they send is refused. */
  readonly absent?: readonly string[]
  /** How the moment was drawn, where nobody was told of it. */
  readonly unannounced?: Unannounced
  /** Calls a person out. Never rejects: what could not be sent is told. People find out for themselves where it is left out. */
  ring?(call: Call, runbook: Runbook, run: string): Promise<Rung>
}

/** A call that is due. */
export interface Call {
  readonly role: string
  readonly step: string
  /** Whose deputy is called, because that one is absent or has not answered in time. */
  readonly insteadOf?: string
}

/** How a call went out. */
export type Rung = Pick<Extract<Happening, { type: 'calledOut' }>['data'], 'channel' | 'trouble'>
