import { randomBytes } from 'node:crypto'
import { Failure } from '#diagnostics'
import { type Force, glassChallenge, runView, type Signal, type Store } from '#execution'
import { type Happening, type JournalRecord, replay } from '#journal'
import { personOf, type Runbook } from '#runbook'
import { seconds } from '#units'
import type { Project } from './project.ts'

/** A run as it stands. */
export type View = ReturnType<typeof runView>

/** What is asked of a run. */
export type Asking = Pick<Signal, 'kind' | 'by'> & Partial<Pick<Signal, 'step' | 'comment' | 'data'>>

/** What became of a signal: used, refused with the reason, or stored, for nobody drives the run now. */
export type Answer =
  | { readonly state: 'used' }
  | { readonly state: 'stored' }
  | { readonly state: 'refused'; readonly reason: string }

/** Kinds of signals that may speak of a run as a whole. */
const ofSteps: readonly Signal['kind'][] = ['approve', 'reject', 'claim', 'resolve', 'retry', 'skip', 'undo']

/** The commands that show and steer runs. */
export function runCommands({ clock, withStore }: Pick<Project, 'clock' | 'withStore'>) {
  /** Every run, newest first. */
  async function runs(): Promise<readonly View[]> {
    return withStore(async (store) => {
      const views: View[] = []
      for (const { run } of await store.runs()) {
        const records = await store.read(run)
        // A journal that came from elsewhere is kept under a name of its own.
        if (firstOf(records)) views.push({ ...runView(records), run })
      }
      return views
    })
  }

  /** One run with its events. @throws Failure `usage` where there is none of that name */
  async function show(run: string): Promise<View> {
    return withStore(async (store) => ({ ...runView(await found(store, run)), run }))
  }

  /**
   * Leaves a signal for whoever drives a run; resolves once it is stored. It is used when its step waits for it. An
   * answer to a decision is bound to what the decision shows at this moment.
   * @throws Failure `usage` where there is no such run, step or item, `refused` where the run has ended
   */
  async function send(run: string, asking: Asking): Promise<Signal> {
    return withStore(async (store) => {
      const view = runView(await found(store, run))
      if (view.outcome !== undefined) throw new Failure('refused', `The run ${run} has ended: ${view.outcome}.`)
      const { step } = asking
      const shown = view.steps.find(({ id }) => id === step)
      const item = view.items.some((one) => one.item === step)
      if (step !== undefined && !shown && !(item && asking.kind === 'done'))
        throw new Failure('usage', `The run ${run} has no step "${step}". \`muster run show ${run}\` lists them.`)
      if (step === undefined && ofSteps.includes(asking.kind))
        throw new Failure('usage', `Say which step: \`muster run show ${run}\` lists them.`)
      const bound = asking.kind === 'approve' || asking.kind === 'reject' ? shown?.bound : undefined
      // A doubt is resolved for the attempt that was looked at: a late answer says nothing of the next one.
      const attempt = asking.kind === 'resolve' ? shown?.attempts : undefined
      const data = {
        ...(bound === undefined ? {} : { bound }),
        ...(attempt === undefined ? {} : { attempt }),
        ...asking.data,
      }
      const whole: Signal = {
        kind: asking.kind,
        by: asking.by,
        ...(step === undefined ? {} : { step }),
        ...(asking.comment === undefined ? {} : { comment: asking.comment }),
        ...(Object.keys(data).length === 0 ? {} : { data }),
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
  async function answerTo(signal: Signal, stop: AbortSignal): Promise<Answer> {
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

  /** Whether somebody drives the run at this moment. */
  async function isDriven(run: string): Promise<boolean> {
    return withStore(async (store) => (await store.lease(run)) !== undefined)
  }

  /**
   * The force with which two people take a run from a holder that may still live.
   * @throws Failure `usage` where a role is none, `refused` where the two are one human being
   */
  async function forceOf(run: string, roles: readonly [string, string], reason: string): Promise<Force> {
    const { runbook } = await begunWith(run)
    for (const role of roles)
      if (!runbook.people.some((person) => person.role === role))
        throw new Failure('usage', `"${role}" is no contact of the run's plan; it has: ${peopleOf(runbook)}.`)
    if (personOf(runbook, roles[0]) === personOf(runbook, roles[1]))
      throw new Failure(
        'refused',
        `${roles[0]} and ${roles[1]} are one person by the plan's contacts. It takes two to take a run from whoever drives it.`,
      )
    return { by: roles, reason }
  }

  /** What holders of emergency keys sign to go on with a run without the usual approvals. */
  async function challengeOf(run: string, reason: string): Promise<{ challenge: string; runbook: Runbook }> {
    const { runbook, runbookDigest } = await begunWith(run)
    return { challenge: glassChallenge(run, runbookDigest, reason), runbook }
  }

  async function begunWith(run: string): Promise<First> {
    const first = await withStore(async (store) => firstOf(await found(store, run)))
    if (first) return first
    throw new Failure('corrupt', `The journal of ${run} does not begin with its runbook.`)
  }

  return { runs, show, send, answerTo, isDriven, forceOf, challengeOf }
}

/** What a run began with. */
export type First = Omit<Extract<Happening, { type: 'runStarted' }>['data'], 'runbook'> & { readonly runbook: Runbook }

/** What the journal of a run begins with; undefined where it does not begin with its runbook. */
export function firstOf(records: readonly JournalRecord[]): First | undefined {
  const [first] = records
  return first?.type === 'runStarted' ? { ...first.data, runbook: first.data.runbook as unknown as Runbook } : undefined
}

/** The journal of a run. @throws Failure `usage` where there is none of that name */
export async function found(store: Store, run: string): Promise<readonly JournalRecord[]> {
  const records = await store.read(run)
  if (records.length === 0)
    throw new Failure('usage', `There is no run ${run}. \`muster run list\` shows those there are.`)
  return records
}

function peopleOf({ people }: Runbook): string {
  return people.map(({ role }) => role).join(', ')
}
