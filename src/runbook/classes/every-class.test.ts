import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Plan } from '#plan'
import { compileRunbook, type Mode, type Runbook, stepsIn } from '../index.ts'
import { plans } from '../testing/plans.ts'

/** Every runbook that a plan compiles to: both directions, all modes, with people and without. */
function runbooksOf(plan: Plan): readonly Runbook[] {
  const modes: ReadonlyArray<Mode | undefined> = ['test', 'planned', 'forced', undefined]
  return (['failover', 'failback'] as const).flatMap((direction) =>
    (['people', 'automatic'] as const).flatMap((decision) =>
      modes.flatMap((mode) => {
        const made = compileRunbook(plan, '', {
          scenario: 'trouble',
          direction,
          decision,
          ...(mode === undefined ? {} : { mode }),
        })
        if ('runbook' in made) return [made.runbook]
        expect(made.reason).toMatch(/\.$/)
        expect(made.fix).toMatch(/\.$/)
        return []
      }),
    ),
  )
}

/** Holds for every runbook of 400 plans of all classes. */
function holds(law: (runbook: Runbook, plan: Plan) => void): void {
  fc.assert(
    fc.property(plans(), (plan) => {
      for (const runbook of runbooksOf(plan)) law(runbook, plan)
    }),
    { numRuns: 400, seed: 1 },
  )
}

describe('the runbook of any class', () => {
  it('is never empty, names each step once, and every step comes after all that it needs', () => {
    const met = new Set<string>()
    const unmanned = new Set<string>()
    holds((runbook) => {
      met.add(`${runbook.scenario.class} ${runbook.direction}`)
      if (runbook.decision === 'automatic') unmanned.add(runbook.scenario.class)
      const before = new Set<string>()
      for (const { id, needs } of runbook.steps) {
        expect(before).not.toContain(id)
        for (const need of needs) expect(before).toContain(need)
        before.add(id)
      }
      expect(stepsIn(runbook).length).toBeGreaterThan(0)
    })
    // The classes without a way back are those that move nothing.
    expect([...met].sort()).toEqual([
      'blip failover',
      'control-plane failback',
      'control-plane failover',
      'corruption failover',
      'extended failover',
      'multi-tier failback',
      'multi-tier failover',
      'partition failback',
      'partition failover',
      'region failback',
      'region failover',
    ])
    expect([...unmanned].sort()).toEqual([
      'blip',
      'control-plane',
      'corruption',
      'extended',
      'multi-tier',
      'partition',
      'region',
    ])
  })

  it('restores every flow that it touches by steps that it has, or says in a gap why not', () => {
    holds((runbook, plan) => {
      const known = new Set(runbook.steps.map(({ id }) => id))
      const touched = new Set([
        ...runbook.stores.map(({ component }) => component),
        ...(runbook.direction === 'failover' ? (plan.scenarios['trouble']?.of ?? []) : []),
      ])
      for (const flow of runbook.flows) {
        for (const id of flow.restoredBy) expect(known).toContain(id)
        if (flow.restoredBy.length > 0 || !flow.components.some((one) => touched.has(one))) continue
        expect(runbook.gaps.join('\n')).toContain(flow.id)
      }
    })
  })

  it('asks nobody but people and actions that there are, in regions of the plan', () => {
    holds((runbook, plan) => {
      for (const step of runbook.steps) {
        if (step.region !== undefined) expect(plan.regions).toHaveProperty(step.region)
        if (step.component !== undefined) expect(plan.components).toHaveProperty(step.component)
        if (step.work.kind === 'decision') expect(step.work.deciders.length).toBeGreaterThan(0)
        // Without people nobody is asked, but to notice where there are no criteria, and what the plan asks itself.
        if (runbook.decision === 'automatic' && step.work.kind === 'manual')
          expect(['detect.trouble', 'mine']).toContain(step.id)
      }
    })
  })

  it('changes nothing before somebody has decided, but to bring the other side of a planned switch to its size', () => {
    holds((runbook) => {
      const decided = new Set(runbook.steps.filter(({ work }) => work.kind === 'decision').map(({ id }) => id))
      const waits = new Map<string, boolean>()
      for (const { id, needs } of runbook.steps)
        waits.set(
          id,
          needs.some((need) => decided.has(need) || waits.get(need) === true),
        )
      for (const { id, phase, modes } of runbook.steps)
        if (phase !== 'detect' && phase !== 'decide' && (modes === undefined || modes.includes(runbook.mode)))
          expect([id, waits.get(id)]).toEqual([id, true])
    })
  })

  it('tells nobody of a move where nothing moves', () => {
    holds((runbook) => {
      for (const { work } of runbook.steps)
        if (work.kind === 'action' && work.use === 'notify.console' && runbook.from === runbook.to)
          expect(work.with['message']).not.toContain('We go from')
    })
  })

  it('names in its gaps what cannot be done while something is gone', () => {
    holds((runbook, plan) => {
      for (const taken of plan.scenarios['trouble']?.takes ?? []) {
        const stuck = runbook.steps.filter(
          ({ phase, requires, work }) =>
            requires.includes(taken) &&
            work.kind !== 'decision' &&
            !['reconcile', 're-protect', 'review'].includes(phase),
        )
        for (const { id } of stuck) expect(runbook.gaps.join('\n')).toContain(id)
      }
    })
  })
})
