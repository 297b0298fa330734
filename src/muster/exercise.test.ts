import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parsePlan, type Plan } from '#plan'
import { compileRunbook } from '#runbook'
import { parseDuration, seconds } from '#units'
import { heldWithout, peopleOf, timedOn, untilMoment } from './exercise.ts'

const text = readFileSync('examples/minimal/muster.yaml', 'utf8')
const planOf = (more = ''): Plan => parsePlan(`${text}${more}`, 'muster.yaml').plan as Plan
const plan = planOf()
const clock = { now: () => Date.parse('2026-11-24T10:00:00.000Z') }
const lab = { subject: 'lab', scenario: 'north-lost', usual: 'automatic' } as const
const table = { ...lab, subject: 'tabletop' } as const

test('a table is walked through unless people are to decide, and its runbook is theirs in any case', () => {
  expect(peopleOf(plan, {}, table, clock)).toEqual({ decision: 'people', exercise: { walk: true } })
  expect(peopleOf(plan, { decision: 'people' }, table, clock)).toEqual({ decision: 'people', exercise: {} })
  const unannounced = { within: seconds(60), seed: 0 }
  expect(peopleOf(plan, { exercise: { unannounced } }, table, clock).exercise).not.toHaveProperty('walk')
  expect(peopleOf(plan, { exercise: { absent: ['on-call'] } }, table, clock).exercise).toEqual({
    absent: ['on-call'],
    walk: true,
  })
})

test('the plan says who decides at its table', () => {
  const drilled = planOf('  - { scenario: north-lost, every: 180d, kind: tabletop, decision: people }\n')
  // The drills are the last key of the example.
  expect(drilled.drills).toHaveLength(2)
  expect(peopleOf(drilled, {}, table, clock).exercise).toEqual({})
  expect(peopleOf(drilled, { decision: 'automatic' }, table, clock).exercise).toEqual({ walk: true })
})

test('in the lab what is about people lets people decide, and else nothing changes', () => {
  expect(peopleOf(plan, {}, lab, clock)).toEqual({ decision: 'automatic', exercise: {} })
  expect(peopleOf(plan, { exercise: { absent: ['on-call', 'on-call'] } }, lab, clock)).toEqual({
    decision: 'people',
    exercise: { absent: ['on-call'] },
  })
  const automatic = { decision: 'automatic', exercise: { absent: ['on-call'] } } as const
  expect(() => peopleOf(plan, automatic, lab, clock)).toThrow('nobody can be absent')
  expect(() => peopleOf(plan, { exercise: { absent: ['ghost'] } }, lab, clock)).toThrow('no contact "ghost"')
})

test('the same seed draws the same moment, within the time that was given', () => {
  const within = parseDuration('2d') ?? seconds(0)
  const drawn = (seed: number) =>
    peopleOf(plan, { exercise: { unannounced: { within, seed } } }, lab, clock).exercise.unannounced
  expect(drawn(2 ** 30)).toEqual({
    seed: 2 ** 30,
    within: 172_800,
    from: '2026-11-24T10:00:00.000Z',
    at: '2026-11-25T10:00:00.000Z',
  })
  expect(drawn(7)).toEqual(drawn(7))
  expect(Date.parse(drawn(2 ** 31 - 1)?.at ?? '')).toBeLessThan(Date.parse('2026-11-26T10:00:00.000Z'))
  const free = () => peopleOf(plan, { exercise: { unannounced: { within } } }, lab, clock).exercise.unannounced?.seed
  expect(new Set(Array.from({ length: 8 }, free)).size).toBeGreaterThan(1)
})

test('the moment is waited for by the time of day, and a signal ends the wait', async () => {
  let now = clock.now()
  const slept: number[] = []
  const sleeping = {
    id: 'test',
    now: () => now,
    monotonic: () => 0,
    async sleep(duration: number) {
      slept.push(duration)
      now += duration * 1000
    },
  }
  const moment = { seed: 1, within: 600, from: '2026-11-24T10:00:00.000Z', at: '2026-11-24T10:01:30.000Z' }
  expect(await untilMoment(moment, sleeping, new AbortController().signal)).toBe(true)
  expect(slept).toEqual([60, 30])
  expect(await untilMoment({ ...moment, at: '2026-11-25T10:00:00.000Z' }, sleeping, AbortSignal.abort())).toBe(false)
})

test('times are those of the first target of the plan, and of the table where there is none', () => {
  expect(timedOn(plan)).toBe('tabletop')
  expect(timedOn(planOf('targets:\n  staging: { subject: nonprod, components: {} }\n'))).toBe('staging')
})

test('who stands in and what nobody could do is said beforehand, and nothing where all take part', () => {
  const compiled = compileRunbook(plan, '', { scenario: 'north-lost', direction: 'failover' })
  if ('reason' in compiled) throw new TypeError(compiled.reason)
  const { runbook } = compiled
  expect(heldWithout(runbook, {})).toEqual([])
  expect(heldWithout(runbook, { absent: ['on-call'] })).toEqual(['Held without on-call: team-lead stands in.'])
  expect(heldWithout(runbook, { absent: ['on-call', 'team-lead'] })).toEqual([
    'Held without on-call: nobody stands in.',
    'Held without team-lead: nobody stands in.',
    'Nobody could do decide.north-lost: on-call is absent and so is team-lead, the deputy.',
  ])
})
