import type { Runbook } from '#runbook'
import { halfAnswered } from './calls.ts'
import { enough, withDeputies, workerFor } from './contacts.ts'
import { isZone } from './hours.ts'
import type { SimulateOptions } from './options.ts'
import type { Timing } from './timing.ts'

/** What a forecast supposes of people, in sentences. */
export function peopleCaveats(
  { people, flows }: Runbook,
  { network, contacts, steps }: Timing,
  { at, absent = [] }: SimulateOptions,
): readonly string[] {
  const places = new Map(contacts.map(({ role }, place) => [role, place]))
  const byHand = steps.filter(({ work }) => work.kind === 'manual')
  const workers = byHand.flatMap(({ owner }) => workerFor(contacts, places.get(owner) ?? 0) ?? [])
  const asked = withDeputies(contacts, [...new Set([...network.called, ...workers])])
  const rolesOf = (holds: (place: number) => boolean): string =>
    asked
      .filter(holds)
      .map((place) => contacts[place]?.role ?? '')
      .join(', ')
  const within = (place: number): boolean => contacts[place]?.within !== undefined
  const atOnce = rolesOf((place) => !within(place) && contacts[place]?.absent !== true)
  const idsOf = (those: readonly number[]): string => those.map((place) => steps[place]?.id ?? '').join(', ')
  const rolesBy = (holds: (count: number) => boolean): readonly string[] =>
    contacts.flatMap(({ role, count }, place) => (workers.includes(place) && holds(count) ? [role] : []))
  const counted = rolesBy((count) => count < enough)
  const uncounted = rolesBy((count) => count >= enough)
  const instant = network.answered.filter((place) => steps[place]?.expected === undefined)
  const timed = flows.some(({ cutOffs = [] }) => cutOffs.length > 0) || asked.some((place) => contacts[place]?.hours)
  const zones = [
    ...people.flatMap(({ zone }) => zone ?? []),
    ...flows.flatMap(({ cutOffs = [] }) => cutOffs.map(({ zone }) => zone)),
  ]
  const strange = [...new Set(zones)].filter((zone) => !isZone(zone))
  return [
    ...(timed && at === undefined ? ['The fault is supposed to come at any minute of a week, each as likely.'] : []),
    ...(asked.some(within)
      ? [
          `Half of all answers are supposed to come in a third of the time that 95 of 100 take (${halfAnswered.source}); who is called again in a run answers at once.`,
        ]
      : []),
    ...(atOnce === '' ? [] : [`Nothing says how soon these answer, so they are supposed to at once: ${atOnce}.`]),
    ...(instant.length === 0
      ? []
      : [`Once enough have answered, these are supposed to be decided at once: ${idsOf(instant)}.`]),
    ...(counted.length === 0
      ? []
      : [
          `Of these, as many are supposed to work at once as the plan says, in the order in which work comes up, and first on what a flow waits for: ${counted.join(', ')}.`,
        ]),
    ...(uncounted.length === 0
      ? []
      : [`Nothing says how many these are, so there are supposed to be as many as it takes: ${uncounted.join(', ')}.`]),
    ...(absent.length === 0 ? [] : [`These are supposed never to answer: ${absent.join(', ')}.`]),
    ...(network.nobodys.length === 0
      ? []
      : [`Nobody stands in for who would do them, so these never begin: ${idsOf(network.nobodys)}.`]),
    ...(strange.length === 0 ? [] : [`No such time zone is known, so UTC stands in: ${strange.join(', ')}.`]),
  ]
}
