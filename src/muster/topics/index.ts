import { Failure, nearest } from '#diagnostics'
import { glossary } from '#catalog'
import type { Topic, TopicList } from '#report'
import {
  actionTopics,
  capabilityTopics,
  componentTypeTopics,
  strategyTopics,
  termTopics,
  tierTopics,
  validationTopics,
} from './facts.ts'
import { incidentTopics } from './incidents.ts'
import { deployedTopics, inputTopics, parserTopics, requirementTopics, rowTopics, ruleTopics } from './rules.ts'

const lists = {
  rules: { says: 'what `muster check` finds in a plan.', topics: ruleTopics },
  deployed: { says: 'what `muster import` finds in what is deployed.', topics: deployedTopics },
  inputs: { says: 'what it finds wrong with, or unknown of, an input.', topics: inputTopics },
  parser: { says: 'what it finds wrong in the text of one.', topics: parserTopics },
  requirements: { says: 'what the guidance asks for, and what Muster adds.', topics: requirementTopics },
  rows: { says: "the rows of the strategies' tables.", topics: rowTopics },
  validations: { says: 'what drills, verifications and attestations may show.', topics: validationTopics },
  glossary: { says: 'words, and what is meant by them.', topics: termTopics },
  strategies: { says: 'how ready a standby is.', topics: strategyTopics },
  tiers: { says: 'how critical a flow is, and what that usually asks.', topics: tierTopics },
  'component-types': { says: 'kinds of component, and who recovers what.', topics: componentTypeTopics },
  actions: { says: 'what a step can do by itself.', topics: actionTopics },
  capabilities: { says: 'what a step may need alive.', topics: capabilityTopics },
  incidents: { says: 'real incidents, which `muster replay` plays against a plan.', topics: incidentTopics },
}

/** The words that ask for a list. */
export const topicNames: readonly string[] = Object.keys(lists)

/** All that `muster check` can find, as one list. */
const checks = {
  says: 'All that `muster check` can find: what is wrong with a plan, then what is wrong with the text of one.',
  topics: () => [...ruleTopics(), ...parserTopics()],
}

/** Everything that can be explained, by kind. */
export const topicLists = (): readonly TopicList[] =>
  Object.entries(lists).map(([name, { says, topics }]) => ({ name, says, topics: topics() }))

/** Names as they are compared: letter case, spaces and underscores make no difference. */
const folded = (word: string): string =>
  word
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-')

/** Topics by every name that leads to them. */
function indexed(all: readonly TopicList[]): ReadonlyMap<string, readonly Topic[]> {
  const found = new Map<string, Topic[]>()
  const add = (name: string, topic: Topic) => found.set(folded(name), [...(found.get(folded(name)) ?? []), topic])
  const terms = new Map(
    glossary.map(({ term, also = [], requirement = term }) => [
      term,
      new Set([term, requirement, ...also].map(folded)),
    ]),
  )
  const required = new Set(glossary.flatMap(({ requirement }) => requirement ?? []))
  for (const { topics } of all)
    for (const topic of topics) {
      // A word that is a requirement too would say the same thing twice.
      const names = terms.get(topic.name)
      if (topic.kind === 'term') for (const name of names ?? []) add(name, topic)
      else if (topic.kind !== 'requirement' || !required.has(topic.name)) add(topic.name, topic)
    }
  return found
}

/**
 * What a word asks for: a list by its name, or everything that the word stands for.
 * @throws Failure `usage` where it stands for nothing, with the nearest name where one is near
 */
export function explain(word: string): TopicList | readonly Topic[] {
  const all = topicLists()
  const asked = folded(word)
  if (asked === 'checks') return { name: asked, says: checks.says, topics: checks.topics() }
  const list = all.find(({ name }) => name === asked)
  if (list) return list
  const known = indexed(all)
  const topics = known.get(asked)
  if (topics) return topics
  const near = nearest(asked, [...all.map(({ name }) => name), ...known.keys()])
  const meant = near === undefined ? '' : ` Did you mean "${near}"?`
  throw new Failure(
    'usage',
    `There is nothing called "${word}" to explain.${meant} \`muster explain\` tells what there is.`,
  )
}
