import { nearest } from '#diagnostics'
import type { AddedStep, Plan } from '#plan'
import { compileRunbook } from '#runbook'
import { runbooksOf } from '../../recoveries.ts'
import type { Rule } from '../../rule.ts'

export const unknownStep: Rule = {
  code: 'unknown-step',
  severity: 'error',
  title: 'A step is ordered by one that does not exist',
  why: 'It would be done at another moment than its author meant: a check before customers come, for one, after them.',
  fix: 'Name a step by its id, as the runbook lists it, or one that the plan adds.',
  requirements: ['runbook.procedures'],
  bad: `
recovery:
  failover:
    look:
      title: Look at the accounts
      phase: verify
      owner: on-call
      manual: Look at them
      expected: 2m
      needs: [verify.shop@wets] # ERROR: The step "look" waits for "verify.shop@wets", which is no step of this failover.
      before: [route.edge@west] # ERROR: The step "look" is to come before "route.edge@west", which is no step of this failover.
`,
  good: `
recovery:
  failover:
    look:
      title: Look at the accounts
      phase: verify
      owner: on-call
      manual: Look at them
      expected: 2m
      needs: [verify.shop@west]
      before: [route.traffic@west]
`,
  check({ plan, at, unsure }, report, seen) {
    if (unsure('recovery') || unsure('components')) return
    for (const direction of ['failover', 'failback'] as const) {
      const added = Object.entries(plan.recovery?.[direction] ?? {})
      if (!added.some(([, { needs, before, insteadOf }]) => needs || before || insteadOf)) continue
      const compiled = stepsOf(plan, direction)
      // Where nothing can be compiled, another rule says why.
      if (compiled.length === 0) continue
      const all = new Set([...compiled, ...added.map(([id]) => id)])
      for (const [id, step] of added)
        for (const [node, key, name, what] of named(step)) {
          seen()
          if (all.has(name)) continue
          const near = nearest(name, [...all])
          report(
            at(node, key),
            `The step "${id}" ${what} "${name}", which is no step of this ${direction}.`,
            near === undefined ? undefined : `Did you mean "${near}"?`,
          )
        }
    }
  },
}

type Named = readonly [node: object, key: string | number, name: string, what: string]

/** The steps that an added step names, and what for. */
function named(step: AddedStep): readonly Named[] {
  const each = (names: readonly string[] | undefined, what: string): readonly Named[] =>
    (names ?? []).map((name, index) => [names as object, index, name, what])
  return [
    ...each(step.needs, 'waits for'),
    ...each(step.before, 'is to come before'),
    ...(step.insteadOf === undefined ? [] : [[step, 'insteadOf', step.insteadOf, 'stands in for'] as const]),
  ]
}

/** The ids of all steps of a direction, whatever the scenario. */
function stepsOf(plan: Plan, direction: 'failover' | 'failback'): readonly string[] {
  return runbooksOf(plan).flatMap(({ id, runbook }) => {
    if (direction === 'failover') return runbook.steps.map((step) => step.id)
    const back = compileRunbook(plan, '', { scenario: id, direction })
    return 'runbook' in back ? back.runbook.steps.map((step) => step.id) : []
  })
}
