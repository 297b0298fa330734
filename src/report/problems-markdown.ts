import { byPlace, type Problem } from '#diagnostics'
import { plain, plainLines } from './plain.ts'
import { tallyWords } from './problems-tally.ts'

/** Problems for a change's comment or a job's summary: a heading with the tally, then a table. Ends with a line feed. */
export function problemsMarkdown(problems: readonly Problem[]): string {
  const heading = `### Muster check: ${tallyWords(problems)}\n`
  if (problems.length === 0) return heading
  const rows = problems.toSorted(byPlace).map(({ code, severity, place, summary, detail, fix }) => {
    const where = inCode(`${place.file}:${place.line}:${place.column}`)
    const what = `**${markdown(summary)}** ${inCode(code)}<br>${lines(detail)}`
    return `| ${severity} | ${where} | ${what} | ${lines(fix)} |\n`
  })
  return `${heading}\n| Severity | Where | What | Fix |\n| --- | --- | --- | --- |\n${rows.join('')}`
}

/** A foreign text as words: nothing in it is markup, a link's bracket, or a mention that would call somebody. */
function markdown(text: string): string {
  return plain(text)
    .replace(/[\\`*_{}[\]#|!~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@&#8203;')
}

function lines(text: string): string {
  return plainLines(text).map(markdown).join('<br>')
}

/** Inside a code span nothing can be escaped, so what would end the span or the cell is replaced. */
function inCode(text: string): string {
  return `\`${plain(text).replaceAll('`', "'").replaceAll('|', '\u00a6')}\``
}
