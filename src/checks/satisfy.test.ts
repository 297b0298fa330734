import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Condition, evaluate, type Facts, parseCondition } from '#conditions'
import { seconds } from '#units'
import { canHold, soonest } from './satisfy.ts'

const flags = ['probes.a.failing', 'deployment.inProgress']
const lengths = ['probes.a.failingFor', 'probes.b.failingFor']
const declared = [...flags, 'probes.b.failing', ...lengths]

function read(text: string): Condition {
  const { condition, problem } = parseCondition(text, declared)
  if (!condition) throw new Error(problem?.detail)
  return condition
}

const side = fc.oneof(
  fc.constantFrom(...lengths).map((fact) => ({ fact })),
  fc.nat({ max: 3 }).map((length) => ({ duration: seconds(length) })),
)
const tree = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom(...flags).map((holds) => ({ holds })),
    fc
      .record({ left: side, is: fc.constantFrom('<', '<=', '>', '>=', '==', '!=' as const), right: side })
      .map((comparison) => comparison as Condition),
    fc.array(tie('condition'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
})).condition

/** Every fact unknown or known; of lengths more values than two facts and the constants 0 to 3 can tell apart. */
const grid: readonly Facts[] = (() => {
  const values = [undefined, ...Array.from({ length: 13 }, (_, third) => third / 3)]
  const truths = [undefined, true, false]
  return truths.flatMap((failing) =>
    truths.flatMap((inProgress) =>
      values.flatMap((a) =>
        values.map((b) => ({
          'probes.a.failing': failing,
          'deployment.inProgress': inProgress,
          'probes.a.failingFor': a,
          'probes.b.failingFor': b,
        })),
      ),
    ),
  )
})()

const holds = (when: Condition, unless: Condition | undefined, facts: Facts) =>
  evaluate(when, facts) === 'true' && (!unless || evaluate(unless, facts) !== 'true')

describe('whether a condition can hold', () => {
  it('is what trying every case says', () => {
    fc.assert(
      fc.property(tree, fc.option(tree, { nil: undefined }), (when, unless) => {
        expect(canHold(when, unless)).toBe(grid.some((facts) => holds(when, unless, facts)))
      }),
      { numRuns: 400, seed: 20261124 },
    )
  })

  it('counts lengths of time below a bound only', () => {
    fc.assert(
      fc.property(tree, fc.constantFrom(1, 2, 3), (when, before) => {
        const short = (facts: Facts) => lengths.every((name) => Number(facts[name] ?? 0) < before)
        expect(canHold(when, undefined, before)).toBe(grid.filter(short).some((facts) => holds(when, undefined, facts)))
      }),
      { numRuns: 400, seed: 20261124 },
    )
  })

  it.each([
    ['probes.a.failing && !probes.a.failing', false],
    ['probes.a.failingFor > probes.b.failingFor && probes.b.failingFor > duration("5m")', true],
    ['probes.a.failingFor > probes.b.failingFor && probes.b.failingFor >= probes.a.failingFor', false],
    ['probes.a.failingFor < duration("0s")', false],
    // A truth value is never a number.
    ['probes.a.failing == 1', false],
    ['!probes.a.failing && probes.a.failingFor >= duration("2m")', true],
  ])('%s: %s', (text, possible) => {
    expect(canHold(read(text))).toBe(possible)
  })

  it('says nothing where trying would take too long', () => {
    const pairs = Array.from({ length: 12 }, (_, index) => ({
      any: [{ holds: `probes.p${index}.failing` }, { holds: `probes.q${index}.failing` }],
    }))
    // What makes it impossible comes last, after every way of making the pairs true.
    const never: Condition = { all: [...pairs, { holds: 'probes.z.failing' }, { not: { holds: 'probes.z.failing' } }] }
    expect(canHold(never)).toBeUndefined()
    expect(canHold({ any: [never, { holds: 'probes.p0.failing' }] })).toBe(true)
    expect(soonest(never)).toBeUndefined()
  })
})

describe('how long a fault must have lasted', () => {
  it.each([
    ['probes.a.failing', 0],
    ['probes.a.failingFor >= duration("2m")', 120],
    ['probes.a.failingFor > duration("2m")', 120],
    ['duration("2m") <= probes.a.failingFor', 120],
    ['!(probes.a.failingFor < duration("2m"))', 120],
    ['probes.a.failingFor >= duration("2m") || probes.b.failingFor >= duration("90s")', 90],
    ['probes.a.failingFor >= duration("2m") && probes.b.failingFor >= duration("90s")', 120],
    ['probes.a.failingFor >= duration("2m") || probes.b.failing', 0],
    ['probes.a.failingFor < duration("2m")', 0],
    ['probes.a.failing && !probes.a.failing', undefined],
    ['true', 0],
  ])('%s: %s s', (text, threshold) => {
    expect(soonest(read(text))).toBe(threshold)
  })
})
