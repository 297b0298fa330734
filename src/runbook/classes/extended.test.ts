import { expect, test } from 'vitest'
import { stepsIn } from '../index.ts'
import { before, compiled, ids, planOf, reasonOf, stepOf } from '../testing/shop.ts'
import { harbour } from '../testing/harbour.ts'
import { told } from '../testing/told.ts'

const options = { scenario: 'trouble' } as const
const long = planOf(harbour('{ class: extended, loses: [east], lasts: 60d }'))

test('nobody waits for a region that does not come back: a third home is made ready instead', () => {
  expect(told(compiled(long, options))).toMatchInlineSnapshot(`
    "detect detect.trouble
    decide decide.trouble
        after detect.trouble
    fence fence.east@west
        after decide.trouble
    recover promote.berths@west
        after fence.east@west
    recover take-writes.queue@west
        after fence.east@west
    verify verify.berths@west
        after promote.berths@west
    recover settle.queue@west
        after take-writes.queue@west
    recover dead-letters.queue@west
        after settle.queue@west
    verify verify.site@west
        after promote.berths@west
        after dead-letters.queue@west
    verify verify.queue@west
        after dead-letters.queue@west
    route route.edge@west
        after verify.site@west
        after verify.berths@west
        after verify.queue@west
    re-protect choose-home.east
        after route.edge@west
    re-protect sustain.west
        after route.edge@west
    re-protect rebuild.berths@north
        after choose-home.east
    re-protect rebuild.queue@north
        after choose-home.east
    re-protect rebuild.site@north
        after rebuild.berths@north
        after rebuild.queue@north
    review review.trouble
        after sustain.west
        after rebuild.site@north"
  `)
})

test('nothing is ever asked of the region that is gone', () => {
  const book = compiled(long, options)
  expect(stepsIn(book).filter(({ region }) => region === 'east')).toEqual([])
  expect(ids(book)).not.toContain('return.east')
  expect(before(book, 'rebuild.berths@north')).toContain('choose-home.east')
})

test('until it is served again it goes as from any lost region', () => {
  const served = (kind: string): readonly string[] =>
    told(compiled(planOf(harbour(`{ class: ${kind}, loses: [east] }`)), options))
      .split('re-protect')[0]
      ?.split('\n') ?? []
  expect(served('extended').filter((line) => !line.includes('rebuild'))).toEqual(served('region'))
})

test('where the plan has no third region, the place is open, and a gap says so', () => {
  const two = planOf(harbour('{ class: extended, loses: [east] }').replace('  north: { location: northeurope }\n', ''))
  const book = compiled(two, options)
  expect(stepOf(book, 'rebuild.berths@elsewhere')).not.toHaveProperty('region')
  expect(book.gaps).toEqual(
    expect.arrayContaining([
      'The plan has no third region: where the new standby comes is chosen when east is gone.',
      'The plan does not say how long "trouble" lasts, so nobody knows for how long west has to carry everybody.',
    ]),
  )
})

test('where machines decide, they build it beside what serves as far as the plan lets them, and gaps say the rest', () => {
  const machines = { ...options, decision: 'automatic' } as const
  const two = harbour('{ class: extended, loses: [east], lasts: 60d }')
    .replace('  north: { location: northeurope }\n', '')
    .replace(/ {2}queue: .*\n/, '')
    .replace('needs: [berths, queue]', 'needs: [berths]')
  const left = compiled(planOf(two), machines)
  const named = two
    .replace('stepTakes: 2m', 'operations: [rebuild], stepTakes: 2m')
    .replace('stepTakes: 3m', 'operations: [rebuild]')
  const built = compiled(planOf(named), machines)
  const anew = (book: typeof built) => ids(book).filter((id) => id.startsWith('rebuild.'))
  expect([anew(left), anew(built)]).toMatchInlineSnapshot(`
    [
      [],
      [
        "rebuild.site@west",
        "rebuild.berths@west",
      ],
    ]
  `)
  const sentences = (book: typeof built) => book.gaps.filter((gap) => gap.includes('standby'))
  expect([sentences(left), sentences(built)]).toMatchInlineSnapshot(`
    [
      [
        "Building a standby anew in place of east is for people and was not exercised.",
        "The plan has no third region: where the new standby comes is chosen when east is gone.",
      ],
      [
        "The plan has no third region: the new standby of site, berths is in west and shares its fate.",
      ],
    ]
  `)
})

test('what the lost region still had cannot be settled, and is named', () => {
  const settled =
    'postRecovery: { owner: lead, reconcile: [{ of: berths, owner: data-keeper, compares: berths by day }] }'
  const book = compiled(planOf(harbour('{ class: extended, loses: [east], lasts: 60d }', settled)), options)
  expect(ids(book).filter((id) => id.startsWith('reconcile'))).toEqual([])
  expect(book.gaps).toContain('What east still had of berths cannot be settled as long as east is gone.')
})

test('there is no way back', () => {
  expect(reasonOf(long, { ...options, direction: 'failback' })).toContain('west is the home from then on')
})
