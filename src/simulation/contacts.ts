import type { Runbook, Step } from '#runbook'
import type { Contact } from './calls.ts'
import type { Circumstances } from './circumstances.ts'
import { hoursOf } from './hours.ts'

/** All whom a runbook may call, and where they stand in the list. */
export interface Directory {
  readonly contacts: readonly Contact[]
  placeOf(role: string): number
}

/**
 * The contacts of a runbook, and after them the roles that it names and that no contact has: those always answer.
 * @param pace what their answers are longer by; 1 as the plan says
 */
export function directoryOf(runbook: Runbook, circumstances: Circumstances, pace: number): Directory {
  const { at, asOf, absent = [] } = circumstances
  const named = new Map(runbook.people.map((person) => [person.role, person]))
  const roles = [...new Set([...named.keys(), ...runbook.steps.flatMap(rolesOf)])]
  const places = new Map(roles.map((role, place) => [role, place]))
  const contacts = roles.map((role): Contact => {
    const { deputy, answersWithin, count = enough, ...person } = named.get(role) ?? { role, name: role }
    const hours = hoursOf(person, at ?? asOf ?? usualDay)
    const standIn = deputy === undefined || deputy === role ? undefined : places.get(deputy)
    return {
      role,
      ...(standIn === undefined ? {} : { deputy: standIn }),
      ...(hours === undefined ? {} : { hours }),
      ...(answersWithin === undefined ? {} : { within: answersWithin * pace }),
      absent: absent.includes(role),
      count,
    }
  })
  return { contacts, placeOf: (role) => places.get(role) as number }
}

/** As many as any runbook can keep busy: of whom nothing says how many they are, there are as many as it takes. */
export const enough = 1_000_000

/** An ordinary day in winter: the offset that most zones have for most of the time. */
export const usualDay = Date.UTC(2026, 0, 14)

function rolesOf({ owner, work }: Step): readonly string[] {
  if (work.kind !== 'decision') return [owner]
  return [owner, ...work.deciders, ...(work.escalation ?? []).map(({ to }) => to)]
}

/** The places of contacts and of those who stand in for them. */
export function withDeputies(contacts: readonly Contact[], places: readonly number[]): readonly number[] {
  return [...new Set(places.flatMap((place) => [place, contacts[place]?.deputy ?? place]))]
}

/** Whether anything is known of when somebody answers. */
export function isKnown({ hours, within }: Contact): boolean {
  return hours !== undefined || within !== undefined
}

/** Who does what a contact has to do: the deputy where it is absent. Undefined: nobody. */
export function workerFor(contacts: readonly Contact[], place: number): number | undefined {
  const contact = contacts[place] as Contact
  if (!contact.absent) return place
  return contact.deputy === undefined || contacts[contact.deputy]?.absent === true ? undefined : contact.deputy
}
