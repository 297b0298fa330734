import { unsaid } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const pipelineUnstated: Rule = {
  code: 'pipeline-unstated',
  severity: 'note',
  title: 'Reach or place of the pipelines is not stated',
  why: 'A fix that cannot be deployed to the surviving region leaves the workload as the disaster found it.',
  fix: 'Add regions (where the pipelines deploy to) and runsIn (where they run; outside where no region of the plan matters).',
  requirements: ['active-active.operations.c2'],
  bad: `
deployment: { code: bicep } # NOTE: Nothing says to which regions the pipelines deploy. # NOTE: Nothing says where the pipelines themselves run.
`,
  good: `
deployment: { code: bicep, regions: [east, west], runsIn: [outside] }
`,
  check(subject, report, seen) {
    if (!subject.plan.deployment) return
    seen()
    unsaid(subject, report, ['deployment', 'regions'], 'Nothing says to which regions the pipelines deploy.')
    unsaid(subject, report, ['deployment', 'runsIn'], 'Nothing says where the pipelines themselves run.')
  },
}
