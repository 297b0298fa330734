import { describe, expect, it } from 'vitest'
import { stepsIn } from './index.ts'
import { before, compiled, ids, planOf, reasonOf, shop, stepOf } from './testing/shop.ts'

/** The shop with a third region, in which another part of it lives, and what is done there when the east is lost too. */
const north = shop
  .replace('  west: { location: centralus }\n', '  west: { location: centralus }\n  north: { location: northeurope }\n')
  .replace(
    '  pages:',
    '  ledger: { type: postgres, active: [north], standby: [west], data: { size: 1 GiB } }\n  pages:',
  )
  .replace('  west-lost:', '  north-lost: { class: region, loses: [north] }\n  west-lost:')
  .replace('needs: [pages]', 'needs: [pages, ledger]')
const embedding = (more: string): string =>
  north.replace(
    / {4}freeze: .*\n/,
    `    also: { title: The north too, phase: recover, owner: lead, runbook: north-lost${more} }\n`,
  )

describe('a runbook within a runbook', () => {
  const book = compiled(planOf(embedding(', needs: [verify.db@west], before: [route.edge@west]')))

  it('has all its steps there, under the key of the step that embeds it, and notices nothing again', () => {
    const alone = compiled(planOf(embedding('')), { scenario: 'north-lost' })
    expect(
      ids(book)
        .filter((id) => id.startsWith('also/'))
        .sort(),
    ).toEqual(
      ids(alone)
        .filter((id) => id !== 'detect.north-lost')
        .map((id) => `also/${id}`)
        .sort(),
    )
    expect(ids(book)).not.toContain('also')
    expect(new Set(ids(book)).size).toBe(book.steps.length)
    expect(stepOf(book, 'also/promote.ledger@west')).toMatchObject({ component: 'ledger', region: 'west' })
  })

  it('begins when the step would, and is waited for as a whole', () => {
    expect(stepOf(book, 'also/ready.ledger@west').needs).toContain('verify.db@west')
    expect(before(book, 'also/promote.ledger@west', 'forced')).toContain('verify.db@west')
    const waited = before(book, 'route.edge@west', 'forced')
    for (const step of stepsIn(book, 'forced')) if (step.id.startsWith('also/')) expect(waited).toContain(step.id)
  })

  it('brings its components and stores with it', () => {
    expect(book.stores.map((store) => store.component)).toEqual(['db', 'ledger'])
    const about = book.flows.find((flow) => flow.id === 'about')
    expect(about?.restoredBy).toEqual(expect.arrayContaining(['also/route.edge@west']))
  })

  it('takes part in no mode in which the step that embeds it does not', () => {
    const planned = compiled(planOf(embedding(', modes: [planned]')))
    expect(stepsIn(planned, 'forced').filter((step) => step.id.startsWith('also/'))).toEqual([])
    expect(stepOf(planned, 'also/decide.north-lost').modes).toEqual(['planned'])
    const rehearsed = compiled(planOf(embedding(', modes: [test]')))
    expect(ids(rehearsed)).toContain('also/ready.ledger@west')
    expect(ids(rehearsed)).not.toContain('also/hold.edge')
  })

  it('keeps its fallbacks', () => {
    const plan = planOf(
      embedding('').replace(
        '    also:',
        '    call: { title: Call, phase: recover, owner: lead, manual: Call, insteadOf: promote.ledger@west }\n    also:',
      ),
    )
    expect(stepOf(compiled(plan), 'also/call').insteadOf).toBe('also/promote.ledger@west')
  })
})

describe('a runbook is refused', () => {
  it('that is embedded in itself by way of another one', () => {
    const plan = planOf(
      embedding('').replace(
        '    also:',
        '    back: { title: Back, phase: recover, owner: lead, runbook: east-lost }\n    also:',
      ),
    )
    expect(reasonOf(plan)).toContain('Runbooks embed one another in a circle: east-lost, north-lost, east-lost.')
  })

  it.each([
    ['nowhere', 'no scenario "nowhere"'],
    ['eaten', 'class corruption'],
  ])('that embeds %s', (scenario, reason) => {
    expect(reasonOf(planOf(embedding('').replace('runbook: north-lost', `runbook: ${scenario}`)))).toContain(
      `The step "also" embeds "${scenario}": `,
    )
    expect(reasonOf(planOf(embedding('').replace('runbook: north-lost', `runbook: ${scenario}`)))).toContain(reason)
  })

  it('that would stand in for a single step', () => {
    expect(reasonOf(planOf(embedding(', insteadOf: route.edge@west')))).toContain('only a single step can do that')
  })

  it('in no other way: its own scenario is not embedded in it once more', () => {
    const book = compiled(planOf(embedding('')), { scenario: 'north-lost' })
    expect(ids(book).filter((id) => id.startsWith('also'))).toEqual([])
  })
})
