/** Where everything of the estate listens. */
export interface EstatePorts {
  readonly door: number
  readonly management: number
  readonly eastApi: number
  readonly westApi: number
  readonly copyApi: number
}

/** The plan of a shop on systems of its own: `staging`, and `copies` that stand apart. */
export function estatePlan({ door, management, eastApi, westApi, copyApi }: EstatePorts): string {
  const http = (port: number, path = ''): string => `"http://127.0.0.1:${port}${path}"`
  const manage = (path: string): string => `{ url: ${http(management, `/${path}`)}, token: "\${secret:env:OWN_TOKEN}" }`
  const both = `    components:
      orders-api:
        east: { url: ${http(eastApi)}, manage: ${manage('east/orders-api')} }
        west: { url: ${http(westApi)}, manage: ${manage('west/orders-api')} }
      orders-db:
        east: { url: "\${secret:env:OWN_EAST}", manage: ${manage('east/orders-db')} }
        west: { url: "\${secret:env:OWN_WEST}", manage: ${manage('west/orders-db')} }
    traffic: { url: ${http(door, '/manage')}, token: "\${secret:env:OWN_TOKEN}" }
`
  return `apiVersion: muster/v1
kind: Plan
metadata: { name: own-shop, owner: shop-team, review: { last: 2026-10-05, every: 90d } }
regions:
  east: { location: eastus2 }
  west: { location: centralus }
flows:
  checkout:
    does: A customer pays
    tier: 1
    data: writes
    serviceLevel: { success: 90%, hold: 2s }
    objectives: { default: { rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [orders-api]
    signedOff: [{ by: on-call, on: 2026-10-05 }]
components:
  orders-api:
    type: web-service
    strategy: hot-standby
    active: [east]
    standby: [west]
    needs: [orders-db]
    operations: [isolate, direct, fail, mend]
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
  api-down: { class: multi-tier, of: [orders-api], in: east }
probes:
  orders-api: { http: ${http(door, '/health')}, every: 500ms, timeout: 1s }
activation:
  east-lost: { when: 'probes["orders-api"].failingFor >= duration("1s")', decideWithin: 5m, declaredBy: [on-call] }
  api-down: { when: 'probes["orders-api"].failingFor >= duration("1s")', decideWithin: 5m, declaredBy: [on-call] }
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140" }
drills:
  - { scenario: east-lost, every: 90d, target: staging, kind: planned-switchover }
targets:
  staging:
    subject: nonprod
    environment: staging
${both}    heartbeats:
      orders-db: { every: 500ms, timeout: 2s, mayCreate: true }
    flows:
      checkout: { http: ${http(door, '/checkout')}, every: 500ms, timeout: 2s }
  over-http:
    subject: nonprod
${both}    heartbeats:
      orders-db:
        every: 500ms
        timeout: 2s
        write: ${http(door, '/markers')}
        token: "\${secret:env:OWN_TOKEN}"
        read: { east: ${http(eastApi, '/markers')}, west: ${http(westApi, '/markers')} }
    flows:
      checkout: { http: ${http(door, '/checkout')}, every: 500ms, timeout: 2s }
  copies:
    subject: nonprod
    components:
      orders-api: { west: { url: ${http(copyApi)} } }
      orders-db: { west: { url: "\${secret:env:OWN_COPY}" } }
    flows:
      checkout: { http: ${http(copyApi, '/checkout')}, every: 500ms, timeout: 2s }
    isolated:
      setUp: ${manage('copies/set-up')}
      takeDown: ${manage('copies/take-down')}
  unmeasured:
    subject: prod
    environment: production
    mayReach: [127.0.0.1]
${both}  unprepared:
    subject: nonprod
${both}    heartbeats:
      orders-db: { every: 500ms, timeout: 2s }
`
}
