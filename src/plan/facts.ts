import type { Plan } from './schema/index.ts'

/**
 * The facts that conditions of a plan may ask for, by dotted name: for each probe whether it is failing and for how
 * long, and whether a deployment is in progress. Names that end in `For` are lengths of time.
 */
export function declaredFacts(plan: Plan): readonly string[] {
  const probes = Object.keys(plan.probes ?? {}).flatMap((id) => [`probes.${id}.failing`, `probes.${id}.failingFor`])
  return [...probes, 'deployment.inProgress']
}
