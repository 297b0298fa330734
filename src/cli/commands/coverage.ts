import { coverageJson, coverageText, jsonText, problemsText } from '#report'
import { type AddCommand, asOf, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { type Deployed, deployedFor } from '../inventory.ts'
import { musterOf, structural } from '../plan.ts'

type Options = Deployed & { readonly format: string; readonly asOf: string; readonly all?: boolean }

/** `muster coverage`: what answers each requirement, and what stands behind each in a plan. */
export const addCoverage: AddCommand = (program, context) => {
  const command = program
    .command('coverage')
    .description('tell what answers each requirement; of a plan, what is proven, attested, declared or open')
    .argument('[plan]', 'plan file, or a folder that holds one; without it, the product itself')
    .option('--all', 'list every requirement')
    .option('--inventory <format:path...>', 'observe what is deployed, and not only what the plan declares')
    .option('--location <region>', 'where that is deployed, if the files leave it open')
    .option(
      '--set <name=value>',
      'a value for a parameter or variable of it; may be repeated',
      (one, all: readonly string[]) => [...all, one],
      [],
    )
  asOf(formats(command, 'json'), context)
  command.action(async (argument: string | undefined, options: Options) => {
    const { plan, found: deployed } = await deployedFor(musterOf(context), argument, options)
    const { found, ...result } = musterOf(context).coverage(plan, options.asOf, deployed)
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
