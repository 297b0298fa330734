import type { Severity } from '#diagnostics'

/** Something that Muster can explain. */
export type TopicKind =
  | 'rule'
  | 'parser'
  | 'deployed'
  | 'input'
  | 'requirement'
  | 'row'
  | 'term'
  | 'component-type'
  | 'strategy'
  | 'tier'
  | 'action'
  | 'capability'
  | 'validation'
  | 'incident'

/** What is known of one thing, as it is shown. */
export interface Topic {
  readonly kind: TopicKind
  /** By which it is asked for; unique within its kind. */
  readonly name: string
  readonly title: string
  /** Under which it stands in a list; those of one group follow one another. */
  readonly group?: string
  /** Of a rule or a code of the parser. */
  readonly severity?: Severity
  /** Paragraphs; of a rule the reason why it matters. May be empty. */
  readonly says: readonly string[]
  /** Of a rule or a code of the parser: what to write instead. */
  readonly fix?: string
  /** What else is known, in the order in which it is shown; may be empty. */
  readonly facts: ReadonlyArray<{ readonly label: string; readonly says: string }>
  /** Requirements that it answers or belongs to, in our words; may be empty. */
  readonly requirements: ReadonlyArray<{ readonly id: string; readonly says: string }>
  /** Of a rule: a plan's parts with the fault marked, and put right. */
  readonly bad?: string
  readonly good?: string
}

/** Topics of one kind, as a list that can be asked for. */
export interface TopicList {
  /** The word that asks for it, such as `rules`. */
  readonly name: string
  /** What is in it, in one sentence. */
  readonly says: string
  readonly topics: readonly Topic[]
}

/** The topics of a list by group, in its order; one group without a title where the list has none. */
export function groupsOfTopics(topics: readonly Topic[]): ReadonlyMap<string | undefined, readonly Topic[]> {
  const groups = new Map<string | undefined, Topic[]>()
  for (const topic of topics) {
    const own = groups.get(topic.group)
    if (own) own.push(topic)
    else groups.set(topic.group, [topic])
  }
  return groups
}
