import { unsaid } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const sourcesUnstated: Rule = {
  code: 'sources-unstated',
  severity: 'note',
  title: 'Where code and artefacts survive is not stated',
  why: 'Pipelines that run without their sources, images and packages deploy nothing.',
  fix: 'Say under deployment.sourceSafe where code, images and packages lie when the first region is gone.',
  requirements: ['active-active.operations.c1'],
  bad: `
deployment: { code: bicep, regions: [east, west], runsIn: [outside] } # NOTE: Nothing says where code and artefacts lie when the first region is gone.
`,
  good: `
deployment: { code: bicep, regions: [east, west], runsIn: [outside], sourceSafe: Registry with a copy in west }
`,
  check(subject, report, seen) {
    if (!subject.plan.deployment) return
    seen()
    unsaid(
      subject,
      report,
      ['deployment', 'sourceSafe'],
      'Nothing says where code and artefacts lie when the first region is gone.',
    )
  },
}
