import { plain } from '#markup'
import { wrapped } from './layout.ts'
import { shownLoss } from './loss-words.ts'
import { nextCommands, resumeCommand } from './next-words.ts'
import { type RunView, roleFor, type StepView, votesOf } from './run-view.ts'
import { paint, type Style } from './style.ts'

/** What an open run waits for, since when, what was answered so far, and what to type. One block of lines a matter. */
export function waits(view: RunView, style: Style): ReadonlyArray<readonly string[]> {
  if (view.outcome !== undefined) return []
  const asked = view.steps.filter((step) => step.asks !== undefined)
  return [
    ...(asked.length === 0
      ? []
      : [[paint(style, 'bold', 'Waits for people'), ...asked.flatMap((step) => waiting(view, step, style))]]),
    ...(view.paused ? [[paint(style, 'yellow', 'Paused: no step begins.'), `    ${resumeCommand(view.run)}`]] : []),
  ]
}

function waiting(view: RunView, step: StepView, style: Style): readonly string[] {
  const votes = votesOf(view, step.id)
  const told = [
    `${step.waitsFor ?? 'a person'}${step.since === undefined ? '' : ` (since ${step.since.slice(11, 19)}Z)`}`,
    ...(step.claimedBy === undefined ? [] : [`claimed by ${step.claimedBy}`]),
    ...(step.shown === undefined ? [] : [`would be lost: ${shownLoss(step.shown)}`]),
    ...(votes.length === 0
      ? []
      : [`so far: ${votes.map(({ decision, role }) => `${decision} by ${role}`).join(', ')}`]),
    ...(step.message === undefined ? [] : [step.message]),
  ]
  const role = roleFor(view, step)
  return [
    `  ${paint(style, 'yellow', plain(step.id))}  ${plain(step.title)}`,
    ...told.flatMap((line) => wrapped(plain(line), style.width, '    ')),
    ...nextCommands({
      run: view.run,
      step: step.id,
      for: step.asks ?? 'work',
      ...(role === undefined ? {} : { role }),
    }).map((line) => `      ${line}`),
  ]
}

/** What is or was left to be settled, with what became of it, and what to type for what is open. */
export function itemLines({ items, run, outcome }: RunView, style: Style): readonly string[] {
  if (items.length === 0) return []
  return [
    paint(style, 'bold', 'To settle before the run ends'),
    ...items.flatMap(({ item, text, owner, step, disposition }) => [
      ...wrapped(
        `${plain(item)}  ${plain(text)} (${plain(owner)}${step === undefined ? '' : `, ${plain(step)}`})`,
        style.width,
        '  ',
      ),
      ...(disposition === undefined
        ? outcome === undefined
          ? nextCommands({ run, step: item, for: 'items', role: owner }).map((line) => `      ${line}`)
          : []
        : wrapped(`settled: ${plain(disposition)}`, style.width, '    ')),
    ]),
  ]
}
