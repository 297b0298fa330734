import type { Component } from '#plan'
import { isMachine, isRelational, isStorage, typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const replicationMethodMisfit: Rule = {
  code: 'replication-method-misfit',
  severity: 'error',
  title: 'A component cannot be replicated by the stated method',
  why: 'The method belongs to another kind of component, so that what the plan counts on does not exist.',
  fix: 'Databases replicate by built-in means or log shipping, storage by geo-redundancy or object replication, machines by site recovery.',
  requirements: [
    'cold-standby.replication.c1',
    'cold-standby.replication.c2',
    'cold-standby.replication.c3',
    'warm-standby.replication.c1',
  ],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 2s, p99: 20s }, method: geo-zone-redundant } # ERROR: "shop-db" is of type postgres, and geo-zone-redundant is a method for object storage.
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      validated: Row counts of each table are compared every hour
      replication: { mode: async, lag: { p50: 2s, p99: 20s }, method: built-in, monitored: Alert shop-db-lag }
      backup: { every: 1h, keep: 35d, redundancy: geo, immutable: true, controlledBy: backup-team }
`,
  check({ components, at }, report, seen) {
    for (const [id, component] of components) {
      const replication = component.data?.replication
      if (replication?.method === undefined || !typeOf(component)) continue
      seen()
      const owner = owners[replication.method]
      if (owner && !owner.fits(component))
        report(
          at(replication, 'method'),
          `"${id}" is of type ${component.type}, and ${replication.method} is a method for ${owner.kind}.`,
        )
    }
  },
}

interface Owner {
  readonly kind: string
  fits(component: Component): boolean
}

/** Methods that only one kind of component has; the others may be used by several. */
const owners: Readonly<Record<string, Owner>> = {
  'geo-zone-redundant': { kind: 'object storage', fits: isStorage },
  'object-replication': { kind: 'object storage', fits: isStorage },
  'site-recovery': { kind: 'machines', fits: isMachine },
  // A database that somebody runs on a machine ships its logs too.
  'log-shipping': {
    kind: 'relational databases and machines that run one',
    fits: (component) => isRelational(component) || isMachine(component),
  },
}
