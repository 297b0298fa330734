import { readFileSync } from 'node:fs'
import { Option } from 'commander'
import { Failure, type Severity } from '#diagnostics'
import {
  defaultsJson,
  defaultsText,
  type Findings,
  jsonText,
  problemsGithub,
  problemsJson,
  problemsJunit,
  problemsMarkdown,
  problemsSarif,
  problemsText,
} from '#report'
import { type AddCommand, asOf, type Context, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { type Deployed, deployedFor } from '../inventory.ts'
import { musterOf } from '../plan.ts'

interface Options extends Deployed {
  readonly format: string
  readonly asOf: string
  readonly failOn: Severity
  readonly notes: boolean
  readonly quiet?: boolean
  readonly showSuppressed?: boolean
  readonly explainDefaults?: boolean
}

/** From each severity on, what ends a check with 1. */
const failing: Readonly<Record<Severity, readonly Severity[]>> = {
  error: ['error'],
  warning: ['error', 'warning'],
  unknown: ['error', 'warning', 'unknown'],
  note: ['error', 'warning', 'unknown', 'note'],
}

/** `muster check`: every problem of a plan at once. */
export const addCheck: AddCommand = (program, context) => {
  const command = program
    .command('check')
    .description('find what is wrong with a plan, every problem at once')
    .argument('[plan]', 'file of a plan or portfolio, or a folder that holds one; default: the plan of this checkout')
    .addOption(
      new Option('--fail-on <severity>', 'end with 1 from this severity on')
        .choices(Object.keys(failing))
        .default('error'),
    )
    .option('--no-notes', 'leave notes out: what the guidance asks for and the plan does not say')
    .option('-q, --quiet', 'the same as --no-notes')
    .option('--show-suppressed', 'list the findings that the plan accepts, and not only their number')
  command
    .option('--inventory <format:path...>', 'hold the plan against what is deployed, and check that too')
    .option('--location <region>', 'where that is deployed, if the files leave it open')
    .option(
      '--set <name=value>',
      'a value for a parameter or variable of it; may be repeated',
      (one, all: readonly string[]) => [...all, one],
      [],
    )
  command.option('--explain-defaults', 'list every value in force that the plan does not state, and why')
  asOf(formats(command, 'json', 'sarif', 'junit', 'github', 'markdown'), context)
  command.action(async (argument: string | undefined, options: Options) => {
    const muster = musterOf(context)
    const { plan, found: deployed } = await deployedFor(muster, argument, options)
    const found = muster.look(plan, options.asOf, deployed)
    if (!found.sound) context.end(exit.usage)
    if (options.explainDefaults === true) {
      const defaults = found.defaults()
      if (!['human', 'json'].includes(options.format))
        throw new Failure('usage', `Defaults are listed as human or json, not as ${options.format}.`)
      context.out(
        options.format === 'json' ? jsonText(defaultsJson(defaults)) : defaultsText(defaults, context.style.out),
      )
      return
    }
    show(context, found, found.sources, { ...options, notes: options.notes && options.quiet !== true })
    if (found.problems.some(({ severity }) => failing[options.failOn].includes(severity))) context.end(exit.missed)
  })
}

function show(context: Context, all: Findings, sources: ReadonlyMap<string, string>, options: Options): void {
  const { notes, showSuppressed: suppressed = false } = options
  const { problems } = all
  const found = { ...all, problems: notes ? problems : problems.filter(({ severity }) => severity !== 'note') }
  switch (options.format) {
    case 'json':
      context.out(jsonText(problemsJson(found)))
      break
    case 'sarif':
      context.out(jsonText(problemsSarif(found, version())))
      break
    case 'junit':
      context.out(problemsJunit(found))
      break
    case 'github':
      context.out(problemsGithub(found))
      break
    case 'markdown':
      context.out(problemsMarkdown(found))
      break
    default:
      context.out(problemsText(all, sources, context.style.out, { notes, suppressed }))
  }
}

/** The version of this Muster, as its package says. */
export function version(): string {
  const path = new URL('../../../package.json', import.meta.url)
  return String((JSON.parse(readFileSync(path, 'utf8')) as { version: unknown }).version)
}
