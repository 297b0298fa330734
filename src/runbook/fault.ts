import type { Plan, Scenario } from '#plan'
import { seconds } from '#units'
import { hitBy, homeOf, planHome } from './classes/class.ts'
import type { Fault, FaultKind } from './model.ts'

/** How a rehearsal can cause each class of disaster, the usual way first; never empty. */
const fitting: Readonly<Record<Scenario['class'], readonly [FaultKind, ...FaultKind[]]>> = {
  region: ['cut-off', 'killed', 'slow'],
  extended: ['cut-off', 'killed', 'slow'],
  partition: ['partitioned'],
  'control-plane': ['refused'],
  corruption: ['dropped', 'altered'],
  'multi-tier': ['failed'],
  blip: ['frozen'],
}

/** The ways in which a rehearsal can cause a disaster of that class, the usual one first. */
export function fittingFaults(kind: Scenario['class']): readonly FaultKind[] {
  return fitting[kind]
}

/** What a rehearsal of the scenario does to the system; in the usual way where the plan names none that fits. */
export function faultOf(plan: Plan, scenario: Scenario): Fault {
  const { class: kind, fault, loses = [], between = [], lasts, healsWithin } = scenario
  const fits = fitting[kind]
  const components = hitBy({ plan, scenario })
  const homes = scenario.in === undefined ? everywhere(plan, kind, components) : [scenario.in]
  const heals =
    kind === 'blip' ? (lasts ?? (healsWithin === undefined ? undefined : seconds(healsWithin / 2))) : undefined
  return {
    as: fault !== undefined && fits.includes(fault) ? fault : fits[0],
    regions: loses.length > 0 ? loses : regionsOf(kind, homes.length > 0 ? homes : [planHome(plan)]),
    components,
    between: kind === 'partition' ? [...new Set(between)] : [],
    ...(heals === undefined ? {} : { lasts: heals }),
  }
}

/** Where they are at home; what serves in several regions fails in all of them. */
function everywhere(plan: Plan, kind: Scenario['class'], components: readonly string[]): readonly string[] {
  const all = components.flatMap((id) => [
    homeOf(plan, id),
    ...(kind === 'multi-tier' ? (plan.components[id]?.active ?? []) : []),
  ])
  return [...new Set(all)]
}

/** Where single components are hit, their homes are; a line and the management lie in no region. */
function regionsOf(kind: Scenario['class'], homes: readonly string[]): readonly string[] {
  return kind === 'partition' || kind === 'control-plane' ? [] : homes
}
