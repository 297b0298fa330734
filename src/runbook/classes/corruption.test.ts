import { expect, test } from 'vitest'
import { seconds } from '#units'
import { before, compiled, planOf, reasonOf, stepOf } from '../testing/shop.ts'
import { runbookDigest } from '../index.ts'
import { harbour } from '../testing/harbour.ts'
import { told } from '../testing/told.ts'

const options = { scenario: 'trouble' } as const
const spoilt = planOf(harbour('{ class: corruption, of: [berths] }'))

test('a corruption stops what spreads it, goes back to a clean point apart, and opens only what was proven', () => {
  expect(told(compiled(spoilt, options))).toMatchInlineSnapshot(`
    "detect detect.trouble
    decide decide.trouble
        after detect.trouble
    contain stop-writers.berths@east
        after decide.trouble
    contain stop-replication.berths@east
        after decide.trouble
    contain keep-backups.berths@east
        after decide.trouble
    recover choose-point.berths@east
        after stop-writers.berths@east
        after stop-replication.berths@east
        after keep-backups.berths@east
    decide accept-loss.trouble
        after choose-point.berths@east
    recover restore.berths@east
        after accept-loss.trouble
    verify prove.berths@east
        after restore.berths@east
    recover rotate.berths@east
        after prove.berths@east
    recover switch.berths@east
        after rotate.berths@east
    verify verify.berths@east
        after switch.berths@east
    route release.berths@east
        after verify.berths@east
    reconcile reconcile.berths@east
        after release.berths@east
    re-protect back-up.berths@east
        after reconcile.berths@east
    re-protect re-protect.berths@west
        after reconcile.berths@east
    review review.trouble
        after back-up.berths@east
        after re-protect.berths@west"
  `)
})

test('what is restored takes the loss from its backup, and the flows that need it are back when it is released', () => {
  const book = compiled(spoilt, options)
  expect(book).toMatchObject({ from: 'east', to: 'east', mode: 'forced' })
  expect(book.stores).toEqual([{ component: 'berths', replication: 'none', backupEvery: 3600, restored: true }])
  expect(book.flows.map(({ id, restoredBy }) => [id, restoredBy])).toEqual([
    ['book', ['release.berths@east']],
    ['tides', []],
  ])
  expect(book.flows[0]?.objectives).toEqual({ rto: 14_400, rpo: 3600, mtd: 28_800 })
})

test('the owner of the data accepts the point before anything is restored, and no credential that was stolen opens it', () => {
  const book = compiled(spoilt, options)
  expect(stepOf(book, 'accept-loss.trouble').work).toMatchObject({ deciders: ['data-keeper'], accepts: 'loss' })
  expect(before(book, 'restore.berths@east')).toContain('accept-loss.trouble')
  expect(before(book, 'release.berths@east')).toContain('rotate.berths@east')
  expect(JSON.stringify(stepOf(book, 'keep-backups.berths@east').work)).toContain('vault-keeper')
})

test('a rehearsal looks for the point, restores apart and proves it, and leaves everything else alone', () => {
  expect(told(compiled(spoilt, { ...options, mode: 'test' }))).toMatchInlineSnapshot(`
    "decide decide.trouble
    recover choose-point.berths@east
        after decide.trouble
    recover restore.berths@east
        after choose-point.berths@east
    verify prove.berths@east
        after restore.berths@east"
  `)
})

test('a restore from an archive waits until it can be read, and says so', () => {
  const step = stepOf(compiled(planOf(harbour('{ class: corruption, of: [tables] }')), options), 'restore.tables@west')
  expect(step.expected).toBe(seconds(16 * 3600))
  expect(JSON.stringify(step.work)).toContain('takes up to 15h')
})

test('a log that is kept beside the backups goes with the store, and so does how far others that write it are behind', () => {
  const lag = { p50: seconds(1), p99: seconds(9) }
  const text = harbour('{ class: corruption, of: [berths] }')
  const logged = compiled(planOf(text.replace('every: 1h,', 'every: 1h, log: { every: 5m },')), options)
  expect(logged.stores).toEqual([
    { component: 'berths', replication: 'none', backupEvery: 3600, logEvery: 300, restored: true },
  ])
  // What is only estimated by does not void what was proven.
  expect(runbookDigest(logged)).toBe(runbookDigest(compiled(spoilt, options)))
  const everywhere = text.replace(
    'data: { replication: { mode: async, lag',
    'data: { writes: every-region, replication: { mode: async, lag',
  )
  expect(compiled(planOf(everywhere), options).stores[0]).toMatchObject({ restored: true, othersLag: lag })
})

test('what serves without data is made afresh from its code, and nothing is accepted as lost', () => {
  expect(told(compiled(planOf(harbour('{ class: corruption, of: [site] }')), options))).toMatchInlineSnapshot(`
    "detect detect.trouble
    decide decide.trouble
        after detect.trouble
    contain stop.site@east
        after decide.trouble
    recover provision.site@east
        after stop.site@east
    recover start.site@east
        after provision.site@east
    recover scale.site@east
        after start.site@east
    recover rotate.site@east
        after scale.site@east
    verify verify.site@east
        after rotate.site@east
    route release.site@east
        after verify.site@east
    review review.trouble
        after release.site@east"
  `)
})

test('what has no backup is recovered by hand, and a gap says what that means', () => {
  const book = compiled(planOf(harbour('{ class: corruption, of: [queue] }')), options)
  expect(stepOf(book, 'recover.queue@east').irreversible).toBe(true)
  expect(book.gaps).toContain(
    'queue has no backup that could be restored: it is recovered by hand, and all that it held may be lost.',
  )
})

test.each([
  ['has no way back', '{ class: corruption, of: [berths] }', { direction: 'failback' }, 'no way back'],
  ['is nothing that is planned', '{ class: corruption, of: [berths] }', { mode: 'planned' }, 'nobody can plan'],
  ['is not run without people', '{ class: corruption, of: [berths] }', { decision: 'automatic' }, 'Let people decide'],
  ['that loses a region is two disasters', '{ class: corruption, of: [berths], loses: [east] }', {}, 'two scenarios'],
  ['of nothing is none', '{ class: corruption }', {}, 'names no component'],
] as const)('a corruption %s', (_, scenario, more, reason) => {
  expect(reasonOf(planOf(harbour(scenario)), { ...options, ...more })).toContain(reason)
})
