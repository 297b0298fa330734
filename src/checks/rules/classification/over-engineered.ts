import { strategies } from '#catalog'
import { formatDuration } from '#units'
import { pathOf } from '../../backups.ts'
import { askedOf, enoughFor } from '../../right-size.ts'
import type { Rule } from '../../rule.ts'

export const overEngineered: Rule = {
  code: 'over-engineered',
  severity: 'note',
  title: 'A component is readier than any flow asks for',
  why: 'Readiness that nobody needs is paid for every month, and is missing elsewhere.',
  fix: 'Choose a cheaper strategy, or raise the tier of the flow and have it signed.',
  requirements: ['classify.right-size', 'cost.tier-0', 'tier.2', 'tier.3'],
  bad: `
flows:
  look-up:
    does: Old orders are looked up
    tier: 3
    objectives: { default: { slo: 99%, rto: 12h, rpo: 4h } }
    needs: [archive]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: hot-standby # NOTE: "archive" is recovered by hot standby; the hardest flow that needs it is "look-up" (tier 3, RTO 12h), for which cold standby is enough (look-up > archive).
    active: [east]
    standby: [west]
`,
  good: `
flows:
  look-up:
    does: Old orders are looked up
    tier: 3
    objectives: { default: { slo: 99%, rto: 12h, rpo: 4h } }
    needs: [archive]
    signedOff: [{ by: owner, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  archive:
    type: object-storage
    strategy: cold-standby
    active: [east]
    standby: [west]
`,
  check(subject, report, seen) {
    const { components, at, unsure } = subject
    for (const [id, component] of components) {
      const asked = askedOf(subject, id, component)
      if (!asked || unsure('components', id)) continue
      seen()
      const enough = enoughFor(subject, id, component)
      if (!enough) continue
      const { demand, rto, strategy } = asked
      report(
        at(component, 'strategy'),
        `"${id}" is recovered by ${strategies[strategy].title}; the hardest flow that needs it is "${demand.flowId}" (tier ${enough.tier}, RTO ${formatDuration(rto.value)}), for which ${strategies[enough.strategy].title} is enough (${pathOf(demand)}).`,
      )
    }
  },
}
