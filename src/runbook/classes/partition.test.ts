import { expect, test } from 'vitest'
import { before, compiled, planOf, reasonOf, stepOf } from '../testing/shop.ts'
import { harbour } from '../testing/harbour.ts'
import { told } from '../testing/told.ts'

const options = { scenario: 'trouble' } as const
const cut = '{ class: partition, between: [west, east] }'

test('the other side is fenced before anything else, and comes back only when both are level', () => {
  const book = compiled(planOf(harbour(cut)), options)
  expect(book).toMatchObject({ from: 'west', to: 'east' })
  expect(told(book)).toMatchInlineSnapshot(`
    "detect detect.trouble
    decide decide.trouble
        after detect.trouble
    fence fence.west@east
        after decide.trouble
    recover take-writes.queue@east
        after fence.west@east
    recover choose-point.tables@east
        after fence.west@east
    recover settle.queue@east
        after take-writes.queue@east
    recover restore.tables@east
        after choose-point.tables@east
    recover dead-letters.queue@east
        after settle.queue@east
    verify prove.tables@east
        after restore.tables@east
    verify verify.queue@east
        after dead-letters.queue@east
    recover switch.tables@east
        after prove.tables@east
    verify verify.tables@east
        after switch.tables@east
    route route.edge@east
        after verify.queue@east
        after verify.tables@east
    re-protect heal.trouble
        after route.edge@east
    re-protect back-up.tables@east
        after route.edge@east
    re-protect re-protect.berths@west
        after heal.trouble
    reconcile reconcile.queue@west
        after heal.trouble
    re-protect re-protect.queue@west
        after reconcile.queue@west
    re-protect unfence.west@east
        after re-protect.berths@west
        after re-protect.queue@west
        after back-up.tables@east
    re-protect share.trouble
        after unfence.west@east
    review review.trouble
        after share.trouble"
  `)
})

test('what was active on the fenced side alone moves, and may go back', () => {
  const book = compiled(
    planOf(harbour(cut).replace('active: [west], data:', 'active: [west], standby: [east], data:')),
    options,
  )
  expect(book.stores.map(({ component }) => component)).toEqual(['tables'])
  expect(book.flows.map(({ restoredBy }) => restoredBy)).toEqual([['route.edge@east'], ['route.edge@east']])
  const back = compiled(
    planOf(harbour(cut).replace('active: [west], data:', 'active: [west], standby: [east], data:')),
    { ...options, direction: 'failback' },
  )
  expect(back).toMatchObject({ from: 'east', to: 'west', stores: [{ component: 'tables' }] })
})

const standing = harbour(cut)
  .replace(/  queue: .*\n/, '')
  .replace(/  tables: .*\n/, '  tables: { type: object-storage, active: [north] }\n')
  .replace('needs: [berths, queue]', 'needs: [berths]')

test('where the other side only stands by, nobody is sent anywhere, and writes stop waiting for a copy that is synchronous', () => {
  const asynchronous = compiled(planOf(standing), options)
  expect(asynchronous.flows.map(({ restoredBy }) => restoredBy)).toEqual([[], []])
  expect(reasonOf(planOf(standing), { ...options, direction: 'failback' })).toContain('no way back')
  expect(told(asynchronous)).toMatchInlineSnapshot(`
    "detect detect.trouble
    decide decide.trouble
        after detect.trouble
    fence fence.west@east
        after decide.trouble
    re-protect heal.trouble
        after fence.west@east
    re-protect re-protect.berths@west
        after heal.trouble
    re-protect unfence.west@east
        after re-protect.berths@west
    review review.trouble
        after unfence.west@east"
  `)
  const synchronous = compiled(planOf(standing.replace('mode: async', 'mode: sync')), options)
  expect(synchronous.flows[0]?.restoredBy).toEqual(['suspend.berths@east', 'verify.berths@east'])
  expect(before(synchronous, 'suspend.berths@east')).toContain('fence.west@east')
  expect(synchronous.stores).toEqual([])
})

test('whoever wants the other side to serve is told what to declare', () => {
  const work = stepOf(
    compiled(planOf(harbour(`${cut}\n  east-lost: { class: region, loses: [east] }`)), options),
    'decide.trouble',
  ).work
  expect(work.kind === 'decision' && work.question).toContain('If west is to serve, decline, and declare east-lost.')
})

test.each([
  ['is nothing that is planned', cut, { mode: 'planned' }, 'nobody can plan'],
  ['of one region is none', '{ class: partition, between: [east] }', {}, 'names 1 region that no longer'],
  ['of three regions is not compiled', '{ class: partition, between: [east, west, north] }', {}, 'names 3 regions'],
] as const)('a partition %s', (_, scenario, more, reason) => {
  expect(reasonOf(planOf(harbour(scenario)), { ...options, ...more })).toContain(reason)
})
