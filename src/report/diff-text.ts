import { plain } from '#markup'
import { isSame, type PlanDiff } from './diff.ts'
import { diffParts, diffSummary } from './diff-rows.ts'
import { table } from './layout.ts'
import { paint, type Style } from './style.ts'

/** What a change does, for a person at a terminal. */
export function diffText(diff: PlanDiff, style: Style, notes = true): string {
  const heading = paint(style, 'bold', `${plain(diff.base)} to ${plain(diff.head)}`)
  if (isSame(diff)) return `${heading}\n\nNothing differs that matters to a recovery.\n`
  const blocks = diffParts(diff, notes).map(({ title, rows }) =>
    [
      paint(style, 'bold', title),
      ...table(
        rows.map((row) => ['', ...row.map(plain)]),
        style,
      ),
    ].join('\n'),
  )
  return `${[heading, ...blocks, diffSummary(diff)].join('\n\n')}\n`
}
