import { fittingFaults } from '#runbook'
import { sentence } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const faultMisfit: Rule = {
  code: 'fault-misfit',
  severity: 'error',
  title: 'A rehearsal would cause another disaster',
  why: 'What is measured of one disaster says nothing about another.',
  fix: 'Name a fault that fits the class, or leave it out for the usual one.',
  requirements: ['test.drills'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east], fault: dropped } # ERROR: The fault "dropped" causes no disaster of class region; cut-off, killed and slow do.
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east], fault: slow }
`,
  check({ plan, at }, report, seen) {
    for (const scenario of Object.values(plan.scenarios)) {
      const { class: kind, fault } = scenario
      if (fault === undefined) continue
      seen()
      const fits = fittingFaults(kind)
      if (!fits.includes(fault))
        report(
          at(scenario, 'fault'),
          `The fault "${fault}" causes no disaster of class ${kind}; ${sentence(fits)} ${fits.length === 1 ? 'does' : 'do'}.`,
        )
    }
  },
}
