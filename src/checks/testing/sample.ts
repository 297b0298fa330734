import { type Plan, parsePlan } from '#plan'

/** A small plan about which every rule is silent; samples of rules replace parts of it. */
const base = `apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: shop-team, review: { last: 2026-10-01, every: 90d } }
regions:
  east: { location: eastus2 }
  west: { location: centralus }
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
scenarios:
  east-lost: { class: region, loses: [east] }
probes:
  shop: { http: "https://shop.example/health", every: 10s }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 5m
    unless: deployment.inProgress
    declaredBy: [on-call]
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example }
drills:
  - { scenario: east-lost, every: 90d, target: lab }
`

/** More workloads: `billing` stands alone, `ledger` relies on the small plan, and `reports` on `ledger`. */
const others: Readonly<Record<string, string>> = {
  billing: base.replace('name: shop,', 'name: billing,'),
  ledger: base
    .replace('name: shop,', 'name: ledger,')
    .replace('components:', 'components:\n  front: { type: third-party, workload: shop }'),
  reports: base
    .replace('name: shop,', 'name: reports,')
    .replace('components:', 'components:\n  postings: { type: third-party, workload: ledger }'),
}

/** The portfolio in which samples are checked, besides the sample itself. */
export const sampleWorkloads: ReadonlyMap<string, Plan> = new Map(
  Object.entries(others).flatMap(([id, text]) => {
    const { plan } = parsePlan(text, `${id}.yaml`)
    return plan ? [[id, plan] as const] : []
  }),
)

/** The day on which samples are checked. */
export const sampleDay = '2026-11-24'

/** A sample's parts, and after them the parts of the small plan that it does not have; its line numbers stay. */
export function completed(sample: string): string {
  const own = new Set([...sample.matchAll(/^([A-Za-z]+):/gm)].map(([, key]) => key))
  const parts = base.split(/^(?=[A-Za-z])/m).filter((part) => !own.has(/^[A-Za-z]+/.exec(part)?.[0]))
  return `${sample.trimEnd()}\n${parts.join('')}`
}

/**
 * What a sample marks, in order: line from 1, severity and sentence. `# INVALID` marks what the parser refuses; there the
 * sentence is empty.
 */
export function marked(sample: string): ReadonlyArray<{ line: number; severity: string; what: string }> {
  return sample.split('\n').flatMap((text, index) =>
    text
      .split(/ # (?=(?:ERROR|WARNING|UNKNOWN|NOTE): |INVALID\b)/)
      .slice(1)
      .map((mark) => {
        const [, severity = '', what = ''] = /^([A-Z]+)(?:: (.*))?$/.exec(mark.trim()) ?? []
        return { line: index + 1, severity: severity.toLowerCase(), what }
      }),
  )
}
