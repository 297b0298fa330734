import type { Effect, Runbook, Step } from '#runbook'
import { decision, manual, runbook, step } from '../../src/execution/testing/books.ts'

/** How an action of these runbooks behaves at its first call: as it should, or in one of the ways that are hard to survive. All but the plain take some milliseconds. */
export type Behaviour =
  | 'plain'
  /** As it should, but not at once, so that others come between. */
  | 'slow'
  /** The effect happens, and the answer is lost. */
  | 'answer lost'
  /** It is refused before anything was done. */
  | 'refused'
  /** Checks stand before and after it. */
  | 'checked'

export const effects: readonly Effect[] = ['none', 'keyed', 'probed', 'unkeyed']

/**
 * A failover of some thirty steps: it is noticed, decided, and done in waves of one step of each effect, with people's
 * work between.
 * @param waves how each wave behaves, in order
 */
export function failover(waves: readonly Behaviour[]): Runbook {
  const steps: Step[] = [
    step('detect', [], { phase: 'detect', effect: 'none', work: acting('none', 'plain') }),
    decision('decide', ['detect']),
  ]
  let before = ['decide']
  for (const [at, behaviour] of waves.entries()) {
    const wave = effects.map((effect) => acted(`${effect}-${at + 1}`, effect, behaviour, before))
    steps.push(...wave)
    before = wave.map(({ id }) => id)
    if (at === 1) {
      steps.push(manual('look', before))
      before = ['look']
    }
  }
  steps.push(decision('give-back', before), acted('tell', 'keyed', 'plain', ['give-back']))
  return runbook(steps)
}

/** Thirty steps. */
export const wholeFailover = failover(['plain', 'answer lost', 'refused', 'slow', 'checked', 'answer lost'])

/** One wave, for where much is tried. */
export const shortFailover = failover(['answer lost'])

/** Three steps that wait for nobody, for where every call of the system is tried. */
export const threeSteps = runbook([
  acted('keyed-1', 'keyed', 'answer lost', []),
  acted('probed-1', 'probed', 'plain', ['keyed-1']),
  acted('unkeyed-1', 'unkeyed', 'plain', ['probed-1']),
])

/** By name, so that another process can be told which. */
export const books = { whole: wholeFailover, short: shortFailover, three: threeSteps } as const

export type BookName = keyof typeof books

function acted(id: string, effect: Effect, behaviour: Behaviour, needs: readonly string[]): Step {
  const check = { title: 'It answers', use: 'check', with: {} }
  return step(id, needs, {
    effect,
    work: acting(effect, behaviour),
    attempts: 9,
    ...(behaviour === 'checked' ? { before: [check], after: [check] } : {}),
  })
}

function acting(effect: Effect, behaviour: Behaviour): Step['work'] {
  return { kind: 'action', use: `act-${effect}`, with: { behaviour } }
}
