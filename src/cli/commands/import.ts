import { Failure } from '#diagnostics'
import { importers } from '#inventory'
import { inventoryJson, inventoryText, jsonText, problemsSarif } from '#report'
import { type AddCommand, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf } from '../plan.ts'
import { version } from './check.ts'

interface Options {
  readonly format: string
  readonly location?: string
  readonly set: readonly string[]
  readonly notes: boolean
}

/** What cannot be read at all: an inventory without it is no answer. */
const unread = new Set(['input-unreadable', 'input-of-another-format'])

/** `muster import`: what is deployed or declared, and what is wrong with it. */
export const addImport: AddCommand = (program, context) => {
  const command = program
    .command('import')
    .description('read what is deployed: what is where, how redundant, and what a disaster would take')
    .argument('<format>', `what the files are: ${importers.map(({ format }) => format).join(', ')}`)
    .argument('<path...>', 'files, or folders of files')
    .option('--location <region>', 'where it is deployed, if the files leave that open, such as westeurope')
    .option(
      '--set <name=value>',
      'a value for a parameter or variable; may be repeated',
      (one, all: readonly string[]) => [...all, one],
      [],
    )
    .option('--no-notes', 'leave notes out')
    .addHelpText(
      'after',
      `\nFormats, and how to get such files:\n${importers.map(({ format, title, howToGet }) => `  ${format}: ${title}\n      ${howToGet}`).join('\n')}`,
    )
  formats(command, 'json', 'sarif')
  command.action(async (format: string, paths: readonly string[], options: Options) => {
    const { inventory } = await musterOf(context).readInventory(format, paths, options)
    const problems = inventory.problems.filter(({ severity }) => options.notes || severity !== 'note')
    if (options.format === 'json') context.out(jsonText(inventoryJson({ ...inventory, problems })))
    else if (options.format === 'sarif') context.out(jsonText(problemsSarif({ problems, suppressed: [] }, version())))
    else context.out(inventoryText(inventory, context.style.out, { notes: options.notes }))
    if (problems.some(({ severity }) => severity === 'error')) context.end(exit.missed)
    const lost = problems.find(({ code }) => unread.has(code))
    if (lost) context.end(exit.usage)
    if (inventory.resources.length === 0 && inventory.objectives.length === 0 && inventory.steps.length === 0 && !lost)
      throw new Failure('usage', 'Nothing was found in what was given.')
  })
}
