import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { incidents } from '#catalog'
import { type Plan, parsePlan } from '#plan'
import { aliveJson, breakJson, jsonText, replayJson, replayText } from '#report'
import { reachCommands } from './reach.ts'
import { explain } from './topics/index.ts'

const examples = join(import.meta.dirname, '../../examples')
const planOf = (name: string): Plan =>
  parsePlan(readFileSync(join(examples, name, 'muster.yaml'), 'utf8'), 'muster.yaml').plan as Plan
const { alive, replay, breaks } = reachCommands(
  () => [],
  () => ({}),
)

describe.each(['contoso-orders', 'minimal', 'cold-standby', 'active-active', 'hot-standby', 'backup-restore'])(
  'the example %s',
  (name) => {
    const plan = planOf(name)

    test('is replayed against every incident, each verdict with its reason', () => {
      const view = replay(plan, {})
      expect(view.incidents.map(({ id }) => id)).toEqual([...incidents.map(({ id }) => id), 'what-if-pair-lost'])
      for (const { why, verdict, flows, blockedSteps, blockedFor, forEver, assumes } of view.incidents) {
        expect(why).toMatch(/^[^\n]{20,}\.$/)
        expect(assumes.length).toBeGreaterThan(0)
        expect(flows.map(({ flow }) => flow)).toEqual(Object.keys(plan.flows))
        expect(verdict === 'met').toBe(flows.every((flow) => flow.verdict === 'met'))
        if (blockedSteps.length > 0) expect(forEver === true || (blockedFor ?? 0) > 0).toBe(true)
      }
      expect(() => jsonText(replayJson(view))).not.toThrow()
    })

    test('says what must be alive and what breaks it, as data without a hole', () => {
      const lives = alive(plan)
      expect(lives.scenarios.length).toBeGreaterThan(0)
      expect(() => jsonText(aliveJson(lives))).not.toThrow()
      const broken = breaks(plan, {})
      expect(broken.objectives.length).toBeGreaterThan(0)
      for (const { met, breaks: sets, searched } of broken.objectives) {
        expect(searched.complete).toBe(true)
        if (!met) expect(sets).toEqual([])
      }
      expect(() => jsonText(breakJson(broken))).not.toThrow()
    })
  },
)

test('the table of the shop is known', async () => {
  const text = replayText(replay(planOf('contoso-orders'), {}), { colour: false, width: 110, unicode: true })
  await expect(text).toMatchFileSnapshot('golden/replay.contoso-orders.txt')
})

test('one incident can be asked for, and a name that is none is refused with the nearest one', () => {
  const plan = planOf('minimal')
  expect(replay(plan, { incident: '2021-10-04-meta' }).incidents.map(({ id }) => id)).toEqual(['2021-10-04-meta'])
  expect(replay(plan, { incident: 'what-if-pair-lost' }).incidents).toHaveLength(1)
  expect(() => replay(plan, { incident: '2021-10-04-mets' })).toThrow('Did you mean "2021-10-04-meta"?')
})

test('with the pair lost in every incident, what needs the other region is blocked', () => {
  const plan = planOf('minimal')
  const options = { incident: '2016-06-05-aws-sydney-power' }
  expect(replay(plan, options).incidents[0]?.verdict).toBe('met')
  expect(replay(plan, { ...options, pairLost: true }).incidents[0]?.verdict).toBe('blocked')
})

test('a plan without a runbook can be replayed, and cannot be asked what must be alive', () => {
  const plan = { ...planOf('minimal'), scenarios: {} }
  const { incidents: all } = replay(plan, { incident: '2016-06-05-aws-sydney-power' })
  expect(all[0]?.verdict).toBe('blocked')
  expect(all[0]?.why).toContain('no runbook')
  expect(() => alive(plan)).toThrow('no scenario')
  expect(() => breaks(plan, { scenario: 'nothing' })).toThrow('no scenario "nothing"')
})

test('the incidents are explained', () => {
  expect(explain('incidents')).toMatchObject({ name: 'incidents' })
  expect(explain('2025-10-29-azure-front-door')).toMatchObject([{ kind: 'incident' }])
})
