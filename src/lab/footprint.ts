import type { Runbook } from '#runbook'
import { specOf } from './spec.ts'

/** What of a lab runs on an ordinary day, in both regions together. */
export interface Footprint {
  /** Of the web service. */
  readonly instances: number
  /** Database servers. */
  readonly servers: number
  /** Places that backups and log go to. */
  readonly vaults: number
}

/** The footprint of the lab that is built from a runbook. */
export function footprintOf(runbook: Runbook): Footprint {
  const { instances, data, archived } = specOf(runbook)
  return {
    instances: instances.first + instances.second,
    servers: data === 'streamed' || data === 'everywhere' ? 2 : 1,
    vaults: archived ? 1 : 0,
  }
}
