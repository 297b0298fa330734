/** A small plan of two homes and a third region, with the scenario that is given, `trouble`. */
export function harbour(scenario: string, more = ''): string {
  return `
apiVersion: muster/v1
kind: Plan
metadata: { name: harbour, owner: port-team }
regions:
  east: { location: eastus2 }
  west: { location: centralus }
  north: { location: northeurope }
flows:
  book:
    does: A berth is booked
    tier: 1
    objectives: { default: { rto: 30m, rpo: 1m, mtd: 8h }, corruption: { rto: 4h, rpo: 1h } }
    needs: [site]
  tides:
    does: A visitor looks up the tides
    data: reads
    tier: 3
    objectives: { default: { rto: 24h } }
    needs: [tables]
components:
  edge: { type: traffic-manager }
  site: { type: web-service, strategy: hot-standby, active: [east], standby: [west], needs: [berths, queue], stepTakes: 2m }
  berths:
    type: postgres
    strategy: hot-standby
    active: [east]
    standby: [west]
    owner: data-keeper
    stepTakes: 3m
    data: { replication: { mode: async, lag: { p50: 1s, p99: 9s } }, backup: { every: 1h, restoreTakes: 40m, controlledBy: vault-keeper } }
  queue: { type: queue, active: [east, west], data: { writes: every-region, replication: { mode: async } } }
  tables: { type: object-storage, active: [west], data: { backup: { every: 24h, tier: archive, restoreTakes: 1h } } }
scenarios:
  trouble: ${scenario}
probes:
  site: { http: "https://harbour.example/health", every: 10s }
contacts:
  lead: { name: Lead, phone: "+1 555 0100" }
  data-keeper: { name: Keeper }
  vault-keeper: { name: Vault }
${more}`
}
