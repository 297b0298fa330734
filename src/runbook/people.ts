import type { Person, Runbook } from './model.ts'

type People = Pick<Runbook, 'people'>

/**
 * The roles that may take a decision: the deciders and, one level down, their deputies. For one who is absent, whoever
 * stands in: the deputy, or where that one is absent too, the deputy's.
 * @param absent contacts who take no part
 */
export function deciders(runbook: People, roles: readonly string[], absent: readonly string[] = []): readonly string[] {
  const own = roles.flatMap((role) => standIn(runbook, role, absent) ?? [])
  const deputies = roles.flatMap((role) => {
    const deputy = deputyOf(runbook, role)
    return deputy === undefined ? [] : (standIn(runbook, deputy, absent) ?? [])
  })
  return [...new Set([...own, ...deputies])]
}

/** Who does what is a role's: the role itself, or the first in the line of its deputies who is there; undefined: nobody. */
export function standIn(runbook: People, role: string, absent: readonly string[]): string | undefined {
  const seen = new Set<string>()
  for (let one: string | undefined = role; one !== undefined && !seen.has(one); one = deputyOf(runbook, one)) {
    if (!isAbsent(runbook, one, absent)) return one
    seen.add(one)
  }
  return undefined
}

/** Whether a role is one of a human being who takes no part, whichever of their roles was named. */
export function isAbsent(runbook: People, role: string, absent: readonly string[] = []): boolean {
  if (absent.length === 0) return false
  const person = personOf(runbook, role)
  return absent.some((other) => personOf(runbook, other) === person)
}

function deputyOf({ people }: People, role: string): string | undefined {
  return people.find((person) => person.role === role)?.deputy
}

/**
 * Who a role is, the same for two roles of one human being: a name, a number or an address that two contacts share
 * makes them one, however it is written.
 */
export function personOf(runbook: People, role: string): string {
  const marks = new Map<string, string>()
  const groups = new Map<string, string>()
  const top = (id: string): string => {
    const above = groups.get(id)
    return above === undefined || above === id ? id : top(above)
  }
  for (const person of runbook.people) {
    for (const mark of marksOf(person)) {
      const other = marks.get(mark)
      if (other === undefined) marks.set(mark, person.role)
      else groups.set(top(person.role), top(other))
    }
  }
  return top(role)
}

function marksOf({ name, phone, email, key }: Person): readonly string[] {
  return [
    `name ${plain(name)}`,
    ...(phone === undefined ? [] : [`phone ${phone.replace(/\D/g, '')}`]),
    ...(email === undefined ? [] : [`mail ${plain(email).replace(/\+[^@]*@/, '@')}`]),
    ...(key === undefined ? [] : [`key ${key}`]),
  ]
}

/** Letters of other scripts that look like Latin ones; the commonest, after Unicode's table of confusables. */
const alike: Readonly<Record<string, string>> = Object.fromEntries(
  ['аa', 'еe', 'оo', 'рp', 'сc', 'хx', 'уy', 'іi', 'ѕs', 'јj', 'ԁd', 'ɡg', 'αa', 'οo', 'νv', 'ρp', 'ιi', 'κk'].map(
    (pair) => Array.from(pair) as [string, string],
  ),
)

function plain(text: string): string {
  const lower = text.normalize('NFKC').toLowerCase()
  return (
    Array.from(lower, (sign) => alike[sign] ?? sign)
      .join('')
      // What nobody sees is no part of a name.
      .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu, '')
      .replace(/[\s\p{M}]+/gu, ' ')
      .trim()
  )
}
