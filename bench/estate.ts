/**
 * A made-up estate of any size for benchmarks: components in layers, each with four needs among earlier ones, one flow
 * for every twenty components, and a fault of each kind in some of them. The same number gives the same estate.
 */

/** How a component of the estate is written in a plan. */
export type Written = { readonly [key: string]: unknown }

export interface Estate {
  readonly components: Readonly<Record<string, Written>>
  readonly flows: Readonly<Record<string, Written>>
}

const strategies = ['hot-standby', 'warm-standby', 'cold-standby', 'backup-restore'] as const

export function estateOf(count: number): Estate {
  const random = mulberry32(count)
  const pick = (below: number): number => Math.floor(random() * below)
  const components: Record<string, Written> = {}
  for (let index = 0; index < count; index++) components[`c${index}`] = componentAt(index, pick)
  const flows: Record<string, Written> = {}
  for (let index = 0; index < Math.max(1, count / 20); index++) flows[`f${index}`] = flowAt(index, count, pick)
  return { components, flows }
}

function componentAt(index: number, pick: (below: number) => number): Written {
  // Needs lie within the last two hundred, so that chains grow with the estate and no part is needed by all.
  const needs = new Set(Array.from({ length: Math.min(4, index) }, () => `c${index - 1 - pick(Math.min(index, 200))}`))
  const strategy = strategies[pick(4)]
  const common = {
    strategy,
    active: ['east'],
    ...(strategy === 'backup-restore' ? {} : { standby: ['west'] }),
    needs: [...needs],
  }
  if (index % 3 !== 0)
    return {
      type: index % 3 === 1 ? 'web-service' : 'vm',
      ...common,
      ...(pick(2) === 0
        ? {
            capacity: {
              load: '40%',
              limit: '80%',
              standby: `${20 + pick(60)}%`,
              scaling: { automatic: true, from: 2, to: 10, takes: '5m', threshold: '70%' },
            },
          }
        : {}),
    }
  const lag = pick(3) === 0 ? {} : { lag: { p50: '2s', p99: `${20 + pick(100)}s` } }
  return {
    type: ['postgres', 'object-storage', 'queue'][pick(3)],
    ...common,
    data: {
      size: `${1 + pick(900)} GiB`,
      ...(pick(4) === 0 ? {} : { replication: { mode: pick(3) === 0 ? 'sync' : 'async', ...lag } }),
      ...(pick(5) === 0
        ? {}
        : {
            backup: {
              every: `${1 + pick(48)}h`,
              ...(pick(2) === 0 ? { keep: '35d' } : {}),
              redundancy: ['local', 'zone', 'geo'][pick(3)],
              ...(pick(2) === 0 ? { controlledBy: 'backup-team' } : {}),
              ...(pick(2) === 0 ? { immutable: pick(2) === 0 } : {}),
            },
          }),
    },
  }
}

function flowAt(index: number, count: number, pick: (below: number) => number): Written {
  const tier = pick(4)
  const rto = ['60s', '30m', '4h', '24h'][tier]
  const rpo = ['5s', '5m', '1h', '8h'][tier]
  return {
    does: `Somebody uses part ${index}`,
    tier,
    objectives: { default: { rto, rpo, ...(pick(3) === 0 ? {} : { mtd: '72h' }) } },
    needs: [...new Set(Array.from({ length: 3 }, () => `c${pick(count)}`))],
    ...(pick(2) === 0 ? { signedOff: [{ by: 'owner', on: '2026-10-01' }] } : {}),
  }
}

/** The rest of the plan around an estate. */
export const frame = {
  apiVersion: 'muster/v1',
  kind: 'Plan',
  metadata: { name: 'estate', owner: 'bench', review: { last: '2026-10-01', every: '90d' } },
  regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
  scenarios: { 'east-lost': { class: 'region', loses: ['east'] } },
  contacts: {
    'on-call': { name: 'Engineer', phone: '+1 555 0140', email: 'on-call@example.com', deputy: 'lead' },
    lead: { name: 'Lead', phone: '+1 555 0141', email: 'lead@example.com' },
  },
} as const

/** A small seeded generator (Tommy Ettinger's mulberry32), so that an estate needs no package. */
function mulberry32(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
