import { Script } from 'node:vm'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Entry, imported, inOrder, offlineScript, readyIn, type StepData, together, viewOf } from './index.ts'
import { clock, exported } from './page/journal.js'

const entry = (copy: string, n: number, over: Partial<Entry> = {}): Entry => ({
  copy,
  n,
  at: `2026-11-30T03:00:${String(n).padStart(2, '0')}.000Z`,
  by: 'Ada',
  kind: 'stepDone',
  ...over,
})
const step = (number: string, after: readonly string[] = [], over: Partial<StepData> = {}): StepData => ({
  key: `step-${number}`,
  step: `step-${number}`,
  direction: 'failover',
  essential: true,
  number,
  title: number,
  kind: 'manual',
  owner: 'lead',
  after,
  usual: true,
  ...over,
})
const done = (number: string, n: number, over: Partial<Entry> = {}) =>
  entry('a', n, { step: `step-${number}`, ...over })

test('lines stand in order of time, and those of one copy as they were written, though its clock was set back', () => {
  const lines = [
    entry('a', 1, { at: '2026-11-30T03:10:00Z' }),
    entry('a', 2, { at: '2026-11-30T03:01:00Z' }),
    entry('b', 1),
  ]
  expect(inOrder(lines).map(({ copy, n }) => `${copy}${n}`)).toEqual(['b1', 'a1', 'a2'])
})

test('lines that several journals hold come once, in whichever order they are brought together', () => {
  const arbitrary = fc.uniqueArray(
    fc.record({ copy: fc.constantFrom('a', 'b', 'c'), n: fc.integer({ min: 1, max: 9 }) }),
    { selector: ({ copy, n }) => `${copy}:${n}`, maxLength: 20 },
  )
  fc.assert(
    fc.property(arbitrary, fc.array(fc.boolean(), { minLength: 20, maxLength: 20 }), (keys, split) => {
      const all = keys.map(({ copy, n }) => entry(copy, n))
      const [one, two] = [all.filter((_, at) => split[at]), all.filter((_, at) => !split[at])]
      const merged = together([one, two, one])
      expect(merged).toHaveLength(all.length)
      expect(together([two, merged])).toEqual(merged)
      expect(viewOf(merged)).toEqual(viewOf(together([two, one])))
    }),
  )
})

test('what was taken back no longer counts, and what was done stays done when it is begun again', () => {
  const lines = [
    done('1', 1, { kind: 'stepBegun' }),
    done('1', 2, { text: 'seen' }),
    done('1', 3, { kind: 'stepBegun' }),
  ]
  expect(viewOf(lines).steps.get('step-1')).toMatchObject({ state: 'done', text: 'seen', from: lines[0]?.at })
  const back = viewOf([...lines, entry('a', 4, { kind: 'takenBack', of: 'a:2' })])
  expect(back.steps.get('step-1')?.state).toBe('begun')
  expect(back.entries).toHaveLength(2)
})

test('a decision is approved or declined; the disaster may have come before the page was opened', () => {
  const view = viewOf([
    entry('a', 1, { kind: 'begun', text: 'real', since: '2026-11-30T02:30:00Z' }),
    entry('a', 2, { kind: 'decided', step: 's', text: 'no: it is a blip' }),
    entry('a', 3, { kind: 'decided', step: 't', text: 'yes' }),
    entry('a', 4, { kind: 'decided', step: 'u', text: 'nobody answers' }),
  ])
  expect(view.t0).toBe(Date.parse('2026-11-30T02:30:00Z'))
  expect(['s', 't', 'u'].map((id) => view.steps.get(id)?.state)).toEqual(['declined', 'done', 'done'])
})

describe('two copies contradict each other', () => {
  const of = (...lines: readonly Entry[]) => viewOf(lines).contradictions
  test('where one has done what failed for the other, or both have done it', () => {
    const bob = { by: 'Bob', step: 's' }
    expect(of(entry('a', 1, { step: 's' }), entry('b', 2, { ...bob, kind: 'stepFailed' }))).toEqual([
      's: done by Ada at 2026-11-30T03:00:01.000Z, and failed by Bob at 2026-11-30T03:00:02.000Z.',
    ])
    expect(of(entry('a', 1, { step: 's' }), entry('b', 2, bob))).toEqual([
      's: done twice, by Ada at 2026-11-30T03:00:01.000Z and by Bob at 2026-11-30T03:00:02.000Z.',
    ])
    const decided = { kind: 'decided', step: 's' } as const
    expect(of(entry('a', 1, { ...decided, text: 'yes' }), entry('b', 2, { ...decided, text: 'no' }))[0]).toContain(
      'approved',
    )
  })
  test('and not where one copy corrects itself, or the same person writes the same on two', () => {
    expect(of(entry('a', 1, { step: 's', kind: 'stepFailed' }), entry('a', 2, { step: 's' }))).toEqual([])
    expect(of(entry('a', 1, { step: 's' }), entry('b', 2, { step: 's' }))).toEqual([])
  })
})

test('what may begin is what waits for nothing that is still to be done; what stands in for a step settles it', () => {
  const steps = [
    step('1'),
    step('2', [], { usual: false }),
    step('3', ['1', '2']),
    step('3b', ['1'], { usual: false, insteadOf: '3' }),
    step('4', ['3']),
    step('B1', [], { direction: 'failback', key: 'back/step-1', step: 'step-1' }),
  ]
  const next = (...lines: readonly Entry[]) => readyIn(steps, viewOf(lines)).map(({ number }) => number)
  const failed = done('3', 2, { kind: 'stepFailed' })
  expect(next()).toEqual(['1'])
  expect(next(done('1', 1))).toEqual(['3'])
  expect(next(done('1', 1), failed)).toEqual(['3b'])
  expect(next(done('1', 1), failed, done('3b', 3))).toEqual(['4'])
  expect(next(done('1', 1), failed, done('3b', 3), done('4', 4))).toEqual(['B1'])
})

test('what has failed and is not needed holds nothing up', () => {
  const steps = [step('1', [], { essential: false }), step('2', ['1'])]
  expect(readyIn(steps, viewOf([done('1', 1, { kind: 'stepFailed' })])).map(({ number }) => number)).toEqual(['2'])
})

test('lines of one number in one copy that say different things are both kept, for it was written in two places', () => {
  const [one, two] = [entry('a', 51, { step: 's' }), entry('a', 51, { step: 't' })]
  expect(together([[one], [two], [one]])).toHaveLength(2)
  expect(together([[two], [one]])).toEqual(together([[one], [two]]))
})

test('a rehearsal and the real thing are never mixed, and two who differ on the decision are named', () => {
  const data = { plan: 'shop', planDigest: 'd', scenario: 's', runbooks: [], steps: [] }
  const begun = (copy: string, text: string) => entry(copy, 1, { kind: 'begun', text })
  const rehearsal = exported(data, 'b', [begun('b', 'rehearsal')], '2026-11-30T04:00:00Z')
  const real = viewOf([begun('a', 'real')])
  expect(imported(rehearsal, data, real)).toEqual({
    trouble: expect.stringContaining('a rehearsal, and this one of the real thing'),
  })
  expect(imported(rehearsal, data, viewOf([]))).toHaveProperty('entries')
  expect(viewOf([begun('a', 'real'), begun('b', 'rehearsal')]).contradictions[0]).toContain('The run: "real" by Ada')
  const wrote = (copy: string, id: string, text: string) => entry(copy, 2, { kind: 'wrote', id, text })
  expect(
    viewOf([wrote('a', 'decision-what', 'Declared'), wrote('b', 'decision-what', 'Stand down')]).contradictions,
  ).toHaveLength(1)
  expect(viewOf([wrote('a', 'notes-lead', 'x'), wrote('b', 'notes-lead', 'y')]).contradictions).toEqual([])
})

test('a journal comes back as it was exported; anything else is told why it is none', () => {
  const data = { plan: 'shop', planDigest: 'd', scenario: 's', runbooks: [], steps: [] }
  const lines = [entry('a', 1, { step: 's', text: '</script>' })]
  const text = exported(data, 'a', lines, '2026-11-30T04:00:00Z')
  expect(imported(text, data)).toEqual({ entries: lines })
  expect(imported(text, { ...data, planDigest: 'e' })).toEqual({
    trouble: expect.stringContaining('another version of the plan'),
  })
  for (const [bad, why] of [
    ['', 'not JSON'],
    ['null', 'no journal'],
    ['[]', 'no journal'],
    [text.replace('"n": 1', '"n": "1"'), 'Line 1'],
    [text.replace('"kind": "stepDone"', '"kind": "__proto__"'), 'Line 1'],
    [text.replace('2026-11-30T03:00:01.000Z', 'soon'), 'Line 1'],
    [text.replace('"step": "s"', '"step": {}'), 'Line 1'],
  ] as const)
    expect(imported(bad, data), bad).toEqual({ trouble: expect.stringContaining(why) })
})

test('the script is one text that imports and exports nothing, and parses', () => {
  const script = offlineScript()
  expect(script).not.toMatch(/^(import|export) /m)
  expect(script).not.toContain('</script')
  expect(() => new Script(script)).not.toThrow()
  expect(script.length).toBeLessThan(40_000)
})

test.each([
  [0, '0:00:00'],
  [3725.4, '1:02:05'],
  [90_061, '1d 1:01:01'],
  [-5, '0:00:00'],
])('%d seconds are %s', (seconds, words) => expect(clock(seconds)).toBe(words))
