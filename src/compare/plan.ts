/** What the plan of one run needs to know; times in seconds. */
export interface PlanParts {
  /** The servers as PostgreSQL addresses, with passwords: the plan is never written out. */
  readonly east: string
  readonly west: string
  readonly traffic: { readonly url: string; readonly token: string }
  /** An address that answers for as long as east is to be left alone. */
  readonly probe: string
  readonly every: number
  readonly timeout: number
  /** How long the probe must have failed; 0 where its first failure says all. */
  readonly failingFor: number
}

export const scenario = 'east-lost'
export const target = 'compare'

/**
 * The plan of Muster's warm standby in a comparison: one database, one way to it, and criteria that machines act on. It
 * is checked, compiled and carried out as any other plan.
 */
export function planText({ east, west, traffic, probe, every, timeout, failingFor }: PlanParts): string {
  const when = failingFor === 0 ? 'probes.east.failing' : `probes.east.failingFor >= duration("${failingFor}s")`
  // JSON is YAML too.
  return JSON.stringify({
    apiVersion: 'muster/v1',
    kind: 'Plan',
    metadata: { name: 'compare-warm-standby', owner: 'muster', review: { last: '2026-11-29', every: '365d' } },
    regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
    flows: {
      write: {
        does: 'A client writes a row',
        data: 'writes',
        tier: 2,
        objectives: { default: { slo: '99.9%', rto: '2m', rpo: '1m', mtd: '10m' } },
        needs: ['door', 'db'],
      },
    },
    components: {
      door: { type: 'traffic-manager', routing: { method: 'priority', order: ['east', 'west'], automatic: false } },
      db: {
        type: 'postgres',
        strategy: 'warm-standby',
        active: ['east'],
        standby: ['west'],
        data: { replication: { mode: 'async', lag: { p50: '60ms', p99: '250ms' } } },
      },
    },
    scenarios: { [scenario]: { class: 'region', loses: ['east'] } },
    probes: {
      east: {
        http: probe,
        component: 'db',
        every: `${every * 1000}ms`,
        timeout: `${timeout}s`,
        watches: 'infrastructure',
      },
    },
    activation: {
      [scenario]: { when, decideWithin: '1s', declaredBy: ['engineer'], lossAcceptedBy: 'engineer' },
    },
    contacts: { engineer: { name: 'Engineer on call', phone: '+1 555 0160' } },
    targets: {
      [target]: {
        subject: 'nonprod',
        components: { db: { east: { url: east }, west: { url: west } } },
        traffic,
      },
    },
  })
}
