import { coverageJson, coverageText, jsonText, problemsText } from '#report'
import { type AddCommand, asOf, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf, structural } from '../plan.ts'

/** `muster coverage`: what answers each requirement, and what stands behind each in a plan. */
export const addCoverage: AddCommand = (program, context) => {
  const command = program
    .command('coverage')
    .description('tell what answers each requirement; of a plan, what is proven, attested, declared or open')
    .argument('[plan]', 'plan file, or a folder that holds one; without it, the product itself')
    .option('--all', 'list every requirement')
  asOf(formats(command, 'json'), context)
  command.action((argument: string | undefined, options: { format: string; asOf: string; all?: boolean }) => {
    const { found, ...result } = musterOf(context).coverage(argument, options.asOf)
    if (found && (structural(found).length > 0 || !result.plan)) {
      const problems = { problems: structural(found), suppressed: [] }
      context.talk(problemsText(problems, found.parsed.files, context.style.talk))
      context.end(exit.usage)
      return
    }
    context.out(
      options.format === 'json'
        ? jsonText(coverageJson(result))
        : coverageText(result, context.style.out, options.all === true),
    )
  })
}
