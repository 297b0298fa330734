import { byPlace, type Problem } from '#diagnostics'
import { folded, inCode, lines, markdown, table } from '#markup'
import { type Findings, inOrder, whatOf } from './findings.ts'
import { counted } from './figures.ts'
import { tallyWords } from './problems-tally.ts'

/**
 * Findings for a change's comment or a job's summary: a heading with the tally, a table of errors and warnings, then
 * notes and accepted findings, each folded away. Ends with a line feed.
 */
export function problemsMarkdown(found: Findings): string {
  const sorted = found.problems.toSorted(byPlace)
  const notes = sorted.filter(({ severity }) => severity === 'note')
  const grave = sorted.filter(({ severity }) => severity !== 'note')
  const accepted = inOrder(found.suppressed)
  return [
    `### Muster check: ${tallyWords(found)}\n`,
    ...table(['Severity', 'Where', 'What', 'Fix'], grave.map(row)),
    ...folded(
      counted(notes.length, 'note'),
      table(
        ['Where', 'What', 'Fix'],
        notes.map((note) => [whereOf(note), `${inCode(note.code)} ${lines(whatOf(note))}`, lines(note.fix)]),
      ),
    ),
    ...folded(
      `${counted(accepted.length, 'finding')} accepted`,
      table(
        ['Where', 'What', 'Until', 'By', 'Because'],
        accepted.map(({ problem, by, because, until }) => [
          whereOf(problem),
          `${problem.severity} ${inCode(problem.code)} ${lines(whatOf(problem))}`,
          markdown(until),
          markdown(by),
          markdown(because),
        ]),
      ),
    ),
  ].join('')
}

function row(problem: Problem): readonly string[] {
  const { code, severity, summary, detail, fix } = problem
  return [severity, whereOf(problem), `**${markdown(summary)}** ${inCode(code)}<br>${lines(detail)}`, lines(fix)]
}

function whereOf({ place }: Problem): string {
  return inCode(`${place.file}:${place.line}:${place.column}`)
}
