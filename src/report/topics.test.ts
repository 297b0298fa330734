import { expect, test } from 'vitest'
import { jsonText } from './json.ts'
import { hostile, poor, rich } from './testing/samples.ts'
import type { Topic, TopicList } from './topic.ts'
import { topicIndexJson, topicListJson, topicsJson } from './topic-json.ts'
import { topicListMarkdown, topicsMarkdown } from './topic-markdown.ts'
import { topicIndexText, topicListText, topicsText } from './topic-text.ts'

const rule: Topic = {
  kind: 'rule',
  name: 'rpo-backup-interval',
  title: 'Backup interval exceeds the RPO',
  severity: 'error',
  says: ['What was written since the last backup is lost.'],
  fix: 'Shorten the interval, or raise the RPO and have it signed again.',
  facts: [],
  requirements: [
    {
      id: 'backup-restore.policies.c3',
      says: 'How often backups run follows from the RPO; how long they stay is set, and what is set is looked at again.',
    },
  ],
  bad: 'backup: { every: 24h } # ERROR: Backups run every 1d, but the RPO is 4h.',
  good: 'backup: { every: 4h }',
}

const word: Topic = {
  kind: 'term',
  name: 'RPO',
  title: 'How much of the newest data may be lost; `rpo` in a plan.',
  says: [],
  facts: [{ label: 'Also', says: 'recovery point objective | <data loss>' }],
  requirements: [],
}

const list: TopicList = { name: 'rules', says: 'what `muster check` finds in a plan.', topics: [rule] }
const glossary: TopicList = { name: 'glossary', says: 'words, and what is meant by them.', topics: [word] }

test('topics for a person tell what, why, how to fix it, and show it', async () => {
  await expect(topicsText([rule, word], rich)).toMatchFileSnapshot('golden/topics.txt')
})

test('topics and lists as Markdown have anchors, and no markup but their own', async () => {
  await expect(topicListMarkdown(list) + topicsMarkdown([word])).toMatchFileSnapshot('golden/topics.md.txt')
})

test('lists are a line each', () => {
  expect(
    topicListText(list, poor) + topicListText(glossary, poor) + topicIndexText([list, glossary], poor),
  ).toMatchInlineSnapshot(`
    "rules (1): what \`muster check\` finds in a plan.

    rpo-backup-interval  error  Backup interval exceeds the RPO

    \`muster explain rpo-backup-interval\` tells more of one.
    glossary (1): words, and what is meant by them.

    RPO  How much of the newest data may be lost; \`rpo\` in a plan.

    \`muster explain RPO\` tells more of one.
    Muster explains any of these by its name, such as \`muster explain rpo-backup-interval\`. The lists:

    muster explain rules     1  what \`muster check\` finds in a plan.
    muster explain glossary  1  words, and what is meant by them.
    "
  `)
})

test('as data, lists have names and titles, topics everything', () => {
  expect(topicListJson(list)).toEqual({
    schemaVersion: 1,
    list: 'rules',
    entries: [{ kind: 'rule', name: rule.name, title: rule.title, severity: 'error' }],
  })
  expect(JSON.parse(jsonText(topicsJson([rule])))).toEqual({ schemaVersion: 1, topics: [rule] })
  expect(topicIndexJson([glossary]).lists).toEqual([{ name: 'glossary', says: glossary.says, entries: 1 }])
})

test('nothing hostile reaches a terminal', () => {
  const text = topicsText([{ ...rule, title: hostile, says: [hostile], fix: hostile, bad: hostile }], rich)
  expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u)
})
