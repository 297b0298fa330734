import { plain } from '#markup'
import type { Default } from '#plan'
import { counted } from './figures.ts'
import { type Cell, table } from './layout.ts'
import { paint, type Style } from './style.ts'

/** The defaults in force in a plan. */
export interface DefaultsOf {
  readonly file: string
  readonly defaults: readonly Default[]
}

/** Every value in force that a plan does not state, with the reason. */
export function defaultsText(plans: readonly DefaultsOf[], style: Style): string {
  const blocks = plans.map(({ file, defaults }) => {
    const rows = defaults.map(({ path, value, why, place }): readonly Cell[] => [
      '',
      `${place.line}:${place.column}`,
      plain(path),
      { text: plain(value), tone: 'bold' },
      plain(why),
    ])
    const heading = `${plain(file)}: ${counted(defaults.length, 'default')} in force`
    return [paint(style, 'bold', heading), ...table(rows, style)].join('\n')
  })
  return `${blocks.join('\n\n')}\n`
}

/** The same as data. */
export function defaultsJson(plans: readonly DefaultsOf[]): object {
  return {
    schemaVersion: 1,
    defaults: plans.flatMap(({ defaults }) =>
      defaults.map(({ path, value, why, place: { file, line, column } }) => ({ path, value, why, file, line, column })),
    ),
  }
}
