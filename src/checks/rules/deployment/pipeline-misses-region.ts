import { sentence, usersOf } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const pipelineMissesRegion: Rule = {
  code: 'pipeline-misses-region',
  severity: 'warning',
  title: 'The pipelines leave out a region that is used',
  why: 'The region keeps an old release, or none, and it is found out when the traffic arrives.',
  fix: 'Let the pipelines deploy to every region that the plan uses, and name it under deployment.regions.',
  requirements: ['active-active.operations.c2'],
  bad: `
deployment: { code: bicep, regions: [east] } # WARNING: The pipelines deploy to east only, and "shop" stands by in west.
`,
  good: `
deployment: { code: bicep, regions: [east, west] }
`,
  check(subject, report, seen) {
    const { deployment } = subject.plan
    if (!deployment?.regions || subject.unsure('deployment', 'regions')) return
    const reached = new Set(deployment.regions)
    const to = deployment.regions.length === 0 ? 'no region' : `${sentence(deployment.regions)} only`
    for (const [region, { id, standsBy }] of usersOf(subject)) {
      seen()
      if (reached.has(region)) continue
      report(
        subject.at(deployment, 'regions'),
        `The pipelines deploy to ${to}, and "${id}" ${standsBy ? 'stands by' : 'runs'} in ${region}.`,
      )
    }
  },
}
