import type { Command } from 'commander'
import { Failure } from '#diagnostics'
import type { Muster } from '#muster'
import { jsonText, runJson, runsJson, runsText, runText } from '#report'
import { type AddCommand, type Context, formats } from '../context.ts'
import { exit } from '../exit.ts'
import { musterOf } from '../plan.ts'
import { watcherOf } from '../watch.ts'
import { showDrill } from './drill.ts'

type Signalled = { as?: string; comment?: string }

/** `muster run …`: what runs there are, how they stand, and the words that steer them. */
export const addRun: AddCommand = (program, context) => {
  const run = program.command('run').description('see and steer runs from any terminal')
  formats(run.command('list').description('all runs, newest first'), 'json').action(
    async ({ format }: { format: string }) => {
      const views = await musterOf(context).runs()
      context.out(format === 'json' ? jsonText(runsJson(views)) : runsText(views, context.style.out))
    },
  )
  formats(run.command('show <run>').description('what happened in a run, and what it waits for'), 'json').action(
    async (id: string, { format }: { format: string }) => {
      const view = await musterOf(context).show(id)
      context.out(format === 'json' ? jsonText(runJson(view)) : runText(view, context.style.out))
    },
  )
  formats(run.command('resume <run>').description('take up a run whose process died'), 'json').action(
    async (id: string, { format }: { format: string }) => {
      const watcher = watcherOf(context)
      showDrill(context, await musterOf(context).resume(id, context.signal, watcher), format)
    },
  )
  signalling(
    run.command('approve <run> [step]').description('approve a decision that a run waits for'),
    context,
    'approve',
  )
  signalling(run.command('reject <run> [step]').description('reject it; the run ends as refused'), context, 'reject')
  signalling(
    run.command('done <run> [step]').description("report a person's step as done, with what was seen"),
    context,
    'done',
  )
  signalling(run.command('note <run> [step]').description('write a note into a run'), context, 'note')
}

function signalling(command: Command, context: Context, kind: 'approve' | 'reject' | 'done' | 'note'): void {
  command
    .option('--as <role>', 'the role you act in, as the plan names it')
    .option('--comment <text>', kind === 'done' ? 'what you saw' : 'why, for the record')
    .action(async (run: string, step: string | undefined, options: Signalled) => {
      const muster = musterOf(context)
      const by = options.as
      if (by === undefined) throw new Failure('usage', 'Say in which role you act: --as ROLE.')
      const meant = step ?? (kind === 'note' ? undefined : await onlyWaiting(muster, run))
      const signal = await muster.send(run, {
        kind,
        by,
        ...(meant === undefined ? {} : { step: meant }),
        ...(options.comment === undefined ? {} : { comment: options.comment }),
      })
      const answer = await muster.answerTo(signal, context.signal)
      if (answer.state === 'refused') {
        context.talk(`Refused: ${answer.reason}\n`)
        context.end(exit.refused)
      } else if (answer.state === 'stored')
        context.out(`Stored. Nobody drives ${run} now; it is used when the run is resumed: muster run resume ${run}\n`)
      else
        context.out(
          `${kind === 'approve' ? 'Approved' : kind === 'reject' ? 'Rejected' : kind === 'done' ? 'Done' : 'Noted'}${meant === undefined ? '' : `: ${meant}`}\n`,
        )
    })
}

async function onlyWaiting(muster: Muster, run: string): Promise<string> {
  const waiting = (await muster.show(run)).steps.filter((step) => step.waitsFor !== undefined)
  if (waiting.length === 1 && waiting[0]) return waiting[0].id
  throw new Failure(
    'usage',
    waiting.length === 0
      ? `The run ${run} waits for nobody.`
      : `The run ${run} waits for several steps; name one: ${waiting.map((step) => step.id).join(', ')}.`,
  )
}
