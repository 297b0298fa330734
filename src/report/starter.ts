import { plain } from '#markup'
import { present } from './json.ts'
import { paint, type Style } from './style.ts'

/** What `init` has written. */
export interface StarterResult {
  /** Paths, from the working directory where they lie below. */
  readonly plan: string
  readonly schema: string
  readonly name: string
  readonly strategy: string
  readonly tier: number
  /** Notes that `check` has on the plan; it has no errors and no warnings. */
  readonly notes: number
  /** Whether git keeps the schema and leaves the rest of the state folder alone; undefined outside a checkout. */
  readonly ignored: boolean | undefined
}

export function starterJson(result: StarterResult): object {
  return present({ schemaVersion: 1, ...result })
}

/** What was written, and what to do next. */
export function starterText({ plan, schema, strategy, tier, notes, ignored }: StarterResult, style: Style): string {
  const next = [
    'Put your own names, numbers and addresses where the plan says "yours".',
    `See what it does not say yet (${notes} notes):  muster check ${shellWord(plan)}`,
    `Forecast its recovery:  muster simulate ${shellWord(plan)}`,
    'Commit the plan, and let CI run `muster check --fail-on warning`.',
    ...(ignored === false
      ? [
          'Keep the state folder out of git and the schema in it. Put into .gitignore, in place of any line `.muster/`:\n       .muster/*\n       !.muster/plan.schema.json',
        ]
      : []),
  ]
  return [
    `${paint(style, 'green', 'Written:')} ${plain(plan)}, a plan of tier ${tier} by ${strategy}`,
    `         ${plain(schema)}, with which editors complete and validate it`,
    '',
    'Next:',
    ...next.map((line, index) => `  ${index + 1}. ${line}`),
    '',
  ].join('\n')
}

/** A path as one word of a shell. */
function shellWord(path: string): string {
  const shown = plain(path)
  return /^[\w./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`
}
