import fc from 'fast-check'
import type { Plan } from '#plan'
import type { Runbook, RunbookFlow, Step } from '#runbook'
import { type Duration, seconds } from '#units'
import type { Way } from '../held-up.ts'
import { runbookOf, shop } from './plans.ts'

const capabilities = ['database', 'storage', 'edge-management', 'public-dns', 'monitoring'] as const
const people = ['lead', 'second', 'stranger'] as const

/** A plan, and a way back of random steps, some of which stand in for others. */
export interface Random {
  readonly plan: Plan
  readonly way: Way
}

const drawn = fc.record({
  needs: fc.array(fc.nat(20), { maxLength: 3 }),
  requires: fc.uniqueArray(fc.constantFrom(...capabilities), { maxLength: 2 }),
  region: fc.constantFrom('west', 'east', undefined),
  standsInFor: fc.option(fc.nat(20), { nil: undefined, freq: 3 }),
  owner: fc.constantFrom(...people),
  kind: fc.constantFrom('manual', 'action'),
  essential: fc.boolean(),
  attempts: fc.integer({ min: 1, max: 3 }),
  p50: fc.integer({ min: 0, max: 100 }),
  more: fc.integer({ min: 0, max: 100 }),
})

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never

/** Ways back of up to so many steps; the last one restores the flow within its RTO or not. */
export const ways = (most: number): fc.Arbitrary<Random> =>
  fc
    .record({ steps: fc.array(drawn, { minLength: 2, maxLength: most }), rto: fc.integer({ min: 1, max: 400 }) })
    .map(({ steps, rto }) => randomWay(steps, rto))

function randomWay(all: readonly Drawn[], rto: number): Random {
  const plan = shop()
  const book = runbookOf(plan)
  const [flow] = book.flows as readonly [RunbookFlow]
  const last = all.length - 1
  const steps = all.map((one, place): Step => stepOf(one, place, last))
  const runbook: Runbook = {
    ...book,
    steps,
    flows: [{ ...flow, restoredBy: [`s${last}`], objectives: { rto: seconds(rto), rpo: seconds(60) } }],
  }
  const estimates = Object.fromEntries(
    all.map(({ p50, more }, place) => [
      `s${place}`,
      { p50, p95: p50 + more, basis: 'declared' as const, observations: 0, source: 'a test' },
    ]),
  )
  return { plan, way: { runbook, estimates } }
}

function stepOf(one: Drawn, place: number, last: number): Step {
  const { needs, requires, region, standsInFor, owner, kind, essential, attempts } = one
  // A fallback comes after what it stands in for, and what restores the flow is none.
  const of = standsInFor === undefined || place === 0 || place === last ? undefined : standsInFor % place
  return {
    id: `s${place}`,
    title: 'A step',
    objective: 'Something',
    phase: 'recover',
    needs: place === 0 ? [] : [...new Set(needs.map((need) => `s${need % place}`))].filter((id) => id !== `s${of}`),
    owner,
    ...(region === undefined ? {} : { region }),
    work: kind === 'manual' ? { kind, instruction: 'Do it' } : { kind: 'action', use: 'http.verify', with: {} },
    requires,
    effect: 'none',
    timeout: seconds(60),
    attempts,
    backoff: 2 as Duration,
    irreversible: false,
    ...(of === undefined ? {} : { insteadOf: `s${of}` }),
    essential,
  }
}
