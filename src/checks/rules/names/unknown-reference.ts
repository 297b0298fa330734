import { capabilities, validations } from '#catalog'
import { nearest } from '#diagnostics'
import { type Named, references } from '../../references.ts'
import type { Rule } from '../../rule.ts'
import type { Subject } from '../../subject.ts'

const called: Readonly<Record<Named, string>> = {
  regions: 'region',
  components: 'component',
  scenarios: 'scenario',
  contacts: 'contact',
  targets: 'target',
  probes: 'probe',
  flows: 'flow',
  capabilities: 'capability',
  features: 'component',
  places: 'region',
  validations: 'validation',
}

/** Looking for a near name costs time by the number of names: more guesses than these help nobody. */
const guesses = 20
/** More names than these are not listed in a message. */
const listed = 30

export const unknownReference: Rule = {
  code: 'unknown-reference',
  severity: 'error',
  title: 'A name stands for nothing',
  why: 'What it was meant for would be left out of the recovery.',
  fix: 'Correct the name, or add what it stands for.',
  requirements: ['classify.flows', 'runbook.procedures'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [eats] } # ERROR: There is no region "eats" in this plan.
deployment: { code: bicep, regions: [east, west], runsIn: [outsid] } # ERROR: There is no region "outsid" in this plan.
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
deployment: { code: bicep, regions: [east, west], runsIn: [outside] }
`,
  check(subject, report, seen) {
    const known = new Map<Named, readonly string[]>()
    const guessed = new Map<Named, number>()
    for (const [node, key, name, to] of references(subject.plan)) {
      if (name === undefined) continue
      seen()
      if (stands(subject, name, to)) continue
      const names = known.get(to) ?? namesOf(subject, to)
      known.set(to, names)
      const count = (guessed.get(to) ?? 0) + 1
      guessed.set(to, count)
      const near = count > guesses ? undefined : nearest(name, names)
      // Something that the plan does not describe may be missed too; only a slip is worth a word.
      if (to === 'features' && near === undefined) continue
      report(
        subject.at(node, key),
        `There is no ${called[to]} "${name}" ${isInCatalog(to) ? 'that Muster knows' : 'in this plan'}.`,
        `${near ? `Did you mean "${near}"? ` : ''}${list(names, to)}`,
      )
    }
  },
}

function list(names: readonly string[], to: Named): string {
  if (names.length === 0) return `The plan has no ${to}.`
  const more = names.length - listed
  return `Known: ${names.slice(0, listed).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}

const catalog = { capabilities, validations }

function isInCatalog(to: Named): to is keyof typeof catalog {
  return to in catalog
}

function namesOf(subject: Subject, to: Named): readonly string[] {
  if (isInCatalog(to)) return Object.keys(catalog[to])
  // These two need no entry: a lab brings its own addresses, and at a table nothing is reached.
  if (to === 'targets') return [...subject.names(to), 'lab', 'tabletop']
  if (to === 'places') return [...subject.names('regions'), 'outside']
  return subject.names(to === 'features' ? 'components' : to)
}

function stands(subject: Subject, name: string, to: Named): boolean {
  if (isInCatalog(to)) return Object.hasOwn(catalog[to], name)
  if (to === 'targets' && (name === 'lab' || name === 'tabletop')) return true
  if (to === 'places') return name === 'outside' || subject.known('regions', name)
  return subject.known(to === 'features' ? 'components' : to, name)
}
