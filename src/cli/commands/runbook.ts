import { join } from 'node:path'
import { Option } from 'commander'
import { Failure } from '#diagnostics'
import { type DocumentFormat, type Muster, openPrinter } from '#muster'
import { plain } from '#markup'
import { type AddCommand, asOf, type Context } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf, type SoundRead, soundPlans } from '../plan.ts'

interface Options {
  readonly asOf: string
  readonly format: readonly DocumentFormat[]
  readonly scenario?: string
  readonly direction?: 'failback'
  readonly target?: string
  readonly order: 'usual' | 'nist'
  readonly live?: string
  readonly output?: string
  readonly check?: string
}

/** Those that need nothing but Muster, and are the same for the same plan. */
const usual: readonly DocumentFormat[] = ['md', 'html', 'json']

/** How many plans' documents may be on their way to paper before the next are written. */
const ahead = 4

/** `muster runbook`: what people hold in their hands. */
export const addRunbook: AddCommand = (program, context) => {
  const command = program
    .command('runbook')
    .description(
      'write the runbook for people: who decides, whom to call, every step with its commands, sheets to hand out',
    )
    .argument('[plan]', 'plan or portfolio file, or a folder that holds one')
    .option('--scenario <id>', 'one scenario; default: all that can be compiled')
    .addOption(new Option('--direction <direction>', 'only the way back').choices(['failback']))
    .option('--target <name>', 'whose measured times to print; default: the first target of the plan')
    .addOption(
      new Option('--order <order>', 'order of the parts; nist: as NIST SP 800-34, with its appendices')
        .choices(['usual', 'nist'])
        .default('usual'),
    )
    .option('--live <url>', 'where the live run is seen, as a web address; printed as a code')
    .addOption(
      new Option(
        '--format <formats...>',
        'one or several; default: md, html and json into a folder, md without one',
      ).choices([...usual, 'pdf']),
    )
    .option('-o, --output <folder>', 'a folder for SCENARIO.md, SCENARIO.html and so on, replaced if they are there')
    .option(
      '--check <folder>',
      'write nothing; end with 1 where the documents in this folder are not those of the plan',
    )
    .addHelpText(
      'after',
      '\nA document is no older than its plan: commit the folder, and let `--check` fail in CI when they differ.\n',
    )
  asOf(command, context)
  command.action(async (argument: string | undefined, options: Options) => {
    const muster = musterOf(context)
    const plans = soundPlans(muster, context, argument)
    if (!plans) return
    if (options.check !== undefined) return checked(context, muster, plans, options, options.check)
    const asked = askedFor(options)
    if (options.output === undefined) return context.out(single(context, muster, plans, options, asked))
    let count = 0
    const printer = openPrinter()
    const folders: Array<Promise<readonly string[]>> = []
    try {
      for (const plan of plans) {
        const { written, skipped } = muster.documents(plan, { ...asked, formats: options.format ?? usual })
        count += written.length
        for (const reason of skipped)
          context.talk(`Left out: ${plan.workload === undefined ? '' : `${plain(plan.workload)}: `}${plain(reason)}\n`)
        const paths = muster.publishDocuments(
          written,
          folderOf(options.output, plan),
          options.format ?? usual,
          printer,
          (line) => context.talk(`${plain(line)}\n`),
        )
        folders.push(paths)
        // While threads set these on paper, the next are written.
        if (folders.length > ahead) await folders[folders.length - ahead]
        else await Promise.race([paths, new Promise((resolve) => setImmediate(resolve))])
        if (context.signal.aborted) return
      }
      for (const paths of await Promise.all(folders)) context.out(paths.map((path) => `${plain(path)}\n`).join(''))
    } finally {
      await Promise.allSettled(folders)
      await printer.close()
    }
    if (count === 0) throw new Failure('usage', 'Nothing was written: none of this has a runbook.')
  })
}

/** Holds the documents of a folder against the plans. */
async function checked(
  context: Context,
  muster: Muster,
  plans: readonly SoundRead[],
  { scenario }: Options,
  folder: string,
): Promise<void> {
  const printer = openPrinter()
  try {
    const differences: string[] = []
    for (const plan of plans)
      differences.push(...(await muster.outdated(plan, folderOf(folder, plan), printer, scenario)))
    if (differences.length === 0) return context.out(`The documents in ${plain(folder)} are those of the plan.\n`)
    context.out(`${differences.map((one) => `${plain(one)}\n`).join('')}Write them anew with -o ${plain(folder)}\n`)
    context.end(exit.missed)
  } finally {
    await printer.close()
  }
}

/** The one document that was asked for. @throws Failure `usage` where there are several */
function single(
  context: Context,
  muster: Muster,
  plans: readonly SoundRead[],
  options: Options,
  asked: ReturnType<typeof askedFor>,
): string {
  const [format = 'md', ...others] = options.format ?? []
  const all = plans.map((plan) => muster.documents(plan, asked))
  const written = all.flatMap((one) => one.written)
  const [only, ...more] = written
  if (only === undefined) throw new Failure('usage', all.flatMap(({ skipped }) => skipped).join('\n'))
  if (more.length > 0 || others.length > 0)
    throw new Failure(
      'usage',
      `These are ${written.length * (others.length + 1)} documents: name a folder for them (-o FOLDER), or one scenario (--scenario ${[...new Set(written.map(({ scenario }) => scenario))].join(' | ')}) in one format.`,
    )
  if (format === 'pdf') throw new Failure('usage', 'A PDF is no text: name a folder for it, -o FOLDER.')
  return only.files.get(`${only.name}.${format}`) ?? ''
}

/** Each workload of a portfolio has a folder of its own. */
function folderOf(folder: string, { workload }: SoundRead): string {
  return workload === undefined ? folder : join(folder, workload)
}

function askedFor({ asOf: day, order, scenario, direction, target, live }: Options) {
  return {
    day,
    order,
    ...(scenario === undefined ? {} : { scenario }),
    ...(direction === undefined ? {} : { direction }),
    ...(target === undefined ? {} : { target }),
    ...(live === undefined ? {} : { live: webAddress(live) }),
  }
}

function webAddress(text: string): string {
  const isWeb = /^https?:\/\/[^\s"'<>]{1,400}$/.test(text) && URL.canParse(text)
  if (isWeb) return text
  throw new Failure('usage', `"${text}" is no web address. Write it as https://runs.shop.example/RUN.`)
}
