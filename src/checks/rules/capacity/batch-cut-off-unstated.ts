import type { Rule } from '../../rule.ts'

export const batchCutOffUnstated: Rule = {
  code: 'batch-cut-off-unstated',
  severity: 'note',
  title: 'By when batch jobs must be done is not stated',
  why: 'An outage costs a batch job nothing until its time of day has passed, and then everything: the RTO alone does not say it.',
  fix: 'Add cutOffs to the flow: the time of day, its zone, and what must be done by then.',
  requirements: ['classify.flows', 'muster.max-downtime'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [billing] }
  billing: { type: batch, strategy: warm-standby, active: [east], standby: [west] } # NOTE: Flow "buy" needs the jobs of "billing", and names no time by which they must be done.
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 1h, mtd: 24h } }
    cutOffs: [{ at: "18:00", zone: Europe/Berlin, what: The day is billed }]
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [billing] }
  billing: { type: batch, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ components, critical, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const demand = critical.get(id)
      if (!component.type.startsWith('batch') || !demand) continue
      seen()
      const { flow, flowId } = demand
      if ((flow.cutOffs ?? []).length > 0 || unsure('flows', flowId, 'cutOffs')) continue
      report(at(component), `Flow "${flowId}" needs the jobs of "${id}", and names no time by which they must be done.`)
    }
  },
}
