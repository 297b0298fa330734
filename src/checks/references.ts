import type { Plan } from '#plan'
import type { Section } from './subject.ts'

/**
 * What a name may have to stand for. `features`: a component, or something that the plan does not describe;
 * `places`: a region, or the word outside.
 */
export type Named = Section | 'capabilities' | 'features' | 'places' | 'validations'

/** A name that must stand for something: where it is written, and what it may stand for. */
export type Reference = readonly [node: object, key: string | number | undefined, name: string | undefined, to: Named]

const list = (names: readonly string[] | undefined, to: Named): Reference[] =>
  (names ?? []).map((name, index) => [names as object, index, name, to])
const keys = (map: object | undefined, to: Named): Reference[] =>
  Object.keys(map ?? {}).map((name) => [map as object, name, name, to])
const values = <T>(map: Readonly<Record<string, T>> | undefined): readonly T[] => Object.values(map ?? {})

/** Every name of a plan that must stand for something else in it or in the catalog, in linear time. */
export function references(plan: Plan): readonly Reference[] {
  return [...ofSystem(plan), ...ofPeople(plan), ...ofOperations(plan)]
}

function ofSystem(plan: Plan): readonly Reference[] {
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
      ...(component.data ? ofData(component.data) : []),
      ...(component.routing ? ofRouting(component.routing) : []),
    ]),
    ...values(plan.scenarios).flatMap((one): Reference[] => [
      ...list(one.loses, 'regions'),
      ...list(one.of, 'components'),
      ...list(one.takes, 'capabilities'),
      ...list(one.between, 'regions'),
      [one, 'in', one.in, 'regions'],
      [one, 'becomes', one.becomes, 'scenarios'],
    ]),
    ...Object.entries(plan.probes ?? {}).map(
      ([id, probe]): Reference => [
        probe,
        probe.component ? 'component' : undefined,
        probe.component ?? id,
        'components',
      ],
    ),
  ]
}

function ofData(data: NonNullable<Plan['components'][string]['data']>): readonly Reference[] {
  return [
    [data, 'readModelOf', data.readModelOf, 'components'],
    ...list(data.dualWrites?.to, 'components'),
    // Who controls the backups may be outside the plan, and should be.
    ...(data.backup ? [[data.backup, 'vault', data.backup.vault, 'regions'] as const] : []),
  ]
}

function ofRouting(routing: NonNullable<Plan['components'][string]['routing']>): readonly Reference[] {
  return [[routing, 'probe', routing.probe, 'probes'], ...list(routing.order, 'regions')]
}

function ofPeople(plan: Plan): readonly Reference[] {
  const { failback, postRecovery } = plan
  return [
    ...Object.entries(plan.activation ?? {}).flatMap(([scenario, activation]): Reference[] => [
      [activation, undefined, scenario, 'scenarios'],
      ...list(activation.declaredBy, 'contacts'),
      ...list(activation.approvals?.from, 'contacts'),
      ...(activation.escalation ?? []).map((one): Reference => [one, 'to', one.to, 'contacts']),
      [activation, 'lossAcceptedBy', activation.lossAcceptedBy, 'contacts'],
    ]),
    ...values(plan.contacts).map((one): Reference => [one, 'deputy', one.deputy, 'contacts']),
    ...values(plan.communications).flatMap((one): Reference[] => [
      [one, 'owner', one.owner, 'contacts'],
      ...(one.approved ? [[one.approved, 'by', one.approved.by, 'contacts'] as const] : []),
    ]),
    ...list(plan.breakGlass?.holders, 'contacts'),
    ...list(failback?.decidedBy, 'contacts'),
    ...(postRecovery ? [[postRecovery, 'owner', postRecovery.owner, 'contacts'] as const] : []),
    ...(postRecovery?.reconcile ?? []).flatMap((one): Reference[] => [
      [one, 'of', one.of, 'components'],
      [one, 'owner', one.owner, 'contacts'],
    ]),
  ]
}

function ofOperations(plan: Plan): readonly Reference[] {
  return [
    ...[plan.recovery?.failover, plan.recovery?.failback]
      .flatMap(values)
      .flatMap((step): Reference[] => [
        [step, 'owner', step.owner, 'contacts'],
        [step, 'region', step.region, 'regions'],
        [step, 'runbook', step.runbook, 'scenarios'],
        ...list(step.requires, 'capabilities'),
      ]),
    ...(plan.recovery?.waves ?? []).flatMap((wave) => list(wave, 'components')),
    ...values(plan.verification).flatMap((one): Reference[] => [
      [one, 'of', one.of, 'components'],
      [one, 'owner', one.owner, 'contacts'],
      ...list(one.validates, 'validations'),
    ]),
    ...(plan.drills ?? []).flatMap((drill): Reference[] => [
      [drill, 'scenario', drill.scenario, 'scenarios'],
      [drill, 'target', drill.target, 'targets'],
      [drill, 'faultBy', drill.faultBy, 'contacts'],
      ...list(drill.validates, 'validations'),
    ]),
    ...values(plan.targets).flatMap(({ components, heartbeats, flows }) => [
      ...keys(components, 'components'),
      ...values(components).flatMap((regions) => keys(regions, 'regions')),
      ...keys(heartbeats, 'components'),
      ...values(heartbeats).flatMap(({ read }) => keys(read, 'regions')),
      ...keys(flows, 'flows'),
    ]),
    ...list(plan.deployment?.regions, 'regions'),
    ...list(plan.deployment?.runsIn, 'places'),
    ...list(plan.monitoring?.regions, 'regions'),
    ...list(plan.security?.audit?.regions, 'regions'),
    ...(plan.exclusions ?? []).map((one): Reference => [one, 'component', one.component, 'components']),
  ]
}
