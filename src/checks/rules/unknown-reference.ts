import { capabilities } from '#catalog'
import { nearest } from '#diagnostics'
import { type Named, references } from '../references.ts'
import type { Rule } from '../rule.ts'
import type { Subject } from '../subject.ts'

const called: Readonly<Record<Named, string>> = {
  regions: 'region',
  components: 'component',
  scenarios: 'scenario',
  contacts: 'contact',
  targets: 'target',
  capabilities: 'capability',
  features: 'component',
}

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
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
`,
  check(subject, report, seen) {
    for (const [node, key, name, to] of references(subject.plan)) {
      if (name === undefined) continue
      seen()
      if (stands(subject, name, to)) continue
      const names = namesOf(subject, to)
      const near = nearest(name, names)
      // Something that the plan does not describe may be missed too; only a slip is worth a word.
      if (to === 'features' && near === undefined) continue
      const known = names.length === 0 ? `The plan has no ${to}.` : `Known: ${names.join(', ')}.`
      const fix = `${near ? `Did you mean "${near}"? ` : ''}${known}`
      report(subject.at(node, key), `There is no ${called[to]} "${name}" in this plan.`, fix)
    }
  },
}

function namesOf(subject: Subject, to: Named): readonly string[] {
  if (to === 'capabilities') return Object.keys(capabilities)
  // These two need no entry: a lab brings its own addresses, and at a table nothing is reached.
  if (to === 'targets') return [...subject.names(to), 'lab', 'tabletop']
  return subject.names(to === 'features' ? 'components' : to)
}

function stands(subject: Subject, name: string, to: Named): boolean {
  if (to === 'capabilities') return Object.hasOwn(capabilities, name)
  if (to === 'targets' && (name === 'lab' || name === 'tabletop')) return true
  return subject.known(to === 'features' ? 'components' : to, name)
}
