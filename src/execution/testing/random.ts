import type { Effect, Mode, Runbook, Step } from '#runbook'
import { seconds } from '#units'
import { decision, manual, runbook, step, undo } from './books.ts'
import type { Chance } from './chance.ts'

const effects: readonly Effect[] = ['none', 'keyed', 'probed', 'unkeyed']

/** People of random runbooks: the third and the fourth are one human being. */
const people: Runbook['people'] = [
  { role: 'lead', name: 'Lea Lind', deputy: 'second' },
  { role: 'second', name: 'Sam Sand' },
  { role: 'data-owner', name: 'Dana Dahl', phone: '+1 555 0100' },
  { role: 'dba', name: 'D. Dahl', phone: '+15550100' },
  { role: 'chief', name: 'Cho Cheng' },
]

/**
 * A runbook with everything that a runbook may have, of up to that many steps: needs, modes, fallbacks, ways back,
 * decisions of m of n, limits, detection, and every effect.
 */
export function anyRunbook(chance: Chance, longest: number): Runbook {
  const steps: Step[] = []
  const count = 1 + chance.below(longest)
  for (let at = 0; at < count; at++) steps.push(anyStep(chance, steps, at))
  const ids = steps.map(({ id }) => id)
  return runbook(steps, {
    mode: chance.of<Mode>(['planned', 'forced', 'forced', 'test']),
    decision: chance.is(0.8) ? 'people' : 'automatic',
    people,
    stores: [{ component: 'orders-db', replication: 'async' }],
    flows: [
      {
        id: 'buy',
        does: 'Sells',
        tier: 1,
        data: 'writes',
        objectives: chance.is(0.7) ? { rto: seconds(600) } : {},
        level: { success: 0.99 as never, hold: seconds(5) },
        restoredBy: ids.slice(-1),
        stores: [],
        components: [],
      },
    ],
    ...(chance.is(0.5) ? { limits: { atOnce: 1 + chance.below(3) } } : {}),
    ...(chance.is(0.6)
      ? { activation: { when: { kind: 'never' } as never, text: 'it is lost', blip: seconds(300) } }
      : {}),
  })
}

function anyStep(chance: Chance, before: readonly Step[], at: number): Step {
  const id = `s${at}`
  // What stands in for a step can wait for nothing that waits for that step; the compiler sees to it.
  const target = before.length > 0 && chance.is(0.2) ? chance.of(before) : undefined
  const needs = target ? target.needs : anyNeeds(chance, before)
  const shared: Partial<Step> = {
    essential: chance.is(0.8),
    ...(chance.is(0.2) ? { modes: chance.of<readonly Mode[]>([['planned'], ['forced'], ['planned', 'forced']]) } : {}),
    ...(target ? { insteadOf: target.id } : {}),
  }
  if (at === 0 && chance.is(0.5)) return step(id, [], { phase: 'detect', effect: 'none' })
  const kind = chance.next()
  if (kind < 0.15 || (before[0]?.phase === 'detect' && at === 1))
    return decision(id, at === 1 ? ['s0'] : needs, anyQuestion(chance), at === 1 ? {} : shared)
  const back = chance.is(0.4)
    ? {
        undo: undo(
          chance.is(0.8) ? { effect: chance.of(effects.slice(1)) } : { work: { kind: 'manual', instruction: 'Back' } },
        ),
      }
    : {}
  if (kind < 0.3) return manual(id, needs, { ...shared, ...back })
  return step(id, needs, {
    ...shared,
    ...back,
    effect: chance.of(effects),
    attempts: 1 + chance.below(3),
    irreversible: chance.is(0.1),
    backoff: seconds(1),
    timeout: seconds(60),
  })
}

function anyNeeds(chance: Chance, before: readonly Step[]): readonly string[] {
  const found = new Set<string>()
  for (let count = chance.below(3); count > 0 && before.length > 0; count--)
    // Mostly what is near, so that there are long chains too.
    found.add(before[Math.max(0, before.length - 1 - chance.below(chance.is(0.7) ? 3 : before.length))]?.id ?? '')
  return [...found]
}

function anyQuestion(chance: Chance): Parameters<typeof decision>[2] {
  // Enough distinct people for two, whoever of them has started the run.
  return {
    deciders: chance.of([
      ['lead', 'chief'],
      ['lead', 'data-owner'],
      ['data-owner', 'dba', 'chief'],
    ]),
    ...(chance.is(0.5) ? { atLeast: 1 + chance.below(2) } : {}),
    ...(chance.is(0.2) ? { notTheStarter: true } : {}),
    ...(chance.is(0.3) ? { escalation: [{ after: seconds(120), to: 'chief' }] } : {}),
    ...(chance.is(0.5) ? { within: seconds(400), ifUndecided: chance.of(['wait', 'failover'] as const) } : {}),
    ...(chance.is(0.2) ? { accepts: 'loss' } : {}),
  }
}
