import { plain } from '#markup'
import { labelled, padded, table, wrapped } from './layout.ts'
import { toneOf } from './severity.ts'
import { paint, type Style } from './style.ts'
import { groupsOfTopics, type Topic, type TopicKind, type TopicList } from './topic.ts'

const called: Readonly<Record<TopicKind, string>> = {
  rule: 'rule',
  parser: 'found while a plan is read',
  deployed: 'rule of what is deployed',
  input: 'found while an input is read',
  requirement: 'requirement',
  row: 'row of requirements',
  term: 'word',
  'component-type': 'component type',
  strategy: 'strategy',
  tier: 'tier',
  action: 'action',
  capability: 'capability',
  incident: 'incident',
  validation: 'validation',
}

/** Everything that a word stands for, for a person at a terminal. Ends with a line feed. */
export function topicsText(topics: readonly Topic[], style: Style): string {
  return `${topics.map((topic) => topicLines(topic, style).join('\n')).join('\n\n')}\n`
}

function topicLines(topic: Topic, style: Style): readonly string[] {
  const { kind, name, title, severity, says, fix, facts, requirements, bad, good } = topic
  const what = severity === undefined ? '' : `, ${paint(style, toneOf[severity], severity)}`
  const width = Math.max(fix === undefined ? 0 : 12, ...facts.map(({ label }) => label.length + 2))
  const told = (label: string, text: string) => labelled(label, text, width, { ...style, width: style.width - 2 })
  return [
    `${paint(style, 'bold', plain(name))}  ${paint(style, 'dim', `(${called[kind]}`)}${what}${paint(style, 'dim', ')')}`,
    ...(title === name ? [] : wrapped(title, style.width, '  ')),
    ...(says.length > 0 ? [''] : []),
    ...says.flatMap((text) => wrapped(text, style.width, '  ')),
    ...(fix === undefined ? [] : ['', ...indented(told('How to fix', fix))]),
    ...(facts.length > 0 ? ['', ...facts.flatMap(({ label, says: text }) => indented(told(label, text)))] : []),
    ...requirementLines(requirements, style),
    ...sample('Wrong:', bad, style),
    ...sample('Right:', good, style),
  ]
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`)
}

function requirementLines(requirements: Topic['requirements'], style: Style): readonly string[] {
  if (requirements.length === 0) return []
  const width = Math.max(...requirements.map(({ id }) => id.length)) + 2
  return [
    '',
    `  ${paint(style, 'bold', requirements.length === 1 ? 'Requirement' : 'Requirements')}`,
    ...requirements.flatMap(({ id, says }) =>
      wrapped(says, style.width, ' '.repeat(width + 4)).map((line, index) =>
        index === 0 ? `    ${padded(id, width)}${line.slice(width + 4)}` : line,
      ),
    ),
  ]
}

function sample(label: string, text: string | undefined, style: Style): readonly string[] {
  if (text === undefined) return []
  const lines = text.split('\n').map((line) => (line === '' ? '' : `    ${plain(line)}`))
  return ['', `  ${paint(style, 'bold', label)}`, ...lines]
}

/** One list, a line each. */
export function topicListText({ name, says, topics }: TopicList, style: Style): string {
  const rows = topics.map(({ name: own, title, severity }) => [
    plain(own),
    ...(severity === undefined ? [] : [{ text: severity, tone: toneOf[severity] }]),
    title === own ? '' : plain(title),
  ])
  const lines = table(rows, style)
  const blocks = [...groupsOfTopics(topics)].flatMap(([group, own]) => [
    ...(group === undefined ? [] : ['', paint(style, 'bold', group)]),
    ...own.map((topic) => lines[topics.indexOf(topic)] ?? ''),
  ])
  return [
    `${paint(style, 'bold', name)} (${topics.length}): ${says}`,
    ...(blocks[0] === '' ? [] : ['']),
    ...blocks,
    '',
    `\`muster explain ${topics[0]?.name ?? 'WORD'}\` tells more of one.`,
    '',
  ].join('\n')
}

/** The lists that there are. */
export function topicIndexText(lists: readonly TopicList[], style: Style): string {
  const rows = lists.map(({ name, says, topics }) => [`muster explain ${name}`, String(topics.length), says])
  return [
    'Muster explains any of these by its name, such as `muster explain rpo-backup-interval`. The lists:',
    '',
    ...table(rows, style, [1]),
    '',
  ].join('\n')
}
