import type { Runbook, SystemComponent } from './model.ts'

const routers = ['traffic-manager', 'front-door']

/**
 * The zone whose names lead customers to a region, where nothing else directs them: then whoever was given an address
 * keeps it for a while. Undefined where customers are led through something, or the runbook does not say.
 */
export function leadingZone({ system = [], flows }: Pick<Runbook, 'system' | 'flows'>): SystemComponent | undefined {
  if (system.some(({ type }) => routers.includes(type))) return undefined
  return system.find(({ id, type }) => type === 'dns' && flows.some(({ components }) => components.includes(id)))
}
