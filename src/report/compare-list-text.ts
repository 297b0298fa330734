import { plain } from '#markup'
import type { CompareView } from './compare.ts'
import { count } from './figures.ts'
import { type Cell, table } from './layout.ts'
import type { Style } from './style.ts'

/** What can be compared, how many runs each has, and what is missing on this machine. Ends with a line feed. */
export function compareListText({ asked, rows, systems }: CompareView, style: Style): string {
  const header = ['system', 'settings', 'fault', 'runs', ''].map((text): Cell => ({ text, tone: 'dim' }))
  const lines = asked.map(({ system, settings, fault }): readonly Cell[] => {
    const row = rows.find((one) => one.system === system && one.settings === settings && one.fault === fault)
    const lacks = systems.find((one) => one.system === system)?.lacks
    return [
      plain(system),
      plain(settings),
      plain(fault),
      count(row?.runs ?? 0),
      lacks === undefined ? '' : plain(lacks),
    ]
  })
  return `${table([header, ...lines], style, [3]).join('\n')}\n`
}
