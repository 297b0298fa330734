import { readFileSync } from 'node:fs'
import { Option } from 'commander'
import {
  problemsGithub,
  problemsJson,
  problemsJunit,
  problemsMarkdown,
  problemsSarif,
  problemsText,
  jsonText,
} from '#report'
import { type AddCommand, asOf, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf, sources, structural } from '../plan.ts'

/** `muster check`: every problem of a plan at once. */
export const addCheck: AddCommand = (program, context) => {
  const command = program
    .command('check')
    .description('find what is wrong with a plan, every problem at once')
    .argument('[plan]', 'plan file, or a folder that holds one; default: the plan of this checkout')
    .addOption(
      new Option('--fail-on <severity>', 'end with 1 from this severity on')
        .choices(['error', 'warning'])
        .default('error'),
    )
  asOf(formats(command, 'json', 'sarif', 'junit', 'github', 'markdown'), context)
  command.action((argument: string | undefined, options: { format: string; asOf: string; failOn: string }) => {
    const found = musterOf(context).find(argument, options.asOf)
    const { problems } = found
    switch (options.format) {
      case 'json':
        context.out(jsonText(problemsJson(problems)))
        break
      case 'sarif':
        context.out(jsonText(problemsSarif(problems, version())))
        break
      case 'junit':
        context.out(problemsJunit(problems))
        break
      case 'github':
        context.out(problemsGithub(problems))
        break
      case 'markdown':
        context.out(problemsMarkdown(problems))
        break
      default:
        context.out(problemsText(problems, sources(found), context.style.out))
    }
    if (structural(found).length > 0) context.end(exit.usage)
    const severities = options.failOn === 'warning' ? ['error', 'warning'] : ['error']
    if (problems.some((problem) => severities.includes(problem.severity))) context.end(exit.missed)
  })
}

/** The version of this Muster, as its package says. */
export function version(): string {
  const path = new URL('../../../package.json', import.meta.url)
  return String((JSON.parse(readFileSync(path, 'utf8')) as { version: unknown }).version)
}
