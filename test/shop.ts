/** The plan of a shop as the lab serves it that `muster lab up` starts, decided by people. */
export interface ShopOptions {
  /** Public halves of local keys, by contact. */
  readonly keys?: Readonly<Record<string, string>>
  /** Lines that are put after the rest. */
  readonly more?: string
}

/** Contacts that hold emergency keys. */
export const holders = ['owner-of-data', 'head-of-operations'] as const

/** @returns the plan's text; a person looks at the orders between the fence and the promotion */
export function shopPlan({ keys = {}, more = '' }: ShopOptions = {}): string {
  const key = (role: string): string => (keys[role] === undefined ? '' : `, key: "${keys[role]}"`)
  return `apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: shop-team, review: { last: 2026-10-05, every: 90d } }
regions:
  east: { location: eastus2 }
  west: { location: centralus }
flows:
  checkout:
    does: A customer pays
    tier: 1
    data: writes
    objectives: { default: { rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [orders-api]
    signedOff: [{ by: head-of-operations, on: 2026-10-05 }]
  browse:
    does: A customer looks at goods
    tier: 1
    data: reads
    objectives: { default: { rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [orders-api]
    signedOff: [{ by: head-of-operations, on: 2026-10-05 }]
components:
  orders-api: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [orders-db] }
  orders-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 100ms, p99: 2s } }
      backup: { every: 1h, keep: 35d, redundancy: geo }
scenarios:
  east-lost: { class: region, loses: [east] }
probes:
  orders-api: { http: "https://shop.example/health", every: 10s }
activation:
  east-lost:
    when: 'probes["orders-api"].failingFor >= duration("2m")'
    unless: 'deployment.inProgress'
    decideWithin: 5m
    declaredBy: [on-call]
    approvals: { from: [owner-of-data, head-of-operations], atLeast: 2 }
    lossAcceptedBy: owner-of-data
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141" }
  owner-of-data: { name: Owner of the data, phone: "+1 555 0142", deputy: acting-owner${key('owner-of-data')} }
  acting-owner: { name: "Owner of the Data", phone: "+1 555 0142" }
  head-of-operations: { name: Head of operations, phone: "+1 555 0143"${key('head-of-operations')} }
drills:
  - scenario: east-lost
    every: 90d
    target: lab
    kind: forced
    timing: { probeEvery: 500ms, probeTimeout: 1s, activateAfter: 1s, hold: 2s }
recovery:
  failover:
    look-at-orders:
      title: Look at the newest orders
      phase: fence
      owner: on-call
      manual: Read the newest orders of the standby, and see that they are whole
      needs: [fence.east@west]
      before: [promote.orders-db@west]
${Object.keys(keys).length === 0 ? '' : `breakGlass: { holders: [${holders.join(', ')}], atLeast: 2 }\n`}${more}`
}
