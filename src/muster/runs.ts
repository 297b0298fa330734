import { randomBytes } from 'node:crypto'
import { Failure } from '#diagnostics'
import { runView, type Signal, type Store } from '#execution'
import { type JournalRecord, replay } from '#journal'
import type { RunView } from '#report'
import { seconds } from '#units'
import type { Project } from './project.ts'

/** The commands that show and steer runs. */
export function runCommands({ clock, withStore }: Project) {
  /** Every run, newest first. */
  async function runs(): Promise<readonly RunView[]> {
    return withStore(async (store) => {
      const views: RunView[] = []
      for (const { run } of await store.runs()) views.push(runView(await store.read(run)))
      return views
    })
  }

  /** One run with its events. @throws Failure `usage` where there is none of that name */
  async function show(run: string): Promise<RunView> {
    return withStore(async (store) => runView(await found(store, run)))
  }

  /**
   * Leaves a signal for whoever drives a run; resolves once it is stored. It is used when its step waits for it.
   * @throws Failure `usage` where there is no such run or step, `refused` where the run has ended
   */
  async function send(run: string, signal: Pick<Signal, 'kind' | 'by' | 'step' | 'comment'>): Promise<Signal> {
    return withStore(async (store) => {
      const view = runView(await found(store, run))
      if (view.outcome !== undefined) throw new Failure('refused', `The run ${run} has ended: ${view.outcome}.`)
      if (signal.step !== undefined && !view.steps.some((step) => step.id === signal.step))
        throw new Failure(
          'usage',
          `The run ${run} has no step "${signal.step}". \`muster run show ${run}\` lists them.`,
        )
      const whole: Signal = {
        ...signal,
        run,
        id: randomBytes(12).toString('hex'),
        at: new Date(clock.now()).toISOString(),
      }
      await store.send(whole)
      return whole
    })
  }

  /**
   * How a signal was answered, waiting for a driver that lives. `stored`: nobody drives the run now.
   * @returns `refused` with the reason where the step or the role did not fit
   */
  async function answerTo(
    signal: Signal,
    stop: AbortSignal,
  ): Promise<{ state: 'used' } | { state: 'stored' } | { state: 'refused'; reason: string }> {
    return withStore(async (store) => {
      while (!stop.aborted) {
        if ((await store.signals(signal.run)).every((open) => open.id !== signal.id)) {
          for (const record of await store.read(signal.run))
            if (record.type === 'signalRefused' && record.data.signal === signal.id)
              return { state: 'refused', reason: record.data.reason }
          return { state: 'used' }
        }
        if ((await store.lease(signal.run)) === undefined) {
          const { outcome } = replay(await store.read(signal.run))
          return outcome === undefined
            ? { state: 'stored' }
            : { state: 'refused', reason: `The run has ended: ${outcome}.` }
        }
        await clock.sleep(seconds(0.1), stop)
      }
      return { state: 'stored' }
    })
  }

  return { runs, show, send, answerTo }
}

async function found(store: Store, run: string): Promise<readonly JournalRecord[]> {
  const records = await store.read(run)
  if (records.length === 0)
    throw new Failure('usage', `There is no run ${run}. \`muster run list\` shows those there are.`)
  return records
}
