import { glossary, requirements, validations } from '#catalog'
import type { Rule } from './rule.ts'

/** Something that Muster can do which answers requirements by itself, beside its rules and verifications. */
export interface Feature {
  /** Kebab-case and unique. */
  readonly name: string
  /** One sentence. */
  readonly does: string
  /** The very functions that do it: without them there is no such feature, and nothing compiles. */
  readonly by: ReadonlyArray<(...given: never[]) => unknown>
  readonly requirements: readonly string[]
}

/** A rule of plans or of what is deployed, as far as it answers requirements. */
export type Answering = Pick<Rule, 'code' | 'requirements'>

/** What answers a requirement, and the name by which it is found: a rule's code, a topic, a feature, a term. */
export interface Answer {
  readonly kind: 'rule' | 'verification' | 'feature' | 'glossary'
  readonly ref: string
}

/** A requirement and everything in the product that answers it; `answeredBy` is empty where nothing does. */
export interface Covered {
  readonly id: string
  readonly answeredBy: readonly Answer[]
}

/**
 * What answers each requirement, read from the rules, topics, terms and features themselves.
 * @returns one entry for every requirement, in the order of the catalog; answers in the order rules, topics, features,
 * terms
 */
export function productCoverage(rules: readonly Answering[], features: readonly Feature[]): readonly Covered[] {
  const found = new Map<string, Answer[]>(requirements.map(({ id }) => [id, []]))
  const answer = (ids: readonly string[], given: Answer) => {
    for (const id of ids) found.get(id)?.push(given)
  }
  for (const { code, requirements: ids } of rules) answer(ids, { kind: 'rule', ref: code })
  for (const [ref, topic] of Object.entries(validations)) answer(topic.requirements, { kind: 'verification', ref })
  for (const { name, requirements: ids } of features) answer(ids, { kind: 'feature', ref: name })
  for (const { term, requirement } of glossary)
    if (requirement !== undefined) answer([requirement], { kind: 'glossary', ref: term })
  return [...found].map(([id, answeredBy]) => ({ id, answeredBy }))
}

/** Ids that a rule, a topic or a feature names and that are none of the catalog's; a slip, and never in a release. */
export function strayIds(rules: readonly Answering[], features: readonly Feature[]): readonly string[] {
  const known = new Set(requirements.map(({ id }) => id))
  const named = [...rules, ...features, ...Object.values(validations)].flatMap((one) => one.requirements)
  return [...new Set(named.filter((id) => !known.has(id)))]
}
