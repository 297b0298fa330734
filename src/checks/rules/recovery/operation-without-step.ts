import { nearest } from '#diagnostics'
import type { Plan } from '#plan'
import { compileRunbook, type Step } from '#runbook'
import { isTooLarge, runbooksOf } from '../../recoveries.ts'
import type { Rule } from '../../rule.ts'

export const operationWithoutStep: Rule = {
  code: 'operation-without-step',
  severity: 'warning',
  title: 'An operation is of no step',
  why: 'The step that it was meant for stays with people, and a run without people leaves it out.',
  fix: "Write the word that the step's id begins with, as the runbook lists it, or remove it.",
  requirements: ['runbook.procedures'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { standby: 30%, scaling: { automatic: true, from: 2, to: 8, takes: 3m, quota: 12 } }
    operations:
      - scale
      - stand-bye # WARNING: "stand-bye" is an operation of "shop", and no runbook has a step of shop that begins so.
`,
  good: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { standby: 30%, scaling: { automatic: true, from: 2, to: 8, takes: 3m, quota: 12 } }
    operations: [scale, stand-by]
`,
  check({ plan, components, at, unsure }, report, seen) {
    const listing = components.filter(([, { operations = [] }]) => operations.length > 0)
    if (listing.length === 0 || isTooLarge(plan) || unsure('components') || unsure('scenarios')) return
    const verbs = verbsOf(plan)
    for (const [id, { operations = [] }] of listing)
      for (const [index, operation] of operations.entries()) {
        seen()
        const known = verbs.get(id) ?? new Map()
        if (known.get(operation) === true) continue
        const near = nearest(operation, [...known.keys()])
        report(
          at(operations, index),
          `"${operation}" is an operation of "${id}", and no runbook has a step of ${id} that begins so.`,
          near === undefined ? undefined : `Did you mean "${near}"?`,
        )
      }
  },
}

/** By component, the verbs of its steps that people do or that are operations; true of the latter. */
function verbsOf(plan: Plan): ReadonlyMap<string, ReadonlyMap<string, boolean>> {
  const found = new Map<string, Map<string, boolean>>()
  for (const { component, id, work } of stepsOf(plan)) {
    const operated = work.kind === 'action' && work.use === 'component.operate'
    if (component === undefined || (work.kind !== 'manual' && !operated)) continue
    const own = found.get(component) ?? new Map<string, boolean>()
    const verb = id.slice(0, Math.max(0, id.indexOf('.')))
    found.set(component, own.set(verb, operated || own.get(verb) === true))
  }
  return found
}

/** The steps of all scenarios, there and back. */
function stepsOf(plan: Plan): readonly Step[] {
  return runbooksOf(plan).flatMap(({ id, runbook }) => {
    const back = compileRunbook(plan, '', { scenario: id, direction: 'failback' })
    return [...runbook.steps, ...('runbook' in back ? back.runbook.steps : [])]
  })
}
