import { plain } from '#markup'
import { formatDuration } from '#units'
import { counted } from './figures.ts'
import { banner } from './kind-words.ts'
import { type Cell, table } from './layout.ts'
import { word } from './next-words.ts'
import { glassOf, neededSteps, reasonOf, type RunView, type StepView, stateOf } from './run-view.ts'
import { itemLines, waits } from './run-waits.ts'
import { stepWord } from './step-word.ts'
import { paint, type Style, sign, type Tone } from './style.ts'

/**
 * How a failover or failback has ended, or how far it came: what was done, what was not and why, what is left to do, and
 * how it is gone on with.
 * @returns text that ends with a line feed
 */
export function runResultText(view: RunView, style: Style): string {
  const steps = neededSteps(view)
  const done = steps.filter(({ state }) => state === 'succeeded')
  const others = steps.filter(({ state }) => state !== 'succeeded')
  const blocks = [
    [...banner({ ...view, breakGlass: glassOf(view).length > 0 }, style), ending(view, style)],
    [
      `${paint(style, 'bold', `${counted(done.length, 'step')} done`)} of ${steps.length}${took(view)}`,
      ...rows(others, style),
    ],
    ...waits(view, style),
    itemLines(view, style),
    next(view),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

const endings: Readonly<Record<ReturnType<typeof stateOf>, readonly [Tone, 'ok' | 'bad' | 'started', string]>> = {
  succeeded: ['green', 'ok', 'Succeeded'],
  failed: ['red', 'bad', 'Failed'],
  refused: ['red', 'bad', 'Refused'],
  cancelled: ['yellow', 'bad', 'Cancelled'],
  open: ['yellow', 'started', 'Still open'],
}

function ending(view: RunView, style: Style): string {
  const [tone, mark, text] = endings[stateOf(view)]
  const reason = reasonOf(view)
  const why = reason === undefined ? '' : `: ${plain(reason)}`
  return paint(style, tone, `${sign(style, mark)} ${text}${why}`)
}

/** From the first record to the last, on the clock of whoever drove it; nothing where that clock began anew. */
function took({ records }: RunView): string {
  const seconds = (records.at(-1)?.tsMono ?? 0) - (records[0]?.tsMono ?? 0)
  return seconds < 0 ? '' : ` in ${formatDuration(seconds)}`
}

function rows(steps: readonly StepView[], style: Style): readonly string[] {
  return table(
    steps.map(({ id, state, message }): readonly Cell[] => ['', plain(id), stepWord(state), plain(message ?? '')]),
    style,
  )
}

function next({ run, outcome }: RunView): readonly string[] {
  const show = `    muster run show ${word(run)}`
  return outcome === undefined
    ? ['What is done stays done. Go on with it:', `    muster run resume ${word(run)}`]
    : ['What happened, event by event:', show]
}
