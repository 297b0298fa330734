import { type CompareRow, type CompareView, compareCaveats } from './compare.ts'
import { present } from './json.ts'

/** What `lab compare --format json` gives; times in seconds, shares from 0, and what is not known is left out. */
export function compareJson(view: CompareView) {
  const { rows, overheads, systems, paces, delay, versions, troubles, outdated } = view
  return {
    schemaVersion: 1 as const,
    subject: 'lab' as const,
    rows: rows.map(rowJson),
    missing: missingIn(view),
    overheads,
    systems: systems.map(({ system, guarantees, fenced, lacks }) => present({ system, guarantees, fenced, lacks })),
    paces,
    delay: delay / 1000,
    versions,
    troubles,
    outdated,
    caveats: compareCaveats(view),
  }
}

/** The comparison as data. */
export type CompareReport = ReturnType<typeof compareJson>

/** What was asked for and has no run yet. */
export function missingIn({ asked, rows }: CompareView): CompareView['asked'] {
  return asked.filter(
    ({ system, settings, fault }) =>
      !rows.some((row) => row.system === system && row.settings === settings && row.fault === fault),
  )
}

function rowJson(row: CompareRow) {
  const { system, settings, fault, runs, downtime, clientGap, detect, lost, acknowledged } = row
  const { splitBrain, splitWrites, writesPerSecond } = row
  return {
    system,
    settings,
    fault,
    runs,
    downtime,
    clientGap,
    detect,
    lost,
    acknowledged,
    splitBrain,
    splitWrites,
    writesPerSecond,
  }
}
