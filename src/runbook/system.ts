import type { Component, Plan } from '#plan'
import type { SystemComponent } from './model.ts'

/** The components of a plan as they stand on an ordinary day, in order of the plan; what it does not say is left out. */
export function systemOf(plan: Plan): readonly SystemComponent[] {
  return Object.entries(plan.components).map(([id, component]) => standing(id, component))
}

function standing(id: string, component: Component): SystemComponent {
  const { type, active = [], standby = [], strategy, variant, data, capacity, routing, operations, needs } = component
  const mode = data?.replication?.mode
  const { every, immutable } = data?.backup ?? {}
  return {
    id,
    type,
    active,
    standby,
    ...(strategy === undefined ? {} : { strategy }),
    ...(variant === undefined ? {} : { variant }),
    keeps: data !== undefined,
    writesEverywhere: data?.writes === 'every-region',
    ...(mode === undefined ? {} : { replication: mode }),
    ...(every === undefined ? {} : { backupEvery: every }),
    ...(immutable === undefined ? {} : { backupImmutable: immutable }),
    ...(capacity?.standby === undefined ? {} : { standbySize: capacity.standby }),
    ...(routing?.automatic === undefined ? {} : { automatic: routing.automatic }),
    operations: operations ?? [],
    needs: needs ?? [],
  }
}
