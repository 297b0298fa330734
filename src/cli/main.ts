/**
 * cli: the terminal door.
 *
 * In: arguments. Out: a result on standard output, everything else on standard error, and an exit code with one
 * meaning. It reads arguments, calls one method of Muster and hands the answer to a reporter; it computes nothing.
 */
import { Command, CommanderError } from 'commander'
import { plainLines } from '#markup'
import { addAlive } from './commands/alive.ts'
import { addBreak } from './commands/break.ts'
import { addCheck, version } from './commands/check.ts'
import { addCoverage } from './commands/coverage.ts'
import { addDeclare } from './commands/declare.ts'
import { addDiff } from './commands/diff.ts'
import { addDrill } from './commands/drill.ts'
import { addEvidence } from './commands/evidence.ts'
import { addExplain } from './commands/explain.ts'
import { addFailback, addFailover } from './commands/failover.ts'
import { addGraph } from './commands/graph.ts'
import { addImport } from './commands/import.ts'
import { addInit } from './commands/init.ts'
import { addKeys } from './commands/keys.ts'
import { addLab } from './commands/lab.ts'
import { addReplay } from './commands/replay.ts'
import { addRun } from './commands/run.ts'
import { addRunbook } from './commands/runbook.ts'
import { addServe } from './commands/serve.ts'
import { addSimulate } from './commands/simulate.ts'
import { addStart } from './commands/start.ts'
import { addYears } from './commands/years.ts'
import type { AddCommand, Context } from './context.ts'
import { type Exit, exit, exitOf, worst } from './exit.ts'
import { styleOf } from './style.ts'

/** Every command, in the order of a plan's life: write, check, forecast, rehearse, run, prove. */
const commands: readonly AddCommand[] = [
  addStart,
  addInit,
  addImport,
  addCheck,
  addDiff,
  addCoverage,
  addExplain,
  addGraph,
  addSimulate,
  addYears,
  addAlive,
  addReplay,
  addBreak,
  addRunbook,
  addDrill,
  addDeclare,
  addFailover,
  addFailback,
  addRun,
  addKeys,
  addEvidence,
  addLab,
  addServe,
]

const stop = new AbortController()
let code: Exit = exit.ok

const context: Context = {
  cwd: process.cwd(),
  environment: process.env,
  out: (text) => void process.stdout.write(text),
  talk: (text) => void process.stderr.write(text),
  style: { out: styleOf(process.stdout, process.env), talk: styleOf(process.stderr, process.env) },
  signal: stop.signal,
  today: new Date().toISOString().slice(0, 10),
  end(next) {
    code = worst(code, next)
  },
}

for (const [signal, stopped] of [
  ['SIGINT', exit.interrupted],
  ['SIGTERM', exit.terminated],
  ['SIGHUP', exit.terminated],
] as const)
  process.on(signal, () => {
    // A second signal does not wait for anything; what still runs stops itself, or `muster lab down` stops it.
    if (stop.signal.aborted) process.exit(stopped)
    context.end(stopped)
    stop.abort()
    context.talk('\nStopping: no new step begins. Once more stops at once.\n')
  })

// A reader that closes its end early, as `head` does, is no fault of the command, and no reason to leave a drill alone.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })

// Whatever nobody has caught ends the command as a bug, and by the way that stops what it has started.
for (const event of ['uncaughtException', 'unhandledRejection'] as const)
  process.on(event, (error: unknown) => {
    context.talk(`muster: ${told(error)}\n`)
    if (stop.signal.aborted) process.exit(exit.bug)
    context.end(exit.bug)
    stop.abort()
  })

try {
  await program().parseAsync()
} catch (error) {
  if (error instanceof CommanderError) context.end(error.exitCode === 0 ? exit.ok : exit.usage)
  else {
    // What fails because it was stopped is not a failure of its own.
    if (!stop.signal.aborted) context.talk(`muster: ${told(error)}\n`)
    context.end(exitOf(error))
  }
}
process.exitCode = code

function told(error: unknown): string {
  const message = plainLines(error instanceof Error ? error.message : String(error)).join('\n')
  if (exitOf(error) !== exit.bug) return message
  return `${message}\nThis is a bug in Muster. ${error instanceof Error ? plainLines(error.stack ?? '').join('\n') : ''}`
}

function program(): Command {
  const root = new Command('muster')
    .description('Disaster recovery as code: one plan, checked, forecast, rehearsed on real software, and proven.')
    .version(version(), '-V, --version', 'print the version')
    .showHelpAfterError('(muster --help lists the commands)')
    .addHelpText(
      'after',
      '\nExit codes: 0 ok, 1 findings or an objective missed, 2 usage or a broken plan, 3 a run failed,\n4 an approval pending or refused, 5 a target that cannot be reached or is in use, 130 and 143 signals.',
    )
  for (const add of commands) add(root, context)
  const all = [root, ...root.commands, ...root.commands.flatMap((command) => command.commands)]
  for (const command of all)
    command.helpCommand(false).exitOverride().configureOutput({ writeOut: context.out, writeErr: context.talk })
  // Without a word, help is what was asked for.
  if (process.argv.length <= 2) root.action(() => root.outputHelp())
  return root
}
