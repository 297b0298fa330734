import { formatDuration } from '#units'
import type { Rule } from '../../rule.ts'
import { contradictions } from '../../spreads.ts'

export const spreadContradicts: Rule = {
  code: 'spread-contradicts',
  severity: 'error',
  title: 'The usual time of a step is longer than its longest',
  why: 'Half of all cases take longer than the usual time and five in a hundred take longer than P95, so one of the two is wrong.',
  fix: 'Exchange them, or take the time again in a drill.',
  requirements: ['muster.objectives.warm-standby', 'muster.objectives.cold-standby'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    stepTakes: 2m
    stepTakesP95: 30s # ERROR: A step of "shop" usually takes 2m, and 30s at most in 95 of 100 cases.
`,
  good: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    stepTakes: 30s
    stepTakesP95: 2m
`,
  check({ plan, components, at }, report, seen) {
    for (const [, { stepTakes, stepTakesP95 }] of components)
      if (stepTakes !== undefined && stepTakesP95 !== undefined) seen()
    for (const { node, key, of, usual, longest } of contradictions(plan))
      report(
        at(node, key),
        `A step of "${of}" usually takes ${formatDuration(usual)}, and ${formatDuration(longest)} at most in 95 of 100 cases.`,
      )
  },
}
