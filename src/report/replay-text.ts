import { plain } from '#markup'
import type { FlowReplay, IncidentReplay, ReplayVerdict } from '#simulation'
import { formatDuration } from '#units'
import { type Cell, listed, table, wrapped } from './layout.ts'
import { replayCaveats, type ReplayView } from './replay.ts'
import { paint, type Style, sign, type Tone } from './style.ts'

const order: readonly ReplayVerdict[] = ['blocked', 'late', 'met']
const tones: Readonly<Record<ReplayVerdict, Tone>> = { blocked: 'red', late: 'yellow', met: 'green' }

/**
 * Replays for a person: a table, the worst first, then why each came to its verdict and what was supposed.
 * @returns text that ends with a line feed
 */
export function replayText({ plan, target, incidents }: ReplayView, style: Style): string {
  const worstFirst = order.flatMap((verdict) => incidents.filter((one) => one.verdict === verdict))
  const tally = order
    .map((verdict) => `${incidents.filter((one) => one.verdict === verdict).length} ${verdict}`)
    .join(', ')
  const lines = [
    `${paint(style, 'bold', `Real incidents against ${plain(plan)}`)}, with the durations of ${plain(target)}: ${tally}`,
    '',
    ...table([header, ...worstFirst.map((one) => row(one, style))], style, [3, 4]),
    '',
    paint(style, 'bold', 'Why'),
    ...worstFirst.flatMap((one) => reasons(one, style)),
    '',
    paint(style, 'bold', 'What the verdicts rest on'),
    ...listed(replayCaveats, style),
  ]
  return `${lines.join('\n')}\n`
}

const header: readonly Cell[] = ['incident', 'verdict', 'worst flow', 'back', 'held up', 'at'].map((text) => ({
  text,
  tone: 'dim',
}))

function row(one: IncidentReplay, style: Style): readonly Cell[] {
  const { id, verdict, flows, blockedSteps } = one
  const worst = worstFlow(flows)
  const [first, ...more] = blockedSteps
  return [
    plain(id),
    { text: verdict, tone: tones[verdict] },
    worst === undefined || worst.rpo === undefined ? sign(style, 'none') : plain(worst.flow),
    worst === undefined || (worst.rpo === undefined && worst.rto.expected === 0) ? 'not down' : back(worst),
    heldUp(one, style),
    first === undefined
      ? sign(style, 'none')
      : `${plain(first.step)} (${plain(first.capability)})${more.length === 0 ? '' : `, ${more.length} more`}`,
  ]
}

/** The one that comes back last. */
function worstFlow(flows: readonly FlowReplay[]): FlowReplay | undefined {
  const rank = ({ verdict, rto }: FlowReplay): readonly [number, number] => [
    -order.indexOf(verdict),
    rto.expected ?? Number.POSITIVE_INFINITY,
  ]
  return flows.reduce<FlowReplay | undefined>((worst, one) => {
    if (worst === undefined) return one
    const [a, b] = [rank(one), rank(worst)]
    return a[0] > b[0] || (a[0] === b[0] && a[1] > b[1]) ? one : worst
  }, undefined)
}

function back({ rto }: FlowReplay): string {
  if (rto.expected === undefined) return 'never'
  return `${rto.atLeast ? '>= ' : ''}${formatDuration(rto.expected)}`
}

function heldUp({ blockedFor, atLeast, forEver }: IncidentReplay, style: Style): string {
  if (forEver) return 'for ever'
  if (blockedFor === undefined) return sign(style, 'none')
  return `${atLeast ? '>= ' : ''}${formatDuration(blockedFor)}`
}

function reasons(
  { id, verdict, scenario, why, assumes, blockedSteps }: IncidentReplay,
  style: Style,
): readonly string[] {
  const by = scenario === undefined ? '' : `, by the runbook of ${plain(scenario)}`
  const held =
    blockedSteps.length < 2
      ? []
      : [`Held up: ${blockedSteps.map(({ step, capability }) => `${step} (${capability})`).join(', ')}.`]
  return [
    `${paint(style, tones[verdict], plain(id))}: ${verdict}${by}`,
    ...wrapped(why, style.width, '  '),
    ...listed([...held, ...assumes], style),
  ]
}
