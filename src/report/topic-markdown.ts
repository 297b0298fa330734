import { groupsOfTopics, type Topic, type TopicList } from './topic.ts'

/** Everything that a word stands for, as Markdown. Ends with a line feed. */
export function topicsMarkdown(topics: readonly Topic[]): string {
  return topics.map(section).join('\n')
}

/** A list as a page: a table of contents, then a section for each, whose anchor is its name. Ends with a line feed. */
export function topicListMarkdown({ name, says, topics }: TopicList): string {
  const graded = topics.some(({ severity }) => severity !== undefined)
  const columns = graded ? ['name', 'severity', 'what'] : ['name', 'what']
  const contents = [...groupsOfTopics(topics)].map(([group, own]) => {
    const rows = own.map(({ name: each, title, severity }) =>
      row([`[\`${each}\`](#${anchor(each)})`, ...(graded ? [severity ?? ''] : []), words(title)]),
    )
    const heading = group === undefined ? '' : `**${words(group)}**\n\n`
    return [heading, row(columns), row(columns.map(() => '---')), ...rows].join('')
  })
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('-', ' ')}`
  return [
    `# ${title}\n\n${says.charAt(0).toUpperCase()}${says.slice(1)}\n\n`,
    contents.join('\n'),
    ...topics.map((topic) => `\n${section(topic)}`),
  ].join('')
}

function section({ name, title, severity, says, fix, facts, requirements, bad, good }: Topic): string {
  const blocks = [
    `## ${name}`,
    `**${words(title)}**${severity === undefined ? '' : ` (${severity})`}`,
    ...says.map(words),
    ...(fix === undefined ? [] : [`**How to fix.** ${words(fix)}`]),
    ...facts.map((fact) => `**${fact.label}.** ${words(fact.says)}`),
    ...(requirements.length === 0
      ? []
      : [requirements.map(({ id, says: text }) => `- \`${id}\`: ${words(text)}`).join('\n')]),
    ...sample('Wrong:', bad),
    ...sample('Right:', good),
  ]
  return `${blocks.join('\n\n')}\n`
}

function sample(label: string, text: string | undefined): readonly string[] {
  return text === undefined ? [] : [label, `\`\`\`yaml\n${text}\n\`\`\``]
}

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`

/** Our own prose, in which code stands between backticks or is indented; all else is no markup. */
function words(text: string): string {
  return text
    .split('\n')
    .map((line) => (line.startsWith('    ') ? line : line.replace(/`[^`]*`|[\\*_<>[\]]/g, escaped)))
    .join('\n')
}

const escaped = (found: string): string => (found.startsWith('`') ? found : `\\${found}`)

/** The anchor that a heading has. Source: GitHub's rule for headings. */
function anchor(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
}
