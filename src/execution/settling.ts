import type { Json } from '#digest'
import type { Happening, RunState } from '#journal'
import type { Step } from '#runbook'

/** What a step that looked through the side that was left found there alone; each a count, ≥ 0. */
interface Found {
  /** Writes that the other side lacks. */
  readonly only: number
  /** Writes that it has with another content. */
  readonly differing: number
}

/**
 * The item that is opened for the owner of the data where a step found something that the other side lacks: somebody is
 * to say what becomes of it. None where it found nothing, or could not tell.
 */
export function leftToSettle(state: RunState, step: Step, result: Happening): readonly Happening[] {
  if (step.phase !== 'reconcile' || result.type !== 'stepSucceeded') return []
  const found = foundIn(result.data.output)
  if (found.only + found.differing === 0) return []
  const { attempt } = result.data
  const usual = `item:${step.id}`
  // One that was settled stays so: what a later attempt finds is another item.
  const item = state.items.get(usual)?.disposition === undefined ? usual : `${usual}:${attempt}`
  return [{ type: 'itemOpened', data: { item, text: told(step, found), owner: step.owner, step: step.id } }]
}

function told({ component, region }: Step, { only, differing }: Found): string {
  const of = `${component ?? 'what was looked at'} in ${region ?? 'the region that was left'}`
  const parts = [
    ...(only === 0 ? [] : [`${only} ${only === 1 ? 'write' : 'writes'} that the other side lacks`]),
    ...(differing === 0 ? [] : [`${differing} that it has with another content`]),
  ]
  return `Say what becomes of what ${of} had alone: ${parts.join(', and ')}.`
}

/** What the manager of a component answers to `reconcile`: any system may, so nothing is taken for granted. */
function foundIn(output: Json): Found {
  const said = new Map(Object.entries(typeof output === 'object' && output !== null ? output : {}))
  const count = (name: string): number => {
    const value = said.get(name)
    return typeof value === 'number' && value > 0 ? value : 0
  }
  return { only: count('onlyThere'), differing: count('otherThere') }
}
