import { expect, test } from 'vitest'
import { before, compiled, ids, planOf, reasonOf } from '../testing/shop.ts'
import { harbour } from '../testing/harbour.ts'
import { told } from '../testing/told.ts'

const options = { scenario: 'trouble' } as const
const gone = '{ class: control-plane, takes: [arm-control-plane, create-or-scale-compute], lasts: 4h }'

test('without the management nothing is changed: everything is frozen and looked at until it is back', () => {
  expect(told(compiled(planOf(harbour(gone)), options))).toMatchInlineSnapshot(`
    "detect detect.trouble
    decide decide.trouble
        after detect.trouble
    contain freeze.deployments
        after decide.trouble
    contain freeze.scaling
        after decide.trouble
    contain freeze.schedulers
        after decide.trouble
    verify verify.site@east
        after decide.trouble
    verify verify.berths@east
        after decide.trouble
    verify verify.queue@east
        after decide.trouble
    verify verify.queue@west
        after decide.trouble
    verify verify.tables@west
        after decide.trouble
    re-protect return.trouble
        after freeze.deployments
        after freeze.scaling
        after freeze.schedulers
        after verify.site@east
        after verify.berths@east
        after verify.queue@east
        after verify.queue@west
        after verify.tables@west
    re-protect lift.trouble
        after return.trouble
    review review.trouble
        after lift.trouble"
  `)
})

test('nothing is lost and no flow has to be restored, and what could not be done meanwhile is named', () => {
  const book = compiled(planOf(harbour(`${gone}\n  west-lost: { class: region, loses: [east] }`)), options)
  expect(book).toMatchObject({ from: 'east', to: 'east', stores: [] })
  expect(book.flows.map(({ restoredBy }) => restoredBy)).toEqual([[], []])
  expect(book.gaps.filter((gap) => gap.includes('on top'))).toMatchInlineSnapshot(`
    [
      "If west-lost comes on top of it, take-writes.queue@west cannot be done.",
    ]
  `)
})

test('only the components that the scenario names are looked at, where it names some', () => {
  const book = compiled(planOf(harbour('{ class: control-plane, of: [berths] }')), options)
  expect(ids(book).filter((id) => id.startsWith('verify.'))).toEqual(['verify.berths@east'])
})

test('where a region is lost as well, it is recovered from after the freeze, and the freeze ends last', () => {
  const book = compiled(planOf(harbour('{ class: control-plane, takes: [arm-control-plane], loses: [east] }')), options)
  expect(book).toMatchObject({ from: 'east', to: 'west' })
  expect(before(book, 'fence.east@west')).toContain('freeze.scaling')
  expect(before(book, 'lift.trouble')).toContain('re-protect.berths@east')
  expect(book.flows[0]?.restoredBy).toEqual(['route.edge@west'])
  expect(book.gaps.filter((gap) => gap.startsWith('While'))).toMatchInlineSnapshot(`
    [
      "While arm-control-plane is gone, take-writes.queue@west, verify.queue@west cannot be done.",
    ]
  `)
})

test('there is a way back only where a region was left', () => {
  expect(reasonOf(planOf(harbour(gone)), { ...options, direction: 'failback' })).toContain('no way back')
  const back = compiled(planOf(harbour('{ class: control-plane, loses: [east] }')), {
    ...options,
    direction: 'failback',
  })
  expect(back).toMatchObject({ from: 'west', to: 'east', mode: 'planned' })
  expect(ids(back)).not.toContain('freeze.scaling')
})
