import { sentence, takenBy } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const pipelineLostWithRegion: Rule = {
  code: 'pipeline-lost-with-region',
  severity: 'warning',
  title: 'The pipelines are lost with the region',
  why: 'What the recovery deploys, and every fix after it, would wait for the region that is gone.',
  fix: 'Run the pipelines in a second region or outside the regions too, and name it under deployment.runsIn.',
  requirements: ['active-active.operations.c2'],
  bad: `
deployment: { code: bicep, regions: [east, west], runsIn: [east] } # WARNING: The pipelines run in east only, which scenario "east-lost" takes.
`,
  good: `
deployment: { code: bicep, regions: [east, west], runsIn: [east, west] }
`,
  check({ plan, at, unsure }, report, seen) {
    const { deployment } = plan
    if (!deployment?.runsIn || unsure('deployment', 'runsIn')) return
    seen()
    for (const [id] of takenBy(plan, deployment.runsIn))
      report(
        at(deployment, 'runsIn'),
        `The pipelines run in ${sentence(deployment.runsIn)} only, which scenario "${id}" takes.`,
      )
  },
}
