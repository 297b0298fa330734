import type { Problem } from '#diagnostics'
import { plain } from '#markup'
import { counted } from './figures.ts'
import { present } from './json.ts'
import { table } from './layout.ts'
import { problemJson } from './problems-json.ts'
import { tallyWords } from './problems-tally.ts'
import { paint, type Style } from './style.ts'

/** What `init --from` has written. */
export interface DraftedResult {
  /** Paths, from the working directory where they lie below. */
  readonly plan: string
  readonly schema: string
  readonly name: string
  readonly regions: readonly string[]
  readonly components: ReadonlyArray<{
    readonly id: string
    readonly type: string
    readonly resources: readonly string[]
  }>
  /** Resources that are no component of their own. */
  readonly left: number
  /** What `check` says of the plan beside what it was read from. */
  readonly problems: readonly Problem[]
}

export function draftedJson({ problems, ...result }: DraftedResult): object {
  return present({ schemaVersion: 1, ...result, problems: problems.map(problemJson) })
}

/** What was written and from what, and what to do next. */
export function draftedText(
  { plan, schema, regions, components, left, problems }: DraftedResult,
  style: Style,
): string {
  const rows = components.map(({ id, type, resources }) => ['', plain(id), type, plain(resources.join(', '))])
  const where = regions.length === 0 ? 'regions unknown' : regions.join(', ')
  return [
    `${paint(style, 'green', 'Written:')} ${plain(plan)}, with ${counted(components.length, 'component')} (${plain(where)})`,
    `         ${plain(schema)}, with which editors complete and validate it`,
    '',
    ...table(rows, style),
    ...(left > 0
      ? [paint(style, 'dim', `  and ${counted(left, 'resource')} that are parts of these, or nothing to recover`)]
      : []),
    '',
    'Next:',
    `  1. Put your own names, objectives and contacts where the plan says "yours".`,
    `  2. See what it does not say yet (${tallyWords({ problems, suppressed: [] })}):  muster check ${plain(plan)} --inventory …`,
    '  3. Commit the plan, and hold it against the inventory in CI, so that neither drifts from the other.',
    '',
  ].join('\n')
}
