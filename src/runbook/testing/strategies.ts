/** How the service and the store of a plan are kept ready, by strategy. */
export const strategies = {
  'active-active-overprovisioned': {
    web: 'strategy: active-active, variant: overprovisioned, active: [east, west]',
    db: 'strategy: active-active, active: [east, west]',
    data: 'writes: every-region, replication: { mode: async, lag: { p50: 50ms, p99: 300ms } }',
  },
  'active-active-at-capacity': {
    web: 'strategy: active-active, variant: at-capacity, active: [east, west]',
    db: 'strategy: active-active, active: [east, west]',
    data: 'writes: every-region, replication: { mode: async, lag: { p50: 50ms, p99: 300ms } }',
  },
  'hot-standby': {
    web: 'strategy: hot-standby, active: [east], standby: [west]',
    db: 'strategy: hot-standby, active: [east], standby: [west]',
    data: 'replication: { mode: async, lag: { p50: 50ms, p99: 300ms } }',
  },
  'hot-standby-sync': {
    web: 'strategy: hot-standby, active: [east], standby: [west]',
    db: 'strategy: hot-standby, active: [east], standby: [west]',
    data: 'replication: { mode: sync }',
  },
  'warm-standby': {
    web: 'strategy: warm-standby, active: [east], standby: [west]',
    db: 'strategy: warm-standby, active: [east], standby: [west]',
    data: 'replication: { mode: async, lag: { p50: 50ms, p99: 300ms } }',
  },
  'cold-standby': {
    web: 'strategy: cold-standby, active: [east], standby: [west]',
    db: 'strategy: cold-standby, active: [east], standby: [west]',
    data: 'replication: { mode: async, method: log-shipping, lag: { p50: 2s, p99: 4s } }',
  },
  'backup-restore': {
    web: 'strategy: backup-restore, active: [east], standby: [west]',
    db: 'strategy: backup-restore, active: [east], standby: [west]',
    data: '',
  },
} as const

export type Kept = keyof typeof strategies

/** Every verb that the management of a service or a store may carry out. */
const verbs = {
  web: 'provision, start, scale, shed, ready, stand-by, isolate, release, direct, turn',
  db: 'start, restore, choose-point, prove, switch, back-up, take-writes, ready, drain, re-protect, reconcile, suspend, stop-writers, stop-replication, keep-backups, rotate, release, isolate',
}

/**
 * A shop of one service and one store, kept ready in one way, with a scenario of every class that a machine notices.
 * @param operations who carries out the steps by hand: the management of both, or people
 */
export function kept(strategy: Kept, operations: 'machines' | 'people' = 'machines'): string {
  const { web, db, data } = strategies[strategy]
  const can = (part: keyof typeof verbs): string => (operations === 'people' ? '' : `, operations: [${verbs[part]}]`)
  return `
apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: shop-team }
regions:
  east: { location: eastus2 }
  west: { location: centralus }
flows:
  checkout: { does: A customer pays, tier: 1, objectives: { default: { rto: 30m, rpo: 1h, mtd: 4h } }, needs: [door, web] }
components:
  door: { type: traffic-manager, routing: { method: priority, automatic: true } }
  web: { type: web-service, ${web}, needs: [db], capacity: { standby: 30% }${can('web')} }
  db: { type: postgres, ${db}, data: { ${data}${data === '' ? '' : ', '}backup: { every: 10m } }${can('db')} }
scenarios:
  region-lost: { class: region, loses: [east] }
  gone-for-long: { class: extended, loses: [east], lasts: 30d }
  line-cut: { class: partition, between: [east, west] }
  no-management: { class: control-plane }
  eaten: { class: corruption, of: [db] }
  parts-failed: { class: multi-tier, of: [web, db], in: east }
  blink: { class: blip, of: [web], healsWithin: 30s }
probes:
  web: { http: "https://shop.example/health", every: 1s }
  line: { http: "https://shop.example/health", component: web, from: [west], every: 1s }
  rows: { http: "https://shop.example/sound", component: db, every: 1s, watches: data }
  changes: { http: "https://shop.example/manage", component: web, every: 1s, watches: management }
activation:
  region-lost: { when: probes.web.failing, declaredBy: [lead] }
  gone-for-long: { when: probes.web.failing, declaredBy: [lead] }
  line-cut: { when: probes.line.failing && !probes.web.failing, declaredBy: [lead] }
  no-management: { when: probes.changes.failing, declaredBy: [lead] }
  eaten: { when: probes.rows.failing, declaredBy: [lead] }
  parts-failed: { when: probes.web.failing, declaredBy: [lead] }
contacts:
  lead: { name: Lead, phone: "+1 555 0100" }
`
}
