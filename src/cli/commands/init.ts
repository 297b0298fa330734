import { createInterface } from 'node:readline/promises'
import { strategyNames } from '#catalog'
import { Failure } from '#diagnostics'
import { type Answers, starterTypes, usual } from '#muster'
import { draftedJson, draftedText, jsonText, starterJson, starterText } from '#report'
import { type AddCommand, type Context, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { assureRead } from '../inventory.ts'
import { musterOf } from '../plan.ts'

type Options = Answers & {
  readonly format: string
  readonly force?: boolean
  readonly yes?: boolean
  readonly from?: readonly string[]
  readonly location?: string
  readonly set: readonly string[]
}

/** What is asked on a terminal, in order; each question shows what an empty answer means. */
const questions = [
  ['name', 'What is the workload called?'],
  ['owner', 'Which team owns the plan?'],
  ['strategy', `How ready is the second region? (${strategyNames.join(', ')})`],
  ['primary', 'Which region serves on an ordinary day?'],
  ['secondary', 'Which region takes over?'],
  ['tier', 'How critical is it, from 0 (mission critical) to 3 (administrative)?'],
  ['type', 'What keeps the data? (`muster explain component-types` lists them)'],
] as const

/** `muster init`: a first plan, by few questions or by flags. */
export const addInit: AddCommand = (program, context) => {
  const command = program
    .command('init')
    .description('write a first plan that passes its check, and the schema for your editor')
    .argument('[folder]', 'where muster.yaml is written; default: here')
    .option('--name <name>', 'name of the workload; default: that of the folder')
    .option('--owner <team>', 'who owns the plan')
    .option('--strategy <name>', `one of ${strategyNames.join(', ')}`)
    .option('--primary <region>', 'the region that serves on an ordinary day')
    .option('--secondary <region>', 'the region that takes over')
    .option('--tier <n>', 'criticality from 0 to 3')
    .option('--type <type>', `component type of the data: ${starterTypes.join(', ')}`)
    .option(
      '--from <format-and-path...>',
      'read what is deployed: a format and its files (arm main.json), or several sources (arm:infra markdown:runbook.md)',
    )
    .option('--location <region>', 'where that is deployed, if the files leave it open')
    .option(
      '--set <name=value>',
      'a value for a parameter or variable of it; may be repeated',
      (one, all: readonly string[]) => [...all, one],
      [],
    )
    .option('--force', 'replace a plan that is there')
    .option('-y, --yes', 'ask nothing, and choose what no flag says')
  formats(command, 'json')
  command.action(async (folder: string | undefined, options: Options) => {
    if (options.from) {
      await drafted(context, folder, options, options.from)
      return
    }
    const answers = options.yes === true ? options : await asked(options, context, folder)
    if (!answers) {
      context.talk('\nNothing was written.\n')
      context.end(exit.interrupted)
      return
    }
    const result = musterOf(context).init(answers, context.today, {
      force: options.force === true,
      ...(folder === undefined ? {} : { folder }),
    })
    context.out(options.format === 'json' ? jsonText(starterJson(result)) : starterText(result, context.style.out))
  })
}

/** Writes a plan from what is deployed; nothing is asked, for what cannot be read there is marked in the plan. */
async function drafted(
  context: Context,
  folder: string | undefined,
  options: Options,
  from: readonly string[],
): Promise<void> {
  const [format = '', ...paths] = from
  const muster = musterOf(context)
  // One format and its files, or several sources that each say their own.
  const several = from.every((one) => /^[a-z-]+:/.test(one))
  if (!several && paths.length === 0)
    throw new Failure('usage', 'Say the format and the files: --from arm main.json main.parameters.json')
  const found = several
    ? await muster.readInventories(from, options)
    : await muster.readInventory(format, paths, options)
  assureRead(found)
  const result = muster.initFrom(found, options, context.today, {
    force: options.force === true,
    ...(folder === undefined ? {} : { folder }),
  })
  context.out(options.format === 'json' ? jsonText(draftedJson(result)) : draftedText(result, context.style.out))
}

/**
 * The options with what was left out asked on the terminal; as they are where there is none, or where everything is
 * said. Undefined where the questions were stopped.
 */
async function asked(options: Options, context: Context, folder = context.cwd): Promise<Answers | undefined> {
  const open = questions.filter(([key]) => options[key] === undefined)
  if (!process.stdin.isTTY || !process.stderr.isTTY || open.length === 0) return options
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const answers: Record<string, string | undefined> = Object.fromEntries(questions.map(([key]) => [key, options[key]]))
  try {
    for (const [key, question] of open) {
      const usually = key === 'name' ? usual.name(folder.split(/[/\\]/).at(-1) ?? '') : usual[key](answers)
      const said = (await terminal.question(`${question} [${usually}] `, { signal: context.signal })).trim()
      answers[key] = said === '' ? usually : said
    }
    return answers
  } catch (error) {
    // Ctrl-C and Ctrl-D end the questions, and nothing is written.
    if (context.signal.aborted || (error as Error).name === 'AbortError') return undefined
    throw error
  } finally {
    terminal.close()
  }
}
