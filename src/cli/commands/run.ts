import { Failure } from '#diagnostics'
import { bannerText, jsonText, runJson, runsJson, runsText, runText } from '#report'
import { type AddCommand, type Context, formats } from '../context.ts'
import { musterOf, soundPlan } from '../plan.ts'
import { watched } from '../watched.ts'
import { showDrill } from './drill.ts'
import { showCarried } from './failover.ts'
import { addBreakGlass } from './run-break-glass.ts'
import { addMerge } from './run-merge.ts'
import { addReview } from './run-review.ts'
import { addSignals, told } from './run-signals.ts'

interface Resuming {
  readonly format: string
  readonly as?: string
  readonly plan?: string
  readonly takeOver?: boolean
  readonly and?: string
  readonly reason?: string
  readonly wait: boolean
  readonly goBack?: boolean
}

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
  addSignals(run, context)
  formats(
    run
      .command('resume <run>')
      .description('go on with a run: continue one that is paused, or take up one whose process died')
      .option('--as <role>', 'the role in which you continue a paused run, or take one over')
      .option('--plan <file>', 'the plan, where the run was started on another computer')
      .option('--take-over', 'take it from a process that may still live; needs --as, --and and --reason')
      .option('--and <role>', 'with --take-over: the second person who wants it')
      .option('--reason <text>', 'with --take-over: why, for the record')
      .option('--go-back', 'of a drill in which the other side carries the load: end that now, and go back')
      .option('--no-wait', 'do not wait for people; leave the run open and end with exit code 4'),
    'json',
  ).action((id: string, options: Resuming) => resumed(context, id, options))
  addMerge(run, context)
  addReview(run, context)
  addBreakGlass(run, context)
}

async function resumed(context: Context, id: string, options: Resuming): Promise<void> {
  const { as, and, reason, takeOver = false, format } = options
  const muster = musterOf(context)
  if (!takeOver && (and !== undefined || reason !== undefined))
    throw new Failure('usage', 'Two people and a reason are for a run that is taken over: add --take-over.')
  if (takeOver && (as === undefined || and === undefined || reason === undefined))
    throw new Failure(
      'usage',
      `It takes two people and a reason to take a run over:\n  muster run resume ${id} --take-over --as ROLE --and ROLE --reason TEXT`,
    )
  const force =
    takeOver && as !== undefined && and !== undefined && reason !== undefined
      ? await muster.forceOf(id, [as, and], reason)
      : undefined
  const isDrill = muster.isDrill(id)
  if (options.goBack && !isDrill) throw new Failure('usage', `The run ${id} is no drill; go back with muster failback.`)
  // A drill that died before its first event is begun, and shows nothing yet.
  const view = isDrill ? await muster.show(id).catch(() => undefined) : await muster.show(id)
  if (view?.paused === true && view.outcome === undefined && (await continued(context, id, as, force !== undefined)))
    return
  const driving = { wait: options.wait, signal: context.signal, ...(force ? { force } : {}) }
  if (isDrill || !view) {
    const result = await watched(context, muster, view?.records ?? [], (watcher) =>
      muster.resumeDrill(id, { ...driving, watcher, ...(options.goBack ? { goBack: true } : {}) }),
    )
    showDrill(context, result, format)
    return
  }
  const found = options.plan === undefined ? undefined : soundPlan(muster, context, options.plan, context.today)
  if (options.plan !== undefined && !found) return
  context.talk(bannerText(view, context.style.talk))
  const carried = await watched(context, muster, view.records, (watcher) =>
    muster.resumeEvent(id, { ...driving, watcher }, found?.parsed),
  )
  showCarried(context, carried, format)
}

/** Asks for a paused run to be continued. @returns whether somebody drives it, so that this is all there is to do */
async function continued(context: Context, id: string, as: string | undefined, forced: boolean): Promise<boolean> {
  const muster = musterOf(context)
  if (as === undefined) {
    context.talk(
      `The run ${id} is paused, and nothing begins before it is continued:\n  muster run resume ${id} --as ROLE\n`,
    )
    return false
  }
  const driven = !forced && (await muster.isDriven(id))
  const signal = await muster.send(id, { kind: 'continue', by: as })
  if (driven) told(context, await muster.answerTo(signal, context.signal), id, 'Continued')
  return driven
}
