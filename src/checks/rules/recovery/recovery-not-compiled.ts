import { compiledAtMost, isTooLarge } from '../../recoveries.ts'
import type { Rule } from '../../rule.ts'

export const recoveryNotCompiled: Rule = {
  code: 'recovery-not-compiled',
  severity: 'note',
  title: 'The plan is too large to be timed in a check',
  why: 'Whether its steps need what is lost, and whether they fit into the RTO, is not looked at here.',
  fix: 'Run muster simulate for each scenario, or give each workload a plan of its own.',
  requirements: ['runbook.procedures', 'muster.liveness'],
  bad: `
scenarios: # NOTE: The plan has 1 component and 101 scenarios; in a check runbooks are compiled for at most 100 pairs of both.
${Array.from({ length: compiledAtMost + 1 }, (_, index) => `  loss-${index}: { class: region, loses: [east] }`).join('\n')}
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
`,
  check({ plan, at }, report, seen) {
    seen()
    if (isTooLarge(plan))
      report(
        at(plan.scenarios),
        `The plan has ${counted(Object.keys(plan.components).length, 'component')} and ${counted(Object.keys(plan.scenarios).length, 'scenario')}; in a check runbooks are compiled for at most ${compiledAtMost} pairs of both.`,
      )
  },
}

function counted(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`
}
