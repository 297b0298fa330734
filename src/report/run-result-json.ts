import { type RunReport, runJson } from './runs-json.ts'
import type { RunView } from './run-view.ts'

/** What `failover --execute --format json` gives: the run as `run show` gives it, with its outcome or `open`. */
export interface RunResultReport extends RunReport {
  readonly outcome: RunReport['state']
}

/** A run that was carried out, or as far as it came. */
export function runResultJson(view: RunView): RunResultReport {
  const report = runJson(view)
  return { ...report, outcome: report.state }
}
