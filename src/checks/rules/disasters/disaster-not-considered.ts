import type { Rule } from '../../rule.ts'

export const disasterNotConsidered: Rule = {
  code: 'disaster-not-considered',
  severity: 'note',
  title: 'A kind of disaster is not considered',
  why: 'What nobody has thought of is met unprepared, and what is left out on purpose needs somebody who says so.',
  fix: 'Add a scenario of that class, or an exclusion with its class, the reason and who takes it.',
  requirements: [
    'disaster.region',
    'disaster.control-plane',
    'disaster.corruption',
    'disaster.multi-tier',
    'disaster.extended',
    'disaster.partition',
  ],
  bad: `
scenarios: # NOTE: The plan has neither a scenario nor an exclusion for: data or configuration spoilt (corruption), several layers failing together (multi-tier), service gone for long (extended).
  east-lost: { class: region, loses: [east] }
  no-control: { class: control-plane }
  parted: { class: partition, between: [east, west] }
drills:
  - { scenario: east-lost, every: 90d, target: lab }
  - { scenario: no-control, every: 90d, target: lab }
  - { scenario: parted, every: 90d, target: lab }
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east] }
exclusions:
  - { what: Loss of management, class: control-plane, because: Nothing has to be changed, by: director }
  - { what: Spoilt data, class: corruption, because: No data is kept, by: director }
  - { what: Several layers, class: multi-tier, because: There is one layer, by: director }
  - { what: A long loss, class: extended, because: The other region serves for good, by: director }
  - { what: A broken line, class: partition, because: Regions do not talk to each other, by: director }
`,
  check({ plan, at, unsure }, report, seen) {
    if (unsure('scenarios') || unsure('exclusions')) return
    seen()
    const considered = new Set<string | undefined>(
      [...Object.values(plan.scenarios), ...(plan.exclusions ?? [])].map((one) => one.class),
    )
    const open = Object.entries(kinds).flatMap(([kind, words]) => (considered.has(kind) ? [] : [`${words} (${kind})`]))
    if (open.length > 0)
      report(at(plan.scenarios), `The plan has neither a scenario nor an exclusion for: ${open.join(', ')}.`)
  },
}

const kinds = {
  region: 'the loss of a region',
  'control-plane': 'the loss of management',
  corruption: 'data or configuration spoilt',
  'multi-tier': 'several layers failing together',
  extended: 'service gone for long',
  partition: 'regions that no longer see each other',
} as const
