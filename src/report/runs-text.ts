import { columns, plain } from '#markup'
import { formatDuration } from '#units'
import { elapsed } from './event-line.ts'
import { eventWords, tookSeconds } from './event-words.ts'
import { banner } from './kind-words.ts'
import { type Cell, padded, table } from './layout.ts'
import { glassOf, holdOf, neededSteps, type RunView, type StepView, stateOf } from './run-view.ts'
import { itemLines, waits } from './run-waits.ts'
import { stepWord } from './step-word.ts'
import { paint, type Style, sign, type Tone } from './style.ts'

const tones: Readonly<Record<ReturnType<typeof stateOf>, Tone>> = {
  open: 'yellow',
  succeeded: 'green',
  failed: 'red',
  refused: 'red',
  cancelled: 'yellow',
}

/** Runs as a table, in the order given; each with the beginning of its journal's head. Ends with a line feed. */
export function runsText(views: readonly RunView[], style: Style): string {
  if (views.length === 0) return 'No runs yet. Rehearse one with:\n    muster drill --scenario SCENARIO\n'
  const names = ['run', 'plan', 'scenario', 'direction', 'kind', 'subject', 'state', 'started', 'head']
  const rows = views.map((view): readonly Cell[] => [
    plain(view.run),
    plain(view.plan),
    plain(view.scenario),
    view.direction,
    kindCell(view),
    view.subject,
    stateCell(view),
    plain(view.startedAt),
    plain(view.head).slice(0, 12),
  ])
  return `${table([names.map((text): Cell => ({ text, tone: 'dim' })), ...rows], style).join('\n')}\n`
}

function kindCell(view: RunView): Cell {
  const word = view.kind === 'drill' ? 'rehearsal' : 'real event'
  const glass = glassOf(view).length > 0
  return { text: glass ? `${word}, BREAK-GLASS` : word, tone: view.kind === 'drill' && !glass ? 'cyan' : 'red' }
}

function stateCell(view: RunView): { readonly text: string; readonly tone: Tone } {
  return { text: [stateOf(view), holdOf(view) ?? []].flat().join(', '), tone: tones[stateOf(view)] }
}

/**
 * One run: what it is, its events by clock and by elapsed time, what it waits for and what to type, and the steps that
 * are still to be done.
 */
export function runText(view: RunView, style: Style): string {
  const { records } = view
  const steps = neededSteps(view)
  const blocks = [
    heading(view, style),
    timeline(view, style),
    ...waits(view, style),
    itemLines(view, style),
    open(steps, view.outcome, style),
  ]
  const tally = `${steps.filter(isDone).length} of ${steps.length} steps done, ${records.length} events`
  return `${[...blocks.filter((block) => block.length > 0), [tally]].map((block) => block.join('\n')).join('\n\n')}\n`
}

function heading(view: RunView, style: Style): readonly string[] {
  const glass = glassOf(view)
  const { text, tone } = stateCell(view)
  return [
    ...banner({ ...view, breakGlass: glass.length > 0 }, style),
    `run ${plain(view.run)}, started ${plain(view.startedAt)}, ${paint(style, tone, text)}`,
    ...(glass.length > 0
      ? [paint(style, 'red', `${plain(glass.join(' and '))} went on without the usual approvals`)]
      : []),
    `journal head ${plain(view.head)}`,
  ]
}

function timeline({ records, steps }: RunView, style: Style): readonly string[] {
  const titles = new Map(steps.map((step) => [step.id, step.title]))
  const first = records[0]?.tsMono ?? 0
  const entries = records.flatMap((record) => {
    const took = tookSeconds(record, records)
    const words = eventWords(record, (id) => titles.get(id), took === undefined ? undefined : formatDuration(took))
    return words === undefined ? [] : [{ record, words }]
  })
  const width = Math.max(0, ...entries.map(({ words }) => columns(words.about)))
  return entries.map(({ record, words }) => {
    const time = `${plain(record.ts).slice(11, 19)}Z ${elapsed(record.tsMono - first)}`
    const mark = paint(style, words.tone, sign(style, words.sign))
    const { name, authn } = record.actor
    const told = authn === 'muster' || words.what.includes(plain(name))
    const by = told ? '' : paint(style, 'dim', `  [${plain(name)}]`)
    return `${time}  ${mark} ${padded(words.about, width)}  ${words.what}${by}`.trimEnd()
  })
}

function open(steps: readonly StepView[], outcome: RunView['outcome'], style: Style): readonly string[] {
  const undone = steps.filter((step) => !isDone(step))
  if (undone.length === 0) return []
  const rows = undone.map((step): readonly Cell[] => [
    '',
    plain(step.id),
    stepWord(step.state),
    step.attempts > 0 ? `attempt ${step.attempts}` : '',
  ])
  return [paint(style, 'bold', outcome === undefined ? 'Still to be done' : 'Not done'), ...table(rows, style)]
}

function isDone({ state }: StepView): boolean {
  return state === 'succeeded' || state === 'skipped'
}
