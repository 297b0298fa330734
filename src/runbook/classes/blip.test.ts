import { expect, test } from 'vitest'
import { compiled, planOf, reasonOf, stepOf } from '../testing/shop.ts'
import { harbour } from '../testing/harbour.ts'
import { told } from '../testing/told.ts'

const options = { scenario: 'trouble' } as const
const blink =
  '{ class: blip, of: [site], healsWithin: 90s, becomes: east-lost }\n  east-lost: { class: region, loses: [east] }'
const added =
  'recovery: { failover: { freeze: { title: Freeze, phase: contain, owner: lead, manual: Close the gate } } }'

test('a blip is watched and nothing is changed, whatever the plan adds to a recovery', () => {
  const book = compiled(planOf(harbour(blink, added)), options)
  expect(told(book)).toBe(
    [
      'detect detect.trouble',
      'detect watch.trouble\n    after detect.trouble',
      'decide decide.trouble\n    after watch.trouble',
      'review review.trouble\n    after decide.trouble',
    ].join('\n'),
  )
  expect(book.steps.filter(({ work }) => work.kind === 'action')).toEqual([])
  expect(book.gaps).toEqual([
    "The plan's step freeze has no place here: nothing is activated.",
    'Nothing here restores book: a blip heals by itself within 1m 30s, or is treated as east-lost.',
  ])
})

test('it is watched for as long as the plan gives it, and then those who would declare the other disaster are asked', () => {
  const activation = 'activation: { east-lost: { when: "probes.site.failing", declaredBy: [vault-keeper] } }'
  const book = compiled(planOf(harbour(blink, activation)), options)
  expect(stepOf(book, 'watch.trouble').expected).toBe(90)
  expect(stepOf(book, 'decide.trouble').work).toMatchObject({
    deciders: ['vault-keeper'],
    question:
      'Has trouble healed, so that everybody stands down? If it has not after 1m 30s, decline, and declare east-lost.',
  })
  expect(book).toMatchObject({ from: 'east', to: 'east', stores: [] })
  expect(book.flows.map(({ restoredBy }) => restoredBy)).toEqual([[], []])
})

test.each([
  [{ direction: 'failback' }, 'no way back'],
  [{ mode: 'planned' }, 'nobody can plan'],
  [{ mode: 'test' }, 'nothing to rehearse'],
] as const)('it is not compiled with %o', (more, reason) => {
  expect(reasonOf(planOf(harbour(blink)), { ...options, ...more })).toContain(reason)
})
