import { formatDuration } from '#units'
import { elapsed } from './event-line.ts'
import { eventWords, tookSeconds } from './event-words.ts'
import { type Cell, padded, table } from './layout.ts'
import { columns, plain } from './plain.ts'
import { type RunView, stateOf } from './run-view.ts'
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
    { text: stateOf(view), tone: tones[stateOf(view)] },
    plain(view.startedAt),
    plain(view.head).slice(0, 12),
  ])
  return `${table([names.map((text): Cell => ({ text, tone: 'dim' })), ...rows], style).join('\n')}\n`
}

function kindCell({ kind }: RunView): Cell {
  return kind === 'drill' ? { text: 'rehearsal', tone: 'cyan' } : { text: 'real event', tone: 'red' }
}

/** One run: what it is, its events by clock and by elapsed time, then the steps that are still to be done. */
export function runText(view: RunView, style: Style): string {
  const { kind, records, steps } = view
  const word = kind === 'drill' ? paint(style, 'cyan', 'REHEARSAL') : paint(style, 'red', 'REAL EVENT')
  const what = `${plain(view.plan)}, ${plain(view.scenario)}, ${view.direction} on ${plain(view.target)} (${view.subject})`
  const blocks = [
    [
      `${word}  ${paint(style, 'bold', what)}`,
      `run ${plain(view.run)}, started ${plain(view.startedAt)}, ${paint(style, tones[stateOf(view)], stateOf(view))}`,
      `journal head ${plain(view.head)}`,
    ],
    timeline(view, style),
    open(view, style),
  ]
  const tally = `${steps.filter((step) => step.state === 'succeeded').length} of ${steps.length} steps done, ${records.length} events`
  return `${[...blocks.filter((block) => block.length > 0), [tally]].map((block) => block.join('\n')).join('\n\n')}\n`
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

function open({ steps, outcome }: RunView, style: Style): readonly string[] {
  const undone = steps.filter((step) => step.state !== 'succeeded')
  if (undone.length === 0) return []
  const rows = undone.map((step): readonly Cell[] => [
    '',
    plain(step.id),
    words(step.state),
    step.attempts > 0 ? `attempt ${step.attempts}` : '',
    step.waitsFor === undefined ? '' : `waits for ${plain(step.waitsFor)}`,
  ])
  return [paint(style, 'bold', outcome === undefined ? 'Still to be done' : 'Not done'), ...table(rows, style)]
}

/** A step's state in words: `notStarted` is `not started`. */
function words(state: string): string {
  return state.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}
