import type { Plan } from '#plan'
import type { Section } from './subject.ts'

/** What a name may have to stand for; `features`: a component, or something that the plan does not describe. */
export type Named = Section | 'capabilities' | 'features'

/** A name that must stand for something: where it is written, and what it may stand for. */
export type Reference = readonly [node: object, key: string | number | undefined, name: string | undefined, to: Named]

/** Every name of a plan that must stand for something else in it. */
export function references(plan: Plan): readonly Reference[] {
  const list = (names: readonly string[] | undefined, to: Named): Reference[] =>
    (names ?? []).map((name, index) => [names as object, index, name, to])
  const keys = (map: object | undefined, to: Named): Reference[] =>
    Object.keys(map ?? {}).map((name) => [map as object, name, name, to])
  const values = <T>(map: Readonly<Record<string, T>> | undefined): readonly T[] => Object.values(map ?? {})
  return [
    ...values(plan.flows).flatMap((flow) => [
      ...list(flow.needs, 'components'),
      ...keys(flow.degradesWithout, 'features'),
    ]),
    ...values(plan.components).flatMap((component): Reference[] => [
      ...list(component.active, 'regions'),
      ...list(component.standby, 'regions'),
      ...list(component.needs, 'components'),
      [component, 'owner', component.owner, 'contacts'],
    ]),
    ...values(plan.scenarios).flatMap((one) => [...list(one.loses, 'regions'), ...list(one.of, 'components')]),
    ...Object.entries(plan.probes ?? {}).map(
      ([id, probe]): Reference => [
        probe,
        probe.component ? 'component' : undefined,
        probe.component ?? id,
        'components',
      ],
    ),
    ...Object.entries(plan.activation ?? {}).flatMap(([scenario, activation]): Reference[] => [
      [activation, undefined, scenario, 'scenarios'],
      ...list(activation.declaredBy, 'contacts'),
      [activation, 'lossAcceptedBy', activation.lossAcceptedBy, 'contacts'],
    ]),
    ...values(plan.contacts).map((one): Reference => [one, 'deputy', one.deputy, 'contacts']),
    ...values(plan.communications).map((one): Reference => [one, 'owner', one.owner, 'contacts']),
    ...values(plan.verification).flatMap((one): Reference[] => [
      [one, 'of', one.of, 'components'],
      [one, 'owner', one.owner, 'contacts'],
    ]),
    ...values(plan.targets).flatMap(({ components }) => [
      ...keys(components, 'components'),
      ...values(components).flatMap((regions) => keys(regions, 'regions')),
    ]),
    ...[plan.recovery?.failover, plan.recovery?.failback]
      .flatMap(values)
      .flatMap((step): Reference[] => [
        [step, 'owner', step.owner, 'contacts'],
        [step, 'region', step.region, 'regions'],
        ...list(step.requires, 'capabilities'),
      ]),
    ...(plan.drills ?? []).flatMap((drill): Reference[] => [
      [drill, 'scenario', drill.scenario, 'scenarios'],
      [drill, 'target', drill.target, 'targets'],
    ]),
  ]
}
