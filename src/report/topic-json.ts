import type { Topic, TopicList } from './topic.ts'

/** What `explain WORD --format json` gives: everything that the word stands for, at least one. */
export function topicsJson(topics: readonly Topic[]): { readonly schemaVersion: 1; readonly topics: readonly Topic[] } {
  return { schemaVersion: 1, topics }
}

/** What `explain LIST --format json` gives. */
export interface TopicListReport {
  readonly schemaVersion: 1
  readonly list: string
  readonly entries: ReadonlyArray<Pick<Topic, 'kind' | 'name' | 'title' | 'severity'>>
}

export function topicListJson({ name, topics }: TopicList): TopicListReport {
  const entries = topics.map(({ kind, name: own, title, severity }) => ({
    kind,
    name: own,
    title,
    ...(severity && { severity }),
  }))
  return { schemaVersion: 1, list: name, entries }
}

/** What `explain --format json` gives: the lists that there are. */
export function topicIndexJson(lists: readonly TopicList[]): {
  readonly schemaVersion: 1
  readonly lists: ReadonlyArray<{ readonly name: string; readonly says: string; readonly entries: number }>
} {
  return {
    schemaVersion: 1,
    lists: lists.map(({ name, says, topics }) => ({ name, says, entries: topics.length })),
  }
}
