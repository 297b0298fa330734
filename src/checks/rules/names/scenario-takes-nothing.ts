import type { Rule } from '../../rule.ts'

export const scenarioTakesNothing: Rule = {
  code: 'scenario-takes-nothing',
  severity: 'error',
  title: 'A scenario does not say what is lost',
  why: 'There is nothing to move away from, so no recovery can be compiled for it.',
  fix: 'Name the regions under loses, or the corrupted components under of.',
  requirements: ['disaster.region', 'disaster.corruption', 'friction.criteria'],
  bad: `
scenarios:
  east-lost: { class: region } # ERROR: Scenario "east-lost" is the loss of a region, and names none under loses.
  books-corrupt: { class: corruption } # ERROR: Scenario "books-corrupt" is a corruption, and names no component under of.
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, { class: kind, loses = [], of = [] }] of Object.entries(plan.scenarios)) {
      seen()
      const scenario = plan.scenarios[id] as object
      if (kind === 'region' && loses.length === 0 && !unsure('scenarios', id, 'loses'))
        report(at(scenario), `Scenario "${id}" is the loss of a region, and names none under loses.`)
      if (kind === 'corruption' && of.length === 0 && !unsure('scenarios', id, 'of'))
        report(at(scenario), `Scenario "${id}" is a corruption, and names no component under of.`)
    }
  },
}
