import { type RunState, type StepState, stepState } from '#journal'
import { columns, plain } from '#markup'
import { type Runbook, type Step, stepIn } from '#runbook'
import type { FlowOutlook } from '#simulation'
import { formatDuration } from '#units'
import { odds, range, wholeRange } from './figures.ts'
import { type Live, stepNamed } from './live-model.ts'
import { shownLoss } from './loss-words.ts'
import { nextCommands, resumeCommand } from './next-words.ts'
import { commandLines, fitted, type Segment } from './segments.ts'
import { stepWord } from './step-word.ts'
import { type Style, sign, type Tone } from './style.ts'
import { alarmOf } from './timer-words.ts'
import { whoMay } from './who-may.ts'

const barWidth = 20

/** Each flow against its objective: elapsed, expected, and where the objective lies. */
export function flowLines(live: Live, style: Style): readonly string[] {
  const flows = live.outlook?.flows.filter(({ state }) => state !== 'untouched') ?? []
  const width = Math.max(0, ...flows.map(({ flow }) => columns(plain(flow))))
  return flows.map((flow) =>
    fitted(
      [
        ['bold', flow.flow],
        ' '.repeat(width - columns(plain(flow.flow)) + 2),
        ...(flow.state === 'restored'
          ? ([['green', `${sign(style, 'ok')} restored`]] as const)
          : expected(flow, style)),
        ...target(flow),
        '  ',
        flowBar(flow, live.outlook?.elapsed ?? 0, style),
      ],
      style.width,
      style,
    ),
  )
}

function expected({ left }: FlowOutlook, style: Style): readonly Segment[] {
  return [`restored in ${wholeRange(left, style)}`]
}

function target({ rto, state }: FlowOutlook): readonly Segment[] {
  if (rto.target === undefined || rto.probabilityMet === undefined) return []
  const chance = rto.probabilityMet
  const tone: Tone = chance >= 0.95 ? 'green' : chance >= 0.5 ? 'yellow' : 'red'
  const text = `, RTO ${formatDuration(rto.target)}`
  return state === 'restored'
    ? [`${text} `, [tone, chance >= 0.5 ? 'met' : 'missed']]
    : [`${text} with odds of `, [tone, odds(chance)]]
}

/** Full up to now, half up to the middle of what is expected, and a mark where the objective lies. */
function flowBar({ rto: { p50, p95, target: limit }, state }: FlowOutlook, elapsed: number, style: Style): string {
  const until = state === 'restored' ? p50 : elapsed
  return bar(until, p50, Math.max(p95, limit ?? 0, until), limit, style)
}

function bar(full: number, half: number, longest: number, limit: number | undefined, style: Style): string {
  if (longest <= 0) return ''
  const cell = (value: number): number => Math.min(barWidth, Math.round((value / longest) * barWidth))
  const cells = Array.from({ length: barWidth }, (_, at) =>
    sign(style, at < cell(full) ? 'full' : at < cell(half) ? 'half' : 'empty'),
  )
  if (limit !== undefined) cells[Math.max(0, cell(limit) - 1)] = sign(style, 'limit')
  return cells.join('')
}

/** What has been slower than it should, and is not over. */
export function alarms({ runbook, state }: Live, style: Style): readonly string[] {
  return [...state.timers].flatMap((timer) => {
    const alarm = alarmOf(timer)
    if (alarm === undefined || isPast(runbook, state, timer, alarm)) return []
    const segments: readonly Segment[] = [[alarm.tone, `${sign(style, alarm.sign)} ${alarm.about}`], `  ${alarm.what}`]
    return [fitted(segments, style.width, style)]
  })
}

function isPast(
  runbook: Runbook,
  state: RunState,
  timer: string,
  { kind, about }: NonNullable<ReturnType<typeof alarmOf>>,
): boolean {
  if (state.outcome !== undefined) return true
  if (kind !== 'deadline') {
    const at = stepState(state, about)
    const open = at.status === 'running' || at.status === 'waiting'
    return !open || (kind === 'slow' && !timer.endsWith(`:${at.attempts}`))
  }
  // The second alarm of a flow says all that the first did.
  if (timer.endsWith(':75') && state.timers.has(`deadline:${about}:100`)) return true
  const last = runbook.flows.find(({ id }) => id === about)?.restoredBy ?? []
  const mode = state.mode ?? runbook.mode
  return last.every((id) => {
    const step = runbook.steps.find((one) => one.id === id)
    return step === undefined || !stepIn(step, mode) || isDone(stepState(state, id))
  })
}

function isDone({ status }: StepState): boolean {
  return status === 'succeeded' || status === 'skipped'
}

/** Steps that Muster is at: under way, or to be looked at or tried again. */
export function inProgress(live: Live, style: Style): readonly string[] {
  const asked = new Set(live.asks.map(({ step }) => step))
  return [...live.state.steps].flatMap(([id, at]) => {
    const step = asked.has(id) ? undefined : stepNamed(live.runbook, id)
    if (!step) return []
    if (at.status === 'running') return [fitted(underWay(live, step, at, style), style.width, style)]
    const again = at.status === 'failed' && at.retryable === true
    if (!again && at.status !== 'interrupted' && at.status !== 'verifiedNotDone') return []
    const words = again ? `attempt ${at.attempts} failed, once more soon: ${at.message ?? ''}` : stepWord(at.status)
    return [fitted([['yellow', `${sign(style, 'again')} ${id}`], `  ${words}`], style.width, style)]
  })
}

function underWay({ now, estimates }: Live, step: Step, at: StepState, style: Style): readonly Segment[] {
  const lasted = Math.max(0, now - (at.since ?? now))
  const usual = estimates?.[step.id]
  const attempt = at.attempts > 1 ? `, attempt ${at.attempts}` : ''
  if (!usual)
    return [`${sign(style, 'started')} ${step.id}  ${formatDuration(Math.round(lasted))}${attempt}  ${step.title}`]
  const late = lasted > usual.p95
  return [
    `${sign(style, 'started')} ${step.id}  `,
    [late ? 'red' : 'green', bar(lasted, usual.p50, Math.max(usual.p95, lasted), usual.p95, style)],
    `  ${formatDuration(Math.round(lasted))}, usually ${range(usual, style)}${attempt}  ${step.title}`,
  ]
}

/** What waits for people: since when, for whom, what was answered, and what to type. */
export function asking(live: Live, style: Style): readonly string[] {
  const { state } = live
  const items = [...state.items.values()].filter(({ disposition }) => disposition === undefined)
  const lines = live.asks.flatMap(({ step: id, for: what }) => {
    const step = stepNamed(live.runbook, id)
    return step ? ask(live, step, what, style) : []
  })
  return [
    ...lines,
    ...(live.asks.some(({ step }) => step === '')
      ? items.flatMap(({ item, text, owner }) => [
          fitted(
            [['yellow', `${sign(style, 'unknown')} ${item}`], `  ${owner} has to settle: ${text}`],
            style.width,
            style,
          ),
          ...commands(nextCommands({ run: state.run, step: item, for: 'items', role: owner }), style),
        ])
      : []),
    ...(state.paused && state.outcome === undefined
      ? [
          fitted([['yellow', 'Paused.'], ' Go on with:'], style.width, style),
          ...commands([resumeCommand(state.run)], style),
        ]
      : []),
  ]
}

function ask(live: Live, step: Step, what: Live['asks'][number]['for'], style: Style): readonly string[] {
  const { runbook, state, now } = live
  const at = stepState(state, step.id)
  const who = whoMay(runbook, state, step)
  const open = at.since === undefined ? '' : ` for ${formatDuration(Math.round(Math.max(0, now - at.since)))}`
  const told = [
    ...(at.shown === undefined ? [] : [`would be lost: ${shownLoss(at.shown)}`]),
    ...((at.votes ?? []).length === 0
      ? []
      : [`so far: ${(at.votes ?? []).map(({ decision, role }) => `${decision} by ${role}`).join(', ')}`]),
  ]
  return [
    fitted(
      [['yellow', `${sign(style, 'unknown')} ${step.id}`], `${open}  ${why(step, what, at, who)}`],
      style.width,
      style,
    ),
    ...told.map((line) => fitted([`    ${line}`], style.width, style)),
    ...commands(
      nextCommands({ run: state.run, step: step.id, for: what, ...(who[0] === undefined ? {} : { role: who[0] }) }),
      style,
    ),
  ]
}

function why(step: Step, what: Live['asks'][number]['for'], at: StepState, who: readonly string[]): string {
  switch (what) {
    case 'decision':
      return `${deciding(step, at, who)} must decide: ${step.work.kind === 'decision' ? step.work.question : step.title}`
    case 'work':
      return `${who.join(' or ')} has to do: ${step.work.kind === 'manual' ? step.work.instruction : step.title}`
    case 'doubt':
      return `somebody must say whether it has happened: ${at.message ?? ''}`
    case 'failure':
      return `somebody must say what now: ${at.message ?? stepWord(at.status)}`
    case 'items':
      return 'something is left to settle'
  }
}

function deciding({ work }: Step, { votes = [] }: StepState, who: readonly string[]): string {
  const wanted = work.kind === 'decision' ? (work.atLeast ?? 1) : 1
  if (wanted === 1) return who.join(' or ')
  return `${wanted - votes.length} ${votes.length > 0 ? 'more ' : ''}of ${who.join(', ')}`
}

function commands(all: readonly string[], style: Style): readonly string[] {
  return all.flatMap((command) => commandLines(command, style.width, '    '))
}

/** How far each phase is, in the order of the runbook. */
export function phaseLine({ runbook, state }: Live, style: Style): readonly Segment[] {
  const mode = state.mode ?? runbook.mode
  const steps = runbook.steps.filter((step) => stepIn(step, mode) && step.insteadOf === undefined)
  const phases = [...new Set(steps.map(({ phase }) => phase))]
  return phases.flatMap((phase, index): readonly Segment[] => {
    const own = steps.filter((step) => step.phase === phase)
    const done = own.filter(({ id }) => isDone(stepState(state, id))).length
    // What is done needs no count, so that the line holds all phases.
    const shown: Segment =
      done === own.length ? ['green', `${sign(style, 'ok')}${phase}`] : ['dim', `${phase} ${done}/${own.length}`]
    return [index === 0 ? '' : '  ', shown]
  })
}
