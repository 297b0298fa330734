import type { Capability, Incident } from '#catalog'
import type { Plan } from '#plan'
import { restsOn } from '../reach/rests.ts'
import { isRegional, locationsNamed } from './served.ts'

/** Whether an incident of many regions has a flow down: one of its components rests on something that was lost there. */
export function fallsWith(plan: Plan, essentials: readonly string[], incident: Incident): boolean {
  return essentials.some((name) => {
    const component = plan.components[name]
    if (!component) return false
    const rests = (restsOn as Readonly<Record<string, readonly Capability[]>>)[component.type] ?? []
    const regional = isRegional(component.type)
    const active = locationsNamed(plan, component.active ?? [])
    // Customers come to it over the network, wherever it serves.
    const needed: readonly Capability[] = regional && active.length > 0 ? [...rests, 'inter-region-network'] : rests
    return needed.some(
      (capability) => incident.lost.includes(capability) && reaches(incident, capability, regional, active),
    )
  })
}

/** Whether the loss of a capability reached a component: a list of regions that was not recorded is taken as all. */
function reaches(
  { windows = [], regions }: Incident,
  capability: Capability,
  regional: boolean,
  active: readonly string[],
): boolean {
  const where = windows.find(({ lost, regions: own }) => own && lost.includes(capability))?.regions ?? regions
  if (where.length === 0 || where.includes('*')) return true
  return regional && active.some((location) => where.includes(location))
}
