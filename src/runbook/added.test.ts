import { describe, expect, it } from 'vitest'
import { runbookDigest, undoOf } from './index.ts'
import { before, compiled, ids, idsIn, planOf, reasonOf, shop, stepOf } from './testing/shop.ts'

/** The shop with other steps added to its failover. */
const adding = (...steps: readonly string[]): string =>
  shop.replace(/ {4}freeze: .*\n/, steps.map((step) => `    ${step}\n`).join(''))
const only = (step: string) => compiled(planOf(adding(step)))
const look = 'title: Look, owner: lead, manual: Look around'

describe('a step that the plan adds', () => {
  it('says how often it is tried, whether it matters, and in which modes it is done', () => {
    const step = stepOf(
      only(`look: { ${look}, phase: contain, attempts: 7, essential: false, modes: [planned, planned] }`),
      'look',
    )
    expect(step).toMatchObject({ attempts: 7, essential: false, modes: ['planned'] })
  })

  it('is essential, tried as the catalog says, and left out of a rehearsal apart where it changes something', () => {
    const book = compiled(
      planOf(
        adding(
          `stop: { ${look}, phase: contain }`,
          `final: { ${look}, phase: verify, irreversible: true }`,
          `see: { ${look}, phase: verify }`,
          'hold: { title: Hold, owner: lead, phase: contain, action: { use: traffic.hold, with: {} } }',
          'other: { title: Other, owner: lead, phase: recover, action: { use: other.way, with: { n: 1 } } }',
        ),
      ),
    )
    expect(stepOf(book, 'stop')).toMatchObject({ essential: true, attempts: 1, modes: ['planned', 'forced'] })
    expect(stepOf(book, 'final').modes).toEqual(['planned', 'forced'])
    expect(stepOf(book, 'see').modes).toBeUndefined()
    expect(stepOf(book, 'hold')).toMatchObject({ effect: 'keyed', attempts: 5, timeout: 30 })
    expect(stepOf(book, 'other')).toMatchObject({ effect: 'unkeyed', attempts: 1, timeout: 86_400, requires: [] })
    const back = compiled(
      planOf(
        shop.replace('  failover:\n    freeze', '  failback:\n    freeze').replace(', before: [fence.east@west]', ''),
      ),
      {
        direction: 'failback',
      },
    )
    expect(stepOf(back, 'freeze')).not.toHaveProperty('modes')
  })

  it('is checked before and after by what the plan says', () => {
    const action = 'action: { use: http.verify, with: { component: web, region: west } }'
    const step = stepOf(
      only(
        `look: { ${look}, phase: verify, checks: { before: [{ title: It answers, ${action} }], after: [{ ${action} }, { action: { use: some.look, with: {} } }] } }`,
      ),
      'look',
    )
    const verify = { use: 'http.verify', with: { component: 'web', region: 'west' } }
    expect(step.before).toEqual([{ title: 'It answers', ...verify }])
    expect(step.after).toEqual([
      { title: 'Asks a service to write, read back and undo, before customers are sent to it', ...verify },
      { title: 'some.look', use: 'some.look', with: {} },
    ])
    const none = stepOf(only(`look: { ${look}, phase: verify, checks: { before: [], after: [] } }`), 'look')
    expect(none).not.toHaveProperty('before')
    expect(none).not.toHaveProperty('after')
  })

  it.each([
    [
      'by a person',
      'undo: { title: Open, manual: Open the gate }',
      {
        title: 'Open',
        work: { kind: 'manual', instruction: 'Open the gate' },
        effect: 'unkeyed',
        attempts: 1,
        timeout: 86_400,
      },
    ],
    [
      'in words of its own',
      'undo: {}',
      { title: 'Take back: Look', work: { kind: 'manual', instruction: 'Take back: Look' } },
    ],
    [
      'by an action',
      'undo: { action: { use: traffic.release, with: {} } }',
      {
        title: 'Take back: Look',
        work: { kind: 'action', use: 'traffic.release', with: {} },
        effect: 'keyed',
        attempts: 5,
        timeout: 30,
      },
    ],
  ])('is taken back %s', (_title, undo, expected) => {
    const step = stepOf(only(`look: { ${look}, phase: contain, ${undo} }`), 'look')
    expect(step.undo).toMatchObject(expected)
    expect(undoOf(step)).toMatchObject({ id: 'undo:look', objective: 'What look did is taken back', ...expected })
  })

  it('that waits for something that is no step here waits for the decision, and the runbook says so', () => {
    const book = only(`look: { ${look}, phase: verify, needs: [verify.other@west] }`)
    expect(stepOf(book, 'look').needs).toEqual(['decide.east-lost'])
    expect(book.gaps).toContain('The step look waits for verify.other@west, which is no step here.')
    const half = only(`look: { ${look}, phase: verify, needs: [verify.other@west, promote.db@west] }`)
    expect(stepOf(half, 'look').needs).toContain('promote.db@west')
    const early = only(`look: { ${look}, phase: detect, needs: [] }`)
    expect(stepOf(early, 'look').needs).toEqual([])
  })

  it('changes the digest by each of these', () => {
    const more = [
      'attempts: 2',
      'essential: false',
      'modes: [planned]',
      'undo: {}',
      'insteadOf: hold.edge',
      'checks: { after: [{ action: { use: http.verify, with: {} } }] }',
    ]
    const digests = ['timeout: 1d', ...more].map((key) =>
      runbookDigest(only(`look: { ${look}, phase: verify, ${key} }`)),
    )
    expect(new Set(digests).size).toBe(more.length + 1)
  })
})

describe('a fallback', () => {
  const names =
    'by-hand: { title: Point names by hand, owner: lead, manual: Point them, phase: route, insteadOf: route.edge@west }'

  it('waits for what the step that it stands in for waits for, and comes before what waits for that', () => {
    const book = only(names)
    expect(stepOf(book, 'by-hand')).toMatchObject({ insteadOf: 'route.edge@west' })
    expect(stepOf(book, 'by-hand').needs).toEqual(stepOf(book, 'route.edge@west').needs)
    expect(idsIn(book)).not.toContain('by-hand')
    expect(ids(book).indexOf('by-hand')).toBeLessThan(ids(book).indexOf('return.east'))
    // It restores no flow for whoever times a run in which nothing fails.
    expect(book.flows[0]?.restoredBy).toEqual(['route.edge@west'])
  })

  it('may wait for more, but not for what it stands in for', () => {
    const book = only(names.replace('insteadOf:', 'needs: [route.edge@west, promote.db@west], insteadOf:'))
    expect(stepOf(book, 'by-hand').needs).toContain('promote.db@west')
    expect(stepOf(book, 'by-hand').needs).not.toContain('route.edge@west')
  })

  it('may be what follows a decision that was declined', () => {
    const book = only(
      'stay: { title: Stay and repair, owner: lead, manual: Repair, phase: recover, insteadOf: decide.east-lost }',
    )
    expect(stepOf(book, 'stay').needs).toEqual(stepOf(book, 'decide.east-lost').needs)
  })

  it('for a step that is not there is left out, and the runbook says so', () => {
    const book = compiled(
      planOf(adding(names.replace('edge', 'egde'), `look: { ${look}, phase: review, needs: [by-hand] }`)),
    )
    expect(ids(book)).not.toContain('by-hand')
    expect(book.gaps).toContain(
      'The step by-hand stands in for route.egde@west, which is no step here, so it is left out.',
    )
    expect(stepOf(book, 'look').needs).toEqual(['decide.east-lost'])
  })

  it('that needs what waits for the step it stands in for could never begin', () => {
    expect(reasonOf(planOf(adding(names.replace('insteadOf:', 'needs: [return.east], insteadOf:'))))).toContain(
      'circle',
    )
  })

  it('of a fallback is one too', () => {
    const book = compiled(
      planOf(adding(names, 'by-phone: { title: Call, owner: lead, manual: Call, phase: route, insteadOf: by-hand }')),
    )
    expect(stepOf(book, 'by-phone').needs.length).toBeGreaterThan(0)
    expect(before(book, 'by-phone')).toContain('verify.db@west')
    expect(idsIn(book)).not.toContain('by-phone')
  })
})
