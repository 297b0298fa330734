import type { Runbook, RunbookFlow } from '#runbook'
import { formatDuration } from '#units'
import type { Held, Wait } from './held-up.ts'
import type { FlowReplay, IncidentReplay } from './model.ts'
import type { Loss } from './needs.ts'
import type { Rest } from './rests.ts'

/** What had to wait, and for how long at most. */
export function blockedOf(
  waits: readonly Wait[],
  losses: readonly Loss[],
): Pick<IncidentReplay, 'blockedSteps' | 'blockedFor' | 'atLeast' | 'forEver'> {
  const longest = waits.reduce((most, { seconds }) => Math.max(most, seconds), 0)
  const open = losses.some(({ atLeast, capability }) => atLeast && waits.some((wait) => wait.capability === capability))
  return {
    blockedSteps: waits.map(({ step, capability }) => ({ step, capability })),
    ...(longest === 0 ? {} : longest === Infinity ? { forEver: true as const } : { blockedFor: longest }),
    ...(open ? { atLeast: true as const } : {}),
  }
}

/** Why an outage that takes no flow down is met. */
export function untouchedWhy(spare: Runbook | undefined, waits: readonly Wait[]): string {
  const nothing = 'No flow rests on what was gone, so nothing had to be recovered'
  const longest = longestOf(waits)
  if (!spare || !longest) return `${nothing}.`
  return `${nothing}; a recovery by ${spare.scenario.id} in that time would have waited ${lasting(longest.seconds)} at ${longest.step}, which needs ${longest.capability}.`
}

/** Why nothing brings the flows back. */
export function noRunbookWhy(
  down: ReadonlyArray<Pick<RunbookFlow, 'id'>>,
  rests: ReadonlyMap<string, readonly Rest[]>,
): string {
  const gone = [...new Set(down.flatMap(({ id }) => (rests.get(id) ?? []).map(({ capability }) => capability)))]
  return `The plan has no runbook for it: ${named(down.map(({ id }) => id))} ${down.length === 1 ? 'rests' : 'rest'} on ${named(gone)}.`
}

/** Why every flow is back in time. */
export function metWhy(flows: readonly FlowReplay[], down: ReadonlySet<string>, waits: readonly Wait[]): string {
  const hit = flows.filter(({ flow }) => down.has(flow))
  const slowest = hit.reduce<FlowReplay | undefined>(
    (worst, one) => ((one.rto.expected ?? 0) > (worst?.rto.expected ?? -1) ? one : worst),
    undefined,
  )
  const longest = longestOf(waits)
  const waited = longest ? `, although ${longest.step} waits ${lasting(longest.seconds)} for ${longest.capability}` : ''
  const all = hit.length === 1 ? `${slowest?.flow ?? 'The flow'} is` : `All ${hit.length} flows that were down are`
  return `${all} back after ${formatDuration(slowest?.rto.expected ?? 0)}, within every objective${waited}.`
}

/** Why a flow is blocked or late: the worst flow, by the wait that held it up most. */
export function lateWhy(flows: readonly FlowReplay[], runbook: Runbook, waits: readonly Wait[], held: Held): string {
  const rank = (flow: FlowReplay): number => (flow.verdict === 'blocked' ? 2 : flow.verdict === 'late' ? 1 : 0)
  const worst = flows.reduce((most, one) => (rank(one) > rank(most) ? one : most), flows[0] as FlowReplay)
  const { flow, rto, rpo } = worst
  if (rpo?.all) return `All data of ${flow} is gone, and no backup is left that others control.`
  const longest = longestOf(waits.filter((wait) => wait.flows.includes(flow)))
  const after =
    rto.expected === undefined
      ? 'never back'
      : `back after ${rto.atLeast ? 'at least ' : ''}${formatDuration(rto.expected)}`
  const aim = rto.target === undefined ? '' : `, its RTO is ${formatDuration(rto.target)}`
  const isOver = rto.expected === undefined || (rto.target !== undefined && rto.expected > rto.target)
  if (!isOver)
    return `${flow} loses ${formatDuration(rpo?.expected ?? 0)} of its newest data, its RPO is ${formatDuration(rpo?.target ?? 0)}.`
  const undisturbed = held.flows.get(flow)?.undisturbed ?? 0
  if (worst.verdict === 'late' && rto.target !== undefined && undisturbed > rto.target)
    return `${flow} is ${after}${aim}; ${runbook.scenario.id} takes ${formatDuration(undisturbed)} even when nothing is held up.`
  if (!longest) return `${flow} is ${after}${aim}; no step of ${runbook.scenario.id} brings it back sooner.`
  return `${flow} is ${after}${aim}; ${longest.step} waits ${lasting(longest.seconds)} for ${longest.capability}.`
}

function longestOf(waits: readonly Wait[]): Wait | undefined {
  return waits.reduce<Wait | undefined>((most, one) => (one.seconds > (most?.seconds ?? 0) ? one : most), undefined)
}

function lasting(seconds: number): string {
  return seconds === Infinity ? 'for ever' : formatDuration(seconds)
}

function named(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
