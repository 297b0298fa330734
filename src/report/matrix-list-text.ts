import { plain } from '#markup'
import { type Cell, listed, table } from './layout.ts'
import type { MatrixView } from './matrix.ts'
import { paint, type Style, sign } from './style.ts'

/** The pairs of a matrix for a person: how many drills each has, and why some have none. Ends with a line feed. */
export function matrixListText(view: MatrixView, style: Style): string {
  const header = ['strategy', 'disaster', 'drills', ''].map((text): Cell => ({ text, tone: 'dim' }))
  const rows = view.strategies.flatMap((strategy) =>
    view.disasters.flatMap((disaster): ReadonlyArray<readonly Cell[]> => {
      const is = (one: { readonly strategy: string; readonly disaster: string }): boolean =>
        one.strategy === strategy && one.disaster === disaster
      const found = view.rows.find(is)
      if (found) return [[plain(strategy), plain(disaster), String(found.runs), found.met ? 'met' : 'missed']]
      if (view.missing.some(is)) return [[plain(strategy), plain(disaster), '0', '']]
      const isUnsupported = view.unsupported.some(is)
      return isUnsupported ? [[plain(strategy), plain(disaster), sign(style, 'none'), 'not supported']] : []
    }),
  )
  const reasons = view.unsupported.map(
    ({ strategy, disaster, reason }) => `${plain(strategy)}, ${plain(disaster)}: ${reason}`,
  )
  const why = reasons.length === 0 ? [] : ['', paint(style, 'bold', 'Why not'), ...listed(reasons, style)]
  return `${[...table([header, ...rows], style, [2]), ...why].join('\n')}\n`
}
