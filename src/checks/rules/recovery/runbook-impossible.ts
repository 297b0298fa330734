import { recoveriesOf } from '../../recoveries.ts'
import type { Rule } from '../../rule.ts'

export const runbookImpossible: Rule = {
  code: 'runbook-impossible',
  severity: 'note',
  title: 'No runbook can be made for a lost region',
  why: 'Without a runbook nothing can be rehearsed or timed, and people improvise.',
  fix: 'Change the plan so that the scenario can be compiled.',
  requirements: [
    'runbook.procedures',
    'active-active.operations.c3',
    'warm-standby.failover.c3',
    'cold-standby.failover.c2',
    'backup-restore.procedures.c1',
  ],
  bad: `
regions:
  east: { location: eastus2 }
  west: { location: centralus }
  north: { location: northeurope }
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [files] }
  files: { type: web-service, strategy: warm-standby, active: [east], standby: [north] }
scenarios:
  east-lost: { class: region, loses: [east] } # NOTE: No runbook for "east-lost": What is active in east has standbys in several regions (west, north), and this version recovers into one.
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
`,
  check({ plan, components, at }, report, seen) {
    const lived = new Set(components.flatMap(([, { active = [] }]) => active))
    for (const { id, scenario, compiled } of recoveriesOf(plan)) {
      // A scenario that takes nothing, or nothing of this plan, is a fault of its own.
      if (scenario.class !== 'region' || !scenario.loses?.some((region) => lived.has(region))) continue
      seen()
      if ('reason' in compiled) report(at(scenario), `No runbook for "${id}": ${compiled.reason}`, compiled.fix)
    }
  },
}
