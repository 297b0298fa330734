import type { Walk, WalkStep, Who } from '#evidence'
import { plain } from '#markup'
import { formatDuration } from '#units'
import { listed, padded, wrapped } from './layout.ts'
import { paint, type Style } from './style.ts'

const indent = ' '.repeat(13)

/** A runbook as it is walked through at a table: blocks of lines, first the steps in their order, then the questions. */
export function walkText(walk: Walk, style: Style): ReadonlyArray<readonly string[]> {
  const { direction, criteria, steps, questions } = walk
  return [
    [
      paint(style, 'bold', direction === 'failover' ? 'The way over' : 'The way back'),
      ...(criteria === undefined ? [] : wrapped(`Activated when ${criteria}`, style.width, '  ')),
      ...wrapped(endWords(walk), style.width, '  '),
    ],
    steps.flatMap((step) => stepLines(step, style)),
    questions.length === 0
      ? []
      : [
          paint(style, 'bold', 'Questions for the table'),
          ...listed(
            questions.map((one) => plain(one)),
            style,
          ),
        ],
  ]
}

function endWords({ ends, untimed }: Walk): string {
  const after = formatDuration(whole(ends))
  if (untimed.length === 0) return `By the estimates it ends after ${after}.`
  return `By the estimates it ends after ${after} at the earliest: nobody knows how long these take, and they count as nothing: ${untimed.map((one) => plain(one)).join(', ')}.`
}

function stepLines(step: WalkStep, style: Style): readonly string[] {
  const at = step.at === undefined ? 'if it fails' : `+${formatDuration(whole(step.at))}`
  const tells = [
    `${whoWords(step)}; ${step.takes === undefined ? 'nobody knows how long it takes' : `takes ${formatDuration(whole(step.takes))} (${step.basis})`}`,
    said(step),
    ...(step.insteadOf === undefined ? [] : [`Stands in for ${step.insteadOf}.`]),
    ...(step.needs.length === 0 ? [] : [`After ${step.needs.join(', ')}`]),
    ...(step.requires.length === 0 ? [] : [`Needs ${step.requires.join(', ')}`]),
    ...(step.checks.length === 0 ? [] : [`Looked at: ${step.checks.join('; ')}`]),
    ...(step.irreversible ? ['It cannot be taken back.'] : []),
    ...step.asks.map((question) => `Ask: ${question}`),
  ]
  return [
    `${padded(at, 11)}  ${paint(style, 'bold', plain(step.step))}  ${plain(step.title)}`,
    ...(step.nobody === undefined
      ? []
      : wrapped(`NOBODY: ${step.nobody}`, style.width, indent).map((line) => paint(style, 'red', line))),
    ...tells.flatMap((line) => wrapped(plain(line), style.width, indent)),
  ]
}

function said({ what, to }: WalkStep): string {
  return to === undefined ? what : `${to.channel}, to ${to.audience}: ${what}`
}

function whoWords({ by, who }: WalkStep): string {
  const people = who.map(named).join(' or ')
  if (by === 'machine') return people === '' ? 'A machine' : `A machine, for ${people}`
  return people === '' ? 'Nobody' : people
}

function named({ role, name, phone, insteadOf }: Who): string {
  const details = [name, phone, insteadOf === undefined ? undefined : `stands in for ${insteadOf}`]
  const known = details.filter((one) => one !== undefined)
  return known.length === 0 ? role : `${role} (${known.join(', ')})`
}

/** Figures of an estimate are shown to the second, and small ones to a tenth. */
function whole(seconds: number): number {
  return seconds < 10 ? Number(seconds.toFixed(1)) : Math.round(seconds)
}
