import { requirements, requirementsOrigin } from '#catalog'
import { type DeployedRule, deployedRules, productCoverage, type Rule, rules, topics } from '#checks'
import { type TroubleCode, troubles as inputTroubles } from '#inventory'
import { troubles } from '#plan'
import type { Topic } from '#report'
import { features } from '../features.ts'

const sentences = new Map(requirements.map(({ id, says }) => [id, says]))

/** Requirements by id with their sentences; an id that the catalog does not have is left out. */
export function requirementsOf(ids: readonly string[]): Topic['requirements'] {
  return ids.flatMap((id) => {
    const says = sentences.get(id)
    return says === undefined ? [] : [{ id, says }]
  })
}

/** Every rule, topic by topic. */
export const ruleTopics = (): readonly Topic[] => topics.flatMap(({ title, rules: own }) => own.map(explained(title)))

const explained =
  (group: string) =>
  ({ code, severity, title, why, fix, requirements: ids, bad, good }: Rule): Topic => ({
    kind: 'rule',
    name: code,
    title,
    group,
    severity,
    says: [why],
    fix,
    facts: [],
    requirements: requirementsOf(ids),
    bad: bad.trim(),
    good: good.trim(),
  })

/** Every rule of what is deployed. */
export const deployedTopics = (): readonly Topic[] => deployedRules.map(deployedTopic)

function deployedTopic(rule: DeployedRule): Topic {
  const { code, severity, title, why, fix, requirements: ids, agrees, disagrees = [], bad, good } = rule
  return {
    kind: 'deployed',
    name: code,
    title,
    group: 'What is wrong with what is deployed',
    severity,
    says: [why],
    fix,
    facts: [
      { label: 'Unknown', says: 'What it cannot tell is told by the same code, as unknown.' },
      ...(agrees.length > 0 ? [{ label: 'Said also by', says: agrees.join(', ') }] : []),
      ...(disagrees.length > 0 ? [{ label: 'Said otherwise by', says: disagrees.join(', ') }] : []),
    ],
    requirements: requirementsOf(ids),
    bad: bad.trim(),
    good: good.trim(),
  }
}

/** What the reading of templates, plans of tools and exports may find. */
export const inputTopics = (): readonly Topic[] =>
  (Object.keys(inputTroubles) as readonly TroubleCode[]).map((code) => {
    const { severity, title, why, fix } = inputTroubles[code]
    return {
      kind: 'input',
      name: code,
      title,
      group: 'What is wrong with, or unknown of, an input',
      severity,
      says: [why],
      fix,
      facts: [],
      requirements: [],
    }
  })

/** What the reading of a plan may find, in the order of the list; all of it is an error. */
export const parserTopics = (): readonly Topic[] =>
  Object.entries(troubles).map(([code, { title, why, fix }]) => ({
    kind: 'parser',
    name: code,
    title,
    group: 'What is wrong with the text of a plan',
    severity: 'error',
    says: [why],
    fix,
    facts: [],
    requirements: [],
  }))

const answerLabels = { rule: 'Rules', verification: 'Validations', feature: 'Features', glossary: 'Glossary' } as const

/** What answers each requirement, by kind and name. */
function answers(): ReadonlyMap<string, Topic['facts']> {
  return new Map(
    productCoverage([...rules, ...deployedRules], features).map(({ id, answeredBy }) => [
      id,
      Object.entries(answerLabels).flatMap(([kind, label]) => {
        const refs = answeredBy.filter((one) => one.kind === kind).map(({ ref }) => ref)
        return refs.length === 0 ? [] : [{ label, says: refs.join(', ') }]
      }),
    ]),
  )
}

/** Every requirement, in the order of the catalog. */
export function requirementTopics(): readonly Topic[] {
  const answered = answers()
  return requirements.map(({ id, says, kind, strategy, action }) => ({
    kind: 'requirement',
    name: id,
    title: says,
    says: [],
    facts: [
      { label: 'Kind', says: kind },
      ...(strategy === undefined ? [] : [{ label: 'Asked of', says: strategy }]),
      ...(action === undefined ? [] : [{ label: 'Row', says: action }]),
      ...(answered.get(id) ?? []),
      {
        label: 'Source',
        says: kind === 'beyond' ? 'Muster' : `${requirementsOrigin.source}; as of ${requirementsOrigin.asOf}`,
      },
    ],
    requirements: [],
  }))
}

/** The rows of the strategies' tables, each with its points. */
export function rowTopics(): readonly Topic[] {
  const rows = new Map<string, Topic & { readonly requirements: Array<Topic['requirements'][number]> }>()
  for (const { id, says, action } of requirements) {
    if (action === undefined) continue
    const name = id.slice(0, id.lastIndexOf('.'))
    const row = rows.get(name) ?? { kind: 'row', name, title: action, says: [], facts: [], requirements: [] }
    row.requirements.push({ id, says })
    rows.set(name, row)
  }
  return [...rows.values()]
}
