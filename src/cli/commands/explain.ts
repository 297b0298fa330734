import { Failure } from '#diagnostics'
import { explain, topicLists, topicNames } from '#muster'
import {
  jsonText,
  topicIndexJson,
  topicIndexText,
  topicListJson,
  topicListMarkdown,
  topicListText,
  topicsJson,
  topicsMarkdown,
  topicsText,
} from '#report'
import { type AddCommand, formats } from '../context.ts'

/** `muster explain`: what a code, a requirement, a word or a name of the catalog means. */
export const addExplain: AddCommand = (program, context) => {
  const command = program
    .command('explain')
    .description('tell what a code, a requirement or a word means, why it matters and what to do')
    .argument('[word...]', `a name, or a list: ${topicNames.join(', ')}`)
  formats(command, 'json', 'markdown').action((words: readonly string[], { format }: { format: string }) => {
    const style = context.style.out
    if (words.length === 0) {
      if (format === 'markdown') throw new Failure('usage', 'Say what to write as Markdown, such as `rules`.')
      context.out(format === 'json' ? jsonText(topicIndexJson(topicLists())) : topicIndexText(topicLists(), style))
      return
    }
    const found = explain(words.join(' '))
    if ('topics' in found)
      context.out(
        format === 'json'
          ? jsonText(topicListJson(found))
          : format === 'markdown'
            ? topicListMarkdown(found)
            : topicListText(found, style),
      )
    else
      context.out(
        format === 'json'
          ? jsonText(topicsJson(found))
          : format === 'markdown'
            ? topicsMarkdown(found)
            : topicsText(found, style),
      )
  })
}
