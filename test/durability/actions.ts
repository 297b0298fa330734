import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Action, ActionContext, World } from '#execution'
import type { Effect } from '#runbook'
import { seconds } from '#units'
import { type Behaviour, effects } from './book.ts'
import type { Outside } from './outside.ts'

/** Where something can come to an end, or stand still, while an action acts. */
export type CallBoundary = 'before call' | 'after call' | 'before look' | 'after look'

/** The actions of these runbooks: each effect is a line in the file outside. */
export function actionsOn(
  outside: Outside,
  reach: (at: CallBoundary, of: readonly string[]) => void,
): ReadonlyMap<string, Action> {
  const actions = effects.map((effect) => acting(effect, outside, reach))
  return new Map([...actions, checking].map((action) => [action.use, action]))
}

const checking: Action = { use: 'check', effect: 'none', accepts: () => undefined, run: async () => 'it answers' }

function acting(effect: Effect, outside: Outside, reach: (at: CallBoundary, of: readonly string[]) => void): Action {
  return {
    use: `act-${effect}`,
    effect,
    accepts: () => undefined,
    async run({ behaviour }, { step, key, epoch, clock, signal }) {
      const isFirst = !outside.lines().some((line) => line.what === 'call' && line.step === step)
      const is = (one: Behaviour): boolean => isFirst && behaviour === one
      reach('before call', [step])
      outside.say({ what: 'call', step, key, epoch })
      // Each effect takes its own time, so that each result is a commit of its own.
      if (behaviour !== 'plain') await clock.sleep(seconds(0.2 * (1 + effects.indexOf(effect))), signal)
      if (is('refused')) throw new RetryableFailure('not now', { harmless: true })
      const became = outside.act(step, key, epoch, effect === 'keyed')
      reach('after call', [step])
      if (became === 'refused') throw new TerminalFailure('The target has seen a newer lease.', { harmless: true })
      if (is('answer lost')) throw new RetryableFailure('no answer')
      return became
    },
    ...(effect === 'probed'
      ? {
          async probe(_: unknown, { step, key, epoch }: ActionContext) {
            reach('before look', [step])
            const answer = outside.has(step, key) ? 'done' : 'notDone'
            outside.say({ what: 'looked', step, key, epoch, answer })
            reach('after look', [step])
            return answer
          },
        }
      : {}),
  }
}

/** No step of these runbooks asks for an address. */
export const world: World = {
  endpoint: () => {
    throw new TerminalFailure('Nothing is reached by address here.')
  },
  traffic: () => {
    throw new TerminalFailure('There is no traffic manager here.')
  },
  facts: async () => ({}),
}
