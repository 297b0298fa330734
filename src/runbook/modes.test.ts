import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Plan, parsePlan } from '#plan'
import { compileRunbook, type Mode, type Runbook, runbookDigest, stepIn, stepsIn, undoOf } from './index.ts'
import { before, compiled, ids, idsIn, planOf, reasonOf, shop, stepOf } from './testing/shop.ts'

const modes = ['test', 'planned', 'forced'] as const

describe('a failover', () => {
  const book = compiled(planOf(shop))

  it('is forced, and has the steps of all its modes', () => {
    expect(book.mode).toBe('forced')
    expect(stepOf(book, 'ready.db@west').modes).toEqual(['test', 'planned'])
    for (const id of ['hold.edge', 'drain.db@east']) expect(stepOf(book, id).modes).toEqual(['planned'])
    expect(stepOf(book, 'detect.east-lost').modes).toEqual(['forced'])
    expect(stepOf(book, 'decide.east-lost').modes).toBeUndefined()
    expect(idsIn(book)).toEqual(idsIn(book, 'forced'))
  })

  it('that is planned drains the old side before it cuts it off, and waits for no loss', () => {
    const planned = compiled(planOf(shop), { mode: 'planned' })
    expect(planned.mode).toBe('planned')
    expect(ids(planned)).toEqual(ids(book))
    expect(idsIn(planned)).not.toContain('detect.east-lost')
    const needed = before(planned, 'promote.db@west', 'planned')
    for (const id of ['ready.db@west', 'decide.east-lost', 'hold.edge', 'drain.db@east', 'fence.east@west'])
      expect(needed).toContain(id)
    expect(before(planned, 'drain.db@east', 'planned')).toContain('hold.edge')
  })

  it('that is forced asks nothing of the side that is gone, and is cut off only once that was decided', () => {
    expect(idsIn(book, 'forced')).not.toContain('drain.db@east')
    const needed = before(book, 'promote.db@west', 'forced')
    for (const id of ['detect.east-lost', 'decide.east-lost', 'fence.east@west']) expect(needed).toContain(id)
  })

  it('takes back a drain that was cut off: nothing that can be taken back counts as changing nothing', () => {
    const back = [book, compiled(planOf(shop), { direction: 'failback' })].flatMap(({ steps }) => steps.filter(undoOf))
    expect(back.map(({ id }) => id)).toContain('drain.db@east')
    expect(back.filter(({ effect }) => effect === 'none')).toEqual([])
  })

  it('that is rehearsed apart changes nothing that customers use or that could not be taken back', () => {
    const rehearsed = stepsIn(book, 'test')
    expect(rehearsed.map((step) => step.id)).toEqual(['ready.db@west', 'decide.east-lost', 'check.basket@west'])
    expect(rehearsed.some((step) => step.irreversible)).toBe(false)
    // What a rehearsal leaves out is not waited for, and what came before that is.
    expect(stepOf(book, 'check.basket@west').needs).toContain('decide.east-lost')
    const everywhere = shop.replace(
      'web: { type: web-service, active: [east], standby: [west], needs: [api] }',
      'web: { type: web-service, active: [east, west] }',
    )
    expect(idsIn(compiled(planOf(everywhere)), 'test')).toContain('verify.web@west')
  })

  it('leaves out what nobody but people would do, whatever the mode', () => {
    const automatic = compiled(planOf(shop), { decision: 'automatic', mode: 'planned' })
    expect(ids(automatic)).toEqual(expect.arrayContaining(['ready.db@west', 'drain.db@east', 'hold.edge']))
    expect(ids(automatic)).not.toContain('ready.web@west')
  })
})

describe('a failback', () => {
  it('is planned, and says no modes', () => {
    const back = compiled(planOf(shop), { direction: 'failback', mode: 'planned' })
    expect(back).toEqual(compiled(planOf(shop), { direction: 'failback' }))
    expect(back.steps.filter((step) => step.modes !== undefined)).toEqual([])
  })

  it.each(['test', 'forced'] as const)('is never %s', (mode) => {
    expect(reasonOf(planOf(shop), { direction: 'failback', mode })).toContain('always planned')
  })
})

describe('a step', () => {
  const book = compiled(planOf(shop))

  it('takes part in the modes that it says, and in all where it says none', () => {
    expect(modes.map((mode) => stepIn(stepOf(book, 'hold.edge'), mode))).toEqual([false, true, false])
    expect(modes.map((mode) => stepIn(stepOf(book, 'decide.east-lost'), mode))).toEqual([true, true, true])
  })

  it.each([
    ['hold.edge', 'traffic.release', {}, 'keyed'],
    ['fence.east@west', 'traffic.unfence', { region: 'east' }, 'keyed'],
    ['route.edge@west', 'traffic.route', { region: 'east' }, 'keyed'],
    ['drain.db@east', 'postgres.reopen', { component: 'db', region: 'east' }, 'probed'],
  ])('%s is taken back by %s', (id, use, args, effect) => {
    const step = stepOf(book, id)
    const undo = undoOf(step)
    expect(undo).toMatchObject({
      id: `undo:${id}`,
      phase: step.phase,
      owner: step.owner,
      requires: step.requires,
      needs: [],
      work: { kind: 'action', use, with: args },
      effect,
      irreversible: false,
      essential: true,
    })
    for (const key of ['modes', 'before', 'after', 'undo', 'insteadOf', 'wave', 'expected'])
      expect(undo).not.toHaveProperty(key)
  })

  it('that is final cannot be taken back, and looks at whom it promotes before', () => {
    const promote = stepOf(book, 'promote.db@west')
    expect(promote.irreversible).toBe(true)
    expect(undoOf(promote)).toBeUndefined()
    expect(promote.before).toEqual([
      expect.objectContaining({
        use: 'postgres.identity',
        with: { component: 'db', region: 'west', role: 'standby' },
      }),
    ])
  })
})

/** Every plan that lies in the repository as an example, with what it compiles to. */
function examples(): ReadonlyArray<readonly [name: string, books: readonly Runbook[]]> {
  const folder = new URL('../../examples/', import.meta.url)
  return readdirSync(folder)
    .filter((name) => existsSync(new URL(`${name}/muster.yaml`, folder)))
    .map((name) => {
      const text = readFileSync(new URL(`${name}/muster.yaml`, folder), 'utf8')
      const plan = parsePlan(text, `${name}.yaml`).plan as Plan
      const books = Object.keys(plan.scenarios).flatMap((scenario) =>
        (['failover', 'failback'] as const).flatMap((direction) =>
          (['people', 'automatic'] as const).flatMap((decision) => {
            const result = compileRunbook(plan, '', { scenario, direction, decision })
            return 'runbook' in result ? [result.runbook] : []
          }),
        ),
      )
      return [name, books] as const
    })
}

/** What is wrong with the order of a runbook, in each of its modes; in sentences. */
function disorder(book: Runbook): readonly string[] {
  const place = new Map(book.steps.map((step, index) => [step.id, index]))
  const faults = place.size === book.steps.length ? [] : ['An id is there twice.']
  for (const step of book.steps)
    for (const need of step.needs)
      if ((place.get(need) ?? Number.POSITIVE_INFINITY) >= (place.get(step.id) as number))
        faults.push(`${step.id} comes before ${need}.`)
  for (const mode of book.direction === 'failback' ? (['planned'] as const) : modes)
    faults.push(...overtakes(book, mode))
  return faults
}

/** Whether a step of a mode could begin before one of the mode that it waits for through steps of other modes. */
function overtakes(book: Runbook, mode: Mode): readonly string[] {
  const present = new Set(idsIn(book, mode))
  return stepsIn(book, mode).flatMap((step) => {
    const within = before(book, step.id, mode)
    const seen = new Set<string>()
    const open = [...step.needs]
    const faults: string[] = []
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (seen.has(id)) continue
      seen.add(id)
      if (present.has(id) && !within.has(id)) faults.push(`In ${mode}, ${step.id} does not wait for ${id}.`)
      open.push(...(book.steps.find((one) => one.id === id)?.needs ?? []))
    }
    return faults
  })
}

describe.each(examples())('the runbooks of %s', (_name, books) => {
  it('have every step once, after all that it needs, in every mode', () => {
    expect(books.length).toBeGreaterThan(0)
    for (const book of books) expect(disorder(book)).toEqual([])
  })

  it('differ in their digests from one another', () => {
    const digests = books.map(runbookDigest)
    expect(new Set(digests).size).toBe(digests.length)
  })
})
