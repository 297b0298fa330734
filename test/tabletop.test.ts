import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import type { Walk } from '#evidence'
import { openMuster, type Sound } from '#muster'
import { parsePlan } from '#plan'
import { json, root } from './command.ts'
import { muster } from './program.ts'

interface Drill {
  readonly scenario: string
  readonly subject: string
  readonly verdict: string
  readonly walks: readonly Walk[]
}

const shop = join(root, 'examples/contoso-orders/muster.yaml')
const { plan } = parsePlan(readFileSync(shop, 'utf8'), shop)
/** A scenario of every class of disaster. */
const pair = join(root, 'examples/lab/warm-standby.muster.yaml')
const scenarios = parse(readFileSync(join(root, 'examples/lab/parts/disasters.yaml'), 'utf8')) as {
  readonly scenarios: Readonly<Record<string, { readonly class: string }>>
}
const classes = [...new Map(Object.entries(scenarios.scenarios).map(([id, { class: kind }]) => [kind, id]))]
let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-tabletop-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const walk = async (file: string, ...words: readonly string[]) => {
  const ended = await muster(folder, 'drill', file, '--target', 'tabletop', '--json', ...words)
  return { code: ended.code, drill: json<Drill>(ended) }
}

describe('muster drill --target tabletop', () => {
  test('the plan has a scenario of every class', () => {
    expect(new Set(classes.map(([kind]) => kind))).toEqual(
      new Set(['region', 'corruption', 'blip', 'control-plane', 'multi-tier', 'extended', 'partition']),
    )
  })

  test.each(classes)('walks through a disaster of class %s', async (_, id) => {
    const { code, drill } = await walk(pair, '--scenario', id)
    expect(code).toBe(0)
    expect(drill).toMatchObject({ scenario: id, subject: 'tabletop', verdict: 'walked' })
    const [over] = drill.walks
    const steps = over?.steps ?? []
    expect(steps.length).toBeGreaterThan(0)
    const times = steps.flatMap(({ at }) => at ?? [])
    expect(times).toEqual(times.toSorted((a, b) => a - b))
    // What a step waits for comes before it, and who does it can be named.
    const ends = new Map(steps.map(({ step, at = 0, takes = 0 }) => [step, at + takes]))
    for (const { at, needs, who, insteadOf } of steps) {
      if (insteadOf !== undefined || at === undefined) continue
      for (const need of needs) expect(ends.get(need) ?? 0).toBeLessThanOrEqual(at + 1e-9)
      expect(who.length).toBeGreaterThan(0)
    }
    expect(steps.filter(({ by }) => by === 'decision').every(({ asks }) => asks.length > 0)).toBe(true)
  })

  test.each(classes)('ends a disaster of class %s well once people have answered', async (_, scenario) => {
    const home = openMuster({ cwd: root, environment: { MUSTER_HOME: join(folder, '.muster') } })
    const found = home.find(pair, '2026-11-24') as Sound
    const answers: Promise<unknown>[] = []
    const given = new Set<string>()
    let run = ''
    const result = await home.drill(found, {
      scenario,
      holding: { target: 'tabletop' },
      decision: 'people',
      signal: new AbortController().signal,
      watcher: {
        say: () => undefined,
        forecast: () => undefined,
        record: ({ runId }) => {
          run = runId
        },
        asked: (asks, { steps, people }) => {
          for (const { step: id, for: what } of asks) {
            const step = steps.find((one) => one.id === id)
            if (!step || given.has(`${run} ${id}`)) continue
            given.add(`${run} ${id}`)
            const by = step.work.kind === 'decision' ? step.work.deciders[0] : step.owner
            answers.push(
              home.send(run, {
                kind: what === 'decision' ? 'approve' : 'done',
                by: by ?? people[0]?.role ?? '',
                step: id,
                comment: 'seen',
              }),
            )
          }
        },
      },
    })
    await Promise.all(answers)
    expect(result?.evidence).toMatchObject({ verdict: 'exercised', subject: 'tabletop' })
    expect(result?.evidence.approvals.every(({ method }) => method === 'person')).toBe(true)
    expect(result?.evidence.flows.every(({ rto, rpo }) => rto.measured === undefined && rpo.method === 'none')).toBe(
      true,
    )
    expect(home.verify(result?.run ?? '').faults).toEqual([])
  })

  test('says who stands in, how long that takes, and what nobody could do', async () => {
    const usual = await walk(shop, '--scenario', 'east-lost')
    const { code, drill } = await walk(shop, '--scenario', 'east-lost', '--absent', 'incident-manager')
    expect(code).toBe(0)
    const decided = (one: Drill) => one.walks[0]?.steps.find(({ step }) => step === 'decide.east-lost')
    expect(decided(drill)?.who[0]).toMatchObject({ role: 'head-of-operations', insteadOf: 'incident-manager' })
    const within = plan?.contacts?.['incident-manager']?.answersWithin ?? 0
    expect(decided(drill)?.takes).toBeCloseTo((decided(usual.drill)?.takes ?? 0) + within, 6)
    const few = join(root, 'examples/minimal')
    const nobody = await walk(few, '--absent', 'on-call', '--absent', 'team-lead')
    expect(nobody.code).toBe(1)
    expect(nobody.drill).toMatchObject({ verdict: 'missed' })
    expect(nobody.drill.walks[0]?.questions[0]).toMatch(/^Nobody could do decide\.north-lost: /)
  })

  test('leaves nothing but its evidence and its journal', () => {
    expect(readdirSync(folder)).toEqual(['.muster'])
    expect(readdirSync(join(folder, '.muster')).toSorted()).toEqual(['evidence', 'runs', 'store'])
  })
})
