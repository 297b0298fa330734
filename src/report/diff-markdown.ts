import { folded, inCode, markdown, table } from '#markup'
import { isSame, type PlanDiff } from './diff.ts'
import { diffParts, diffSummary } from './diff-rows.ts'

/** What a change does, for its pull request. Ends with a line feed. */
export function diffMarkdown(diff: PlanDiff, notes = true): string {
  const heading = `### Recovery plan: ${inCode(diff.base)} to ${inCode(diff.head)}\n`
  if (isSame(diff)) return `${heading}\nNothing differs that matters to a recovery.\n`
  const parts = diffParts(diff, notes).flatMap(({ title, heads, rows }) => {
    const content = table(
      heads,
      rows.map((row) => row.map(markdown)),
    )
    return title.startsWith('Findings') ? folded(title, content) : [`\n**${title}**\n`, ...content]
  })
  return `${heading}\n${markdown(diffSummary(diff))}\n${parts.join('')}`
}
