import { createInterface } from 'node:readline/promises'
import { type Command, Option } from 'commander'
import { Failure } from '#diagnostics'
import type { Carried, Course, DryRun, Muster } from '#muster'
import { plain } from '#markup'
import { bannerText, dryRunJson, dryRunText, jsonText, type RunKind, runResultJson, runResultText } from '#report'
import { type AddCommand, type Context, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf, soundPlan } from '../plan.ts'
import { watched } from '../watched.ts'

interface Options {
  readonly format: string
  readonly scenario?: string
  readonly target?: string
  readonly mode?: NonNullable<Course['mode']>
  readonly flow?: string
  readonly dryRun?: boolean
  readonly output?: string
  readonly execute?: string
  readonly as?: string
  readonly environment?: string
  readonly wait: boolean
}

/** `muster failover`: first a dry run, then exactly that. */
export const addFailover: AddCommand = (program, context) => {
  const command = program
    .command('failover')
    .description('move to the other region: first a dry run that asks the world, then exactly what it lists')
  adding(command, context, 'failover')
}

/** `muster failback`: the same, back again. */
export const addFailback: AddCommand = (program, context) => {
  const command = program
    .command('failback')
    .description('go back to the region that was left, once it is re-protected; the same two steps')
  adding(command, context, 'failback')
}

function adding(command: Command, context: Context, direction: Course['direction']): void {
  command
    .argument('[plan]', 'plan file, or a folder that holds one; with --execute, the one that the dry run names')
    .option('--scenario <id>', 'the scenario; default: the only one that loses a region')
    .option(
      '--target <name>',
      'where: a target of the plan, or `lab`, where it is a rehearsal on a lab that is up (muster lab up); default: lab',
    )
    .addOption(
      direction === 'failover'
        ? new Option(
            '--mode <mode>',
            'planned: drain first, nothing is lost; forced: the old side is gone (default); test: reads and verifies only',
          ).choices(['planned', 'forced', 'test'])
        : new Option('--mode <mode>', 'a way back is always planned').choices(['planned']),
    )
    .option('--flow <id>', 'move only this flow, where that can be done without moving another')
    .option('--dry-run', 'show every step, run every read-only check now, and change nothing')
    .option('-o, --output <file>', 'with --dry-run: save it, to be read, approved and carried out')
    .option('--execute <file>', 'do exactly what a saved dry run lists, or refuse because plan or world have changed')
    .option('--as <role>', 'with --execute: the role in which you start it, as the plan names it')
    .option(
      '--environment <name>',
      'with --execute on a target with subject prod: its environment, typed in full; asked for on a terminal',
    )
    .option('--no-wait', 'with --execute: do not wait for people; leave the run open and end with exit code 4')
    .addHelpText(
      'after',
      `
Exit codes: 0 done; 1 a look at the world did not say what it should (of a region that a forced run gives up, nothing
is expected); 3 the run failed or broke off after its first event; 4 refused by a guard, by people, or cancelled, or an
approval is pending; 5 the target cannot be reached, or somebody else drives it.
Ctrl-C leaves a run open; \`muster run resume RUN\` takes it up again.`,
    )
  formats(command, 'json').action(async (argument: string | undefined, options: Options) => {
    if ((options.dryRun === true) === (options.execute !== undefined))
      throw new Failure(
        'usage',
        `Say what to do: muster ${direction} --dry-run -o FILE, or muster ${direction} --execute FILE --as ROLE.`,
      )
    if (options.execute === undefined) await dryRunning(context, direction, argument, options)
    else await executing(context, direction, argument, options.execute, options)
  })
}

async function dryRunning(
  context: Context,
  direction: Course['direction'],
  argument: string | undefined,
  options: Options,
): Promise<void> {
  const muster = musterOf(context)
  const found = soundPlan(muster, context, argument, context.today)
  if (!found) return
  const { dry, failing } = await muster.dryRun(found, {
    scenario: options.scenario ?? onlyScenario(found.parsed.plan),
    direction,
    target: options.target ?? 'lab',
    ...(options.mode === undefined ? {} : { mode: options.mode }),
    ...(options.flow === undefined ? {} : { flow: options.flow }),
  })
  if (options.output !== undefined) muster.saveDryRun(options.output, dry)
  context.out(options.format === 'json' ? jsonText(dryRunJson(dry)) : dryRunText(dry, context.style.out))
  if (failing.length > 0) {
    context.talk(`Not as it should be:\n${failing.map((line) => `  ${plain(line)}\n`).join('')}`)
    context.end(exit.missed)
  }
  if (options.output !== undefined)
    context.talk(`Saved. Carry it out with:\n  muster ${direction} --execute ${options.output} --as ROLE\n`)
}

async function executing(
  context: Context,
  direction: Course['direction'],
  argument: string | undefined,
  file: string,
  options: Options,
): Promise<void> {
  const { as } = options
  if (as === undefined) throw new Failure('usage', 'Say in which role you start it: --as ROLE.')
  for (const name of ['scenario', 'target', 'mode', 'flow'] as const)
    if (options[name] !== undefined)
      throw new Failure('usage', `What is done is said by ${file}; leave --${name} out, or make a new dry run with it.`)
  const muster = musterOf(context)
  const dry = muster.readDryRun(file)
  if (dry.direction !== direction)
    throw new Failure('usage', `${file} is a ${dry.direction}: muster ${dry.direction} --execute ${file} --as ${as}`)
  const found = soundPlan(muster, context, argument ?? dry.plan.file, context.today)
  if (!found) return
  const carried = await watched(context, muster, [], (watcher) =>
    muster.execute(found, dry, {
      as,
      ...(options.environment === undefined ? {} : { environment: options.environment }),
      typed: (expected) => typedName(context, dry, expected),
      begun: (run) => {
        context.talk(bannerText(kindOf(dry), context.style.talk))
        context.talk(`Run ${run}. Ctrl-C leaves it open; muster run resume ${run} takes it up again.\n`)
      },
      driving: { signal: context.signal, watcher, wait: options.wait },
    }),
  )
  showCarried(context, carried, options.format)
}

/** What carrying a dry run out would be. */
function kindOf(dry: DryRun): RunKind {
  return { ...dry, plan: dry.plan.name, kind: dry.subject === 'lab' ? 'drill' : 'realEvent' }
}

/** Writes what carrying a run out has come to, and sets the exit code by its outcome. */
export function showCarried(context: Context, { view, pending }: Carried, format: string): void {
  context.out(format === 'json' ? jsonText(runResultJson(view)) : runResultText(view, context.style.out))
  if (view.outcome === undefined) {
    context.talk(`The run ${view.run} is open. Take it up again:\n  muster run resume ${view.run}\n`)
    if (pending) context.end(exit.refused)
  } else if (view.outcome === 'failed') context.end(exit.failed)
  else if (view.outcome !== 'succeeded') context.end(exit.refused)
}

/** The scenario that is meant where none is named. */
function onlyScenario(plan: Parameters<Muster['dryRun']>[0]['parsed']['plan']): string {
  const all = Object.entries(plan.scenarios).flatMap(([id, { loses }]) => ((loses ?? []).length > 0 ? [id] : []))
  if (all.length === 1 && all[0] !== undefined) return all[0]
  throw new Failure(
    'usage',
    `Say which scenario: --scenario ${Object.keys(plan.scenarios).join(' or --scenario ') || 'ID'}.`,
  )
}

async function typedName(context: Context, dry: DryRun, expected: string): Promise<string | undefined> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined
  context.talk(bannerText(kindOf(dry), context.style.talk))
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (
      await terminal.question(`This is production. Type the name of the environment ("${expected}"): `, {
        signal: context.signal,
      })
    ).trim()
  } catch {
    // Ctrl-C and Ctrl-D type nothing.
    return undefined
  } finally {
    terminal.close()
  }
}
