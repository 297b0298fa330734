import { runbook, decision, manual, step } from '../../src/execution/testing/books.ts'
import { seconds } from '#units'
import { seeded } from '../../src/execution/testing/chance.ts'
import { anyRunbook } from '../../src/execution/testing/random.ts'
import { all, decided, detect, go, says, seen, shown } from './asks.ts'
import { peopleCourses } from './people-courses.ts'
import type { Ask, Course, Deed } from './recorder.ts'

/** The runs that are kept, each for something that later versions must still understand. */
export const courses: readonly Course[] = [
  {
    name: 'drill',
    book: runbook([detect, decided, ...all, step('back', ['keyed', 'probed'], { phase: 're-protect' })], {
      decision: 'automatic',
    }),
    first: [
      { type: 'faultInjected', data: { regions: ['east'], atMono: 1 } },
      { type: 'regionReturned', data: { regions: ['east'] } },
    ],
    begin: { usual: { keyed: 60 }, follows: 'an-earlier-run' },
  },
  {
    name: 'cut-line',
    book: runbook([detect, decided, ...all], { decision: 'automatic' }),
    first: [
      { type: 'faultInjected', data: { as: 'partitioned', regions: [], between: ['east', 'west'], atMono: 1 } },
      { type: 'faultHealed', data: { as: 'partitioned' } },
    ],
  },
  {
    name: 'people-decide-and-work',
    book: runbook([detect, decided, ...all, manual('look', ['keyed'])]),
    on: {
      'decision decide': [
        { kind: 'approve', step: 'decide', by: 'stranger' },
        { kind: 'approve', step: 'decide', by: 'second', comment: 'Go.' },
      ],
      'work look': [{ kind: 'note', comment: 'I am looking.' }, seen('done', 'look')],
    },
  },
  {
    name: 'refused',
    book: runbook([detect, decided, ...all]),
    on: { 'decision decide': [{ kind: 'reject', step: 'decide', comment: 'A false alarm.' }] },
  },
  {
    name: 'failed',
    book: runbook([step('move'), step('switch', ['move'])], { decision: 'automatic' }),
    deeds: { move: ['fails'] },
  },
  {
    name: 'failed-and-retried',
    book: runbook([step('move'), step('switch', ['move'])]),
    deeds: { move: ['fails'] },
    on: { 'failure move': [{ kind: 'retry', step: 'move', comment: 'Mended.' }] },
  },
  {
    name: 'failed-and-done-by-hand',
    book: runbook([step('move'), step('switch', ['move'])]),
    deeds: { move: ['fails'] },
    on: { 'failure move': [seen('done', 'move')] },
  },
  {
    name: 'failed-and-skipped',
    book: runbook([step('move'), step('switch', ['move'])]),
    deeds: { move: ['fails'] },
    on: {
      'failure move': [
        { kind: 'skip', step: 'move' },
        { kind: 'skip', step: 'move', comment: 'Not needed today.' },
      ],
    },
  },
  {
    name: 'not-essential',
    book: runbook([step('tell', [], { essential: false, effect: 'none' }), step('move', ['tell'])]),
    deeds: { tell: ['fails'] },
  },
  {
    name: 'retries',
    book: runbook([detect, decided, ...all]),
    on: { ...go, 'stepInDoubt unkeyed 2': [says('unkeyed', 'done')] },
    deeds: {
      none: ['answer lost'],
      keyed: ['answer lost', 'refused'],
      probed: ['refused', 'answer lost'],
      unkeyed: ['refused', 'answer lost'],
    },
  },
  {
    name: 'attempts-used-up',
    book: runbook([step('move', [], { attempts: 2 })], { decision: 'automatic' }),
    deeds: { move: ['refused', 'refused'] },
  },
  {
    name: 'doubt-not-done',
    book: runbook([step('switch', [], { effect: 'unkeyed' })]),
    deeds: { switch: ['answer lost'] },
    on: {
      'stepInDoubt switch 1': [
        { kind: 'resolve', step: 'switch', data: { answer: 'done' } },
        says('switch', 'notDone'),
      ],
    },
  },
  {
    name: 'doubt-in-a-drill',
    book: runbook([step('switch', [], { effect: 'unkeyed' })], { decision: 'automatic' }),
    deeds: { switch: ['answer lost'] },
  },
  {
    name: 'look-does-not-tell',
    book: runbook([step('move', [], { effect: 'probed' })]),
    deeds: { move: ['answer lost'] },
    looks: { move: ['unknown', 'unknown', 'unknown', 'unknown', 'unknown'] },
    on: { 'stepInDoubt move 1': [says('move', 'done')] },
  },
  {
    name: 'taken-over',
    book: runbook([detect, decided, ...all, step('switch', ['keyed'])]),
    deeds: { none: ['hangs'], keyed: ['hangs'], probed: ['hangs'], unkeyed: ['hangs'] },
    drivers: [{ until: 'stepStarted unkeyed 1' }, {}],
    on: { ...go, 'stepInDoubt unkeyed 1': [says('unkeyed', 'done')] },
  },
  {
    name: 'taken-over-on-another-clock',
    book: runbook([decision('decide', [], { within: seconds(20), ifUndecided: 'failover' }), step('move', ['decide'])]),
    drivers: [{ until: 'asked decide' }, { clock: 'another clock' }],
  },
  {
    name: 'taken-over-by-force',
    book: runbook([step('move', [], { effect: 'probed' }), step('switch', ['move'])]),
    deeds: { move: ['hangs'] },
    drivers: [
      { until: 'stepStarted move 1' },
      { force: { by: ['lead', 'data-owner'], reason: 'Nobody answers there.' } },
    ],
  },
  {
    name: 'taken-over-while-asked',
    book: runbook([decision('decide'), step('move', ['decide'])]),
    drivers: [{ until: 'decision decide' }, { until: 'leaseTaken' }, {}],
    on: { 'stepStarted nothing': [], leaseTaken: [{ kind: 'approve', step: 'decide' }] },
  },
  ...peopleCourses,
  ...[3, 7, 11, 17, 23, 31].map(byChance),
]

/** A random runbook with what may happen to it, where people answer all that they are asked. */
function byChance(seed: number): Course {
  const chance = seeded(seed)
  const book = anyRunbook(chance, 8)
  const deeds: Record<string, readonly Deed[]> = {}
  const on: Record<string, readonly Ask[]> = {}
  for (const { id } of book.steps) {
    if (chance.is(0.5)) deeds[id] = [chance.of<Deed>(['answer lost', 'refused', 'fails', 'slow'])]
    const approvals = book.people.map(
      ({ role }): Ask => ({
        kind: 'approve',
        step: id,
        by: role,
        data: shown(id),
      }),
    )
    on[`decision ${id}`] = approvals
    on[`work ${id}`] = [seen('done', id)]
    on[`doubt ${id}`] = [says(id, 'done')]
    on[`failure ${id}`] = [{ kind: 'skip', step: id, comment: 'Not needed today.' }]
  }
  return { name: `random-${seed}`, book, deeds, on }
}
