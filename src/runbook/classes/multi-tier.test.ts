import { expect, test } from 'vitest'
import { compiled, ids, planOf, reasonOf, stepOf } from '../testing/shop.ts'
import { harbour } from '../testing/harbour.ts'
import { told } from '../testing/told.ts'

const options = { scenario: 'trouble' } as const
const both = planOf(harbour('{ class: multi-tier, of: [site, berths] }'))

test('components that fail together move in the order of what they need, and the rest stays', () => {
  expect(told(compiled(both, options))).toMatchInlineSnapshot(`
    "detect detect.trouble
    decide decide.trouble
        after detect.trouble
    fence isolate.site@east
        after decide.trouble
    fence isolate.berths@east
        after decide.trouble
    recover promote.berths@west
        after isolate.site@east
        after isolate.berths@east
    verify verify.site@west
        after promote.berths@west
    verify verify.berths@west
        after promote.berths@west
    route direct.site@west
        after verify.site@west
        after verify.berths@west
    re-protect return.trouble
        after direct.site@west
    re-protect re-protect.berths@east
        after return.trouble
    re-protect re-protect.site@east
        after re-protect.berths@east
    review review.trouble
        after re-protect.site@east"
  `)
})

test('customers are sent by hand where only some of the ways in have moved', () => {
  const book = compiled(both, options)
  expect(book.flows.map(({ id, restoredBy }) => [id, restoredBy])).toEqual([
    ['book', ['direct.site@west']],
    ['tides', []],
  ])
  expect(book.stores).toMatchObject([{ component: 'berths', replication: 'async' }])
})

test('what stays is turned to what has moved, and is restored with that', () => {
  const book = compiled(planOf(harbour('{ class: multi-tier, of: [berths] }')), options)
  expect(book.flows[0]?.restoredBy).toEqual(['turn.site@west'])
  expect(stepOf(book, 'turn.site@west').expected).toBe(120)
  expect(ids(book)).not.toContain('promote.site@west')
})

test('what has no standby is restored where it is, beside what moves', () => {
  const book = compiled(planOf(harbour('{ class: multi-tier, of: [berths, tables] }')), options)
  expect(book).toMatchObject({ from: 'east', to: 'west' })
  expect(book.stores).toMatchObject([
    { component: 'berths', replication: 'async' },
    { component: 'tables', replication: 'none', restored: true },
  ])
  expect(ids(book)).toEqual(
    expect.arrayContaining([
      'promote.berths@west',
      'restore.tables@west',
      'release.tables@west',
      'back-up.tables@west',
    ]),
  )
})

test('what has moved comes back drained, and with nothing else', () => {
  expect(told(compiled(both, { ...options, direction: 'failback' }))).toMatchInlineSnapshot(`
    "detect ready.berths@east
    decide decide.failback
        after ready.berths@east
    contain hold.edge
        after decide.failback
    contain drain.berths@west
        after hold.edge
    fence isolate.site@west
        after drain.berths@west
    fence isolate.berths@west
        after drain.berths@west
    recover promote.berths@east
        after isolate.site@west
        after isolate.berths@west
    verify verify.site@east
        after promote.berths@east
    verify verify.berths@east
        after promote.berths@east
    route direct.site@east
        after verify.site@east
        after verify.berths@east
    re-protect re-protect.berths@west
        after direct.site@east
    review review.trouble
        after re-protect.berths@west"
  `)
})

test('a region that is lost as well takes all with it that it had', () => {
  const book = compiled(planOf(harbour('{ class: multi-tier, of: [tables], loses: [east] }')), options)
  expect(ids(book)).toEqual(
    expect.arrayContaining(['promote.berths@west', 'take-writes.queue@west', 'restore.tables@west']),
  )
})

test.each([
  ['of nothing is none', '{ class: multi-tier }', {}, 'names no component'],
  [
    'of what is restored in place has no way back',
    '{ class: multi-tier, of: [tables] }',
    { direction: 'failback' },
    'no way back',
  ],
  [
    'is not run without people',
    '{ class: multi-tier, of: [site, berths] }',
    { decision: 'automatic' },
    'isolate.site@east, isolate.berths@east, direct.site@west are people',
  ],
] as const)('a failure of several layers %s', (_, scenario, more, reason) => {
  expect(reasonOf(planOf(harbour(scenario)), { ...options, ...more })).toContain(reason)
})
