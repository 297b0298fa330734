import { type RunState, stepState } from '#journal'
import { stepIn } from '#runbook'
import { formatDuration } from '#units'
import { counted, wholeRange } from './figures.ts'
import { kindClause } from './kind-words.ts'
import type { Live } from './live-model.ts'
import { alarms, asking, flowLines, inProgress, phaseLine } from './live-parts.ts'
import { fitted, type Segment } from './segments.ts'
import { type Style, sign } from './style.ts'

/**
 * A run as it goes: what it is, each flow against its objective with the odds, alarms, steps under way against how long
 * they usually take, and what waits for whom with the command to type.
 * @returns at most `height` lines, none wider than the style's width but for a command's own word; where there is no room
 * for all, what waits for people goes first
 */
export function liveView(live: Live, style: Style): readonly string[] {
  const line = (segments: readonly Segment[]): string => fitted(segments, style.width, style)
  const head = [line(title(live)), line(standing(live, style))]
  const parts = {
    flows: flowLines(live, style),
    alarms: alarms(live, style),
    progress: inProgress(live, style),
    people: asking(live, style),
    phases: [line(phaseLine(live, style))],
  }
  let room = live.height - head.length
  const given = new Map<keyof typeof parts, readonly string[]>()
  for (const name of ['people', 'alarms', 'flows', 'progress', 'phases'] as const) {
    given.set(name, cutTo(parts[name], room, style))
    room -= given.get(name)?.length ?? 0
  }
  const blocks = [head, ...Object.keys(parts).map((name) => given.get(name as keyof typeof parts) ?? [])]
  const shown = blocks.filter((block) => block.length > 0)
  // A blank line between them only where there is room for all.
  return room >= shown.length - 1
    ? shown.flatMap((block, index) => (index === 0 ? block : ['', ...block]))
    : shown.flat()
}

function cutTo(lines: readonly string[], room: number, style: Style): readonly string[] {
  if (lines.length <= room) return lines
  if (room <= 0) return []
  return [...lines.slice(0, room - 1), `${sign(style, 'ellipsis')} ${counted(lines.length - room + 1, 'line')} more`]
}

function title(live: Live): readonly Segment[] {
  const { runbook, state, kind, subject, target } = live
  const { plan, scenario, direction } = runbook
  const clause = kindClause({
    kind,
    plan: plan.name,
    scenario: scenario.id,
    direction,
    mode: state.mode ?? runbook.mode,
    target,
    subject,
  })
  return [
    kind === 'drill' ? ['cyan', 'REHEARSAL'] : ['red', 'REAL EVENT'],
    ...(state.glassBrokenBy === undefined ? [] : ['  ', ['red', 'BREAK-GLASS'] as const]),
    '  ',
    ['bold', clause],
  ]
}

function standing({ runbook, state, outlook, now }: Live, style: Style): readonly Segment[] {
  const mode = state.mode ?? runbook.mode
  const steps = runbook.steps.filter((step) => stepIn(step, mode) && step.insteadOf === undefined)
  const done = steps.filter(({ id }) => ['succeeded', 'skipped'].includes(stepState(state, id).status)).length
  const since = Math.max(0, now - (state.t0 ?? now))
  return [
    `run ${state.run}`,
    ...hold(state),
    `, ${formatDuration(Math.round(since))} since ${from(state)}, ${done} of ${counted(steps.length, 'step')}`,
    ...(outlook === undefined ? [] : [`, its end in ${wholeRange(outlook.end, style)}`]),
  ]
}

/** What the time counts from; on another clock nobody knows how long ago the fault was. */
function from({ faultAt, t0 }: RunState): string {
  if (faultAt === undefined) return 'it began'
  return faultAt === t0 ? 'the fault' : 'it was taken over'
}

function hold({ outcome, cancelling, paused }: RunState): readonly Segment[] {
  if (outcome !== undefined) return [', ', [outcome === 'succeeded' ? 'green' : 'red', outcome]]
  if (cancelling) return [', ', ['yellow', cancelling.undo ? 'cancelling: taking back what was done' : 'cancelling']]
  return paused ? [', ', ['yellow', 'paused: no step begins']] : []
}
