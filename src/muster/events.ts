import { registry } from '#actions'
import { Failure } from '#diagnostics'
import { type Command, drive, type Force, openSession, runView, type Session, type Store } from '#execution'
import { type Happening, type JournalRecord, type Outcome, replay } from '#journal'
import { parsePlan, type Plan } from '#plan'
import { type Runbook, runbookDigest } from '#runbook'
import { lossNow } from '#targets'
import { seconds } from '#units'
import { type Acting, actingOn, labActing } from './acting.ts'
import type { evidenceCommands } from './evidence.ts'
import type { forecastCommands } from './forecasts.ts'
import { gateOf } from './gate.ts'
import { isCopy } from './names.ts'
import { wasMeasured } from './places.ts'
import type { Project } from './project.ts'
import { provingOf } from './real-evidence.ts'
import { firstOf, found, type View } from './runs.ts'
import type { Watcher } from './watcher.ts'

/** How a run is driven in the foreground. */
export interface Driving {
  /** Aborting it leaves the run open, to be taken up again. */
  readonly signal: AbortSignal
  readonly watcher: Watcher
  /** Whether a run that waits for people goes on waiting here, or is left open. */
  readonly wait: boolean
  /** Takes the run from a holder that may still live. */
  readonly force?: Force
}

/** A run that is to be carried out. */
export interface Carry {
  readonly run: string
  readonly acting: Acting
  readonly runbook: Runbook
  readonly driving: Driving
  /** What its journal begins with, where it has not begun. */
  readonly begin?: Begin
}

/** Who begins a run, and by which dry run. */
export interface Begin {
  readonly by: string
  readonly dryRun?: string
  /** The plan as one text, which whoever takes the run up reads. */
  readonly plan: string
  /** Texts that are kept besides, by name. */
  readonly keep?: Readonly<Record<string, string>>
}

/** What carrying out has come to so far. */
export interface Carried {
  readonly view: View
  /** It was left open because it waits for people. */
  readonly pending: boolean
}

/** How often a run that shall not wait is asked whether it does nothing but wait. */
const lookEvery = seconds(0.2)

/** The commands that carry out what is no drill: real events, and their rehearsal in the lab. */
export function eventCommands(
  project: Project,
  { usualOf, forecastOf }: Pick<ReturnType<typeof forecastCommands>, 'usualOf' | 'forecastOf'>,
  isDrill: (run: string) => boolean,
  evidence: Pick<ReturnType<typeof evidenceCommands>, 'shown'>,
) {
  const { clock, workspace, withStore } = project
  const onlyOne = gateOf(clock)

  /**
   * Drives a run until it ends, is broken off, or, where it shall not wait, until nothing but people can go on.
   * @throws Failure `busy` where somebody drives it or another run of the target, told who, where and since when
   */
  async function carryOut({ run, acting, runbook, driving, begin }: Carry): Promise<Carried> {
    const provingFrom = () =>
      provingOf(project, evidence, acting, run, runbook, () => forecastOf(runbook, acting.name, {}), driving)
    return withStore(async (store) => {
      const gate = await onlyOne(store, runbook, acting.name, run, driving.force)
      try {
        const watch = (record: JournalRecord): void => driving.watcher.record(record, runbook)
        const session = await openSession(store, run, clock, watch, driving.force)
        try {
          return await driven(store, session)
        } finally {
          await session.close()
        }
      } finally {
        await gate.close()
      }
    })

    async function proven(session: Session): Promise<void> {
      const proving = await provingFrom()
      try {
        await proving?.prove(session)
      } finally {
        await proving?.stop()
      }
    }

    async function driven(store: Store, session: Session): Promise<Carried> {
      const { outcome } = session.state()
      if (outcome !== undefined) {
        if (begin || !isUnproven(run, outcome)) throw hasEnded(run, outcome)
        await proven(session)
        return { view: runView(session.records()), pending: false }
      }
      const world = await acting.claim(run, runbook, store)
      if (session.records().length === 0) {
        if (!begin) throw new Failure('usage', `There is no run ${run}. \`muster run list\` shows those there are.`)
        await started(session, runbook, acting, begin)
      } else if (begin?.dryRun !== undefined)
        // A run that was declared before goes on by what was looked at since.
        await session.record([
          { type: 'noted', data: { text: `${begin.by} carries it out by the dry run ${begin.dryRun}` } },
        ])
      const proving = await provingFrom()
      const idle = new AbortController()
      const signal = AbortSignal.any([driving.signal, idle.signal])
      const watching = driving.wait ? undefined : leftOpen(store, session, runbook, idle)
      try {
        await drive({
          session,
          runbook,
          store,
          clock,
          actions: registry,
          world: proving?.world ?? world,
          losses: () => lossNow(world, runbook),
          signal,
          asked: (commands) => driving.watcher.asked(commands, runbook),
          say: (step, line) => driving.watcher.say(`${step}: ${line}`),
        })
        await proving?.prove(session)
      } catch (error) {
        throw brokenOff(run, error)
      } finally {
        await proving?.stop()
        const pending = idle.signal.aborted
        idle.abort()
        await watching
        if (pending) driving.watcher.say('It waits for people and is left open.')
      }
      const view = runView(session.records())
      return { view, pending: view.outcome === undefined && !driving.signal.aborted }
    }
  }

  /** Whether a run that has ended was measured here and has no evidence yet: its process died too soon. */
  function isUnproven(run: string, outcome: Outcome): boolean {
    const isJudged = outcome === 'succeeded' || outcome === 'failed'
    return isJudged && wasMeasured(project, run) && !workspace.evidenceRuns().includes(run)
  }

  /** Writes down what a run begins with, for this process and for whoever takes it up. */
  async function started(session: Session, runbook: Runbook, acting: Acting, begin: Begin): Promise<void> {
    const kept = workspace.kept(session.run)
    kept.set('plan.yaml', begin.plan)
    for (const [name, text] of Object.entries(begin.keep ?? {})) kept.set(name, text)
    const event: Happening = {
      type: 'runStarted',
      data: {
        runbookDigest: runbookDigest(runbook),
        runbook: JSON.parse(JSON.stringify(runbook)),
        subject: acting.subject,
        target: acting.name,
        // What happens in the lab proves a pattern and is nobody's disaster.
        kind: acting.subject === 'lab' ? 'drill' : 'realEvent',
        by: begin.by,
        clock: clock.id,
        usual: usualOf(runbook, acting.name),
        ...(begin.dryRun === undefined ? {} : { dryRun: begin.dryRun }),
      },
    }
    await session.record([event])
  }

  /** Aborts once nothing is under way, nothing is in the inbox, and the run asks for people. */
  async function leftOpen(store: Store, session: Session, runbook: Runbook, idle: AbortController): Promise<void> {
    const onlyAsks = (): boolean => {
      const commands = session.commands()
      const asks = commands.some((command: Command) => command.do === 'ask')
      const acts = commands.some((command: Command) => command.do !== 'ask' && command.do !== 'wait')
      const busy = runbook.steps.some(({ id, phase }) => {
        // Whoever watches for criteria that a person may declare is no reason to stay.
        return session.state().steps.get(id)?.status === 'running' && phase !== 'detect'
      })
      return asks && !acts && !busy
    }
    for (let looks = 0; looks < 2 && !idle.signal.aborted; ) {
      await clock.sleep(lookEvery, idle.signal)
      looks = onlyAsks() && (await store.signals(session.run)).length === 0 ? looks + 1 : 0
    }
    idle.abort()
  }

  /**
   * The newest open run of the same runbook, scenario and target; undefined where there is none.
   * @param like.driven whether one that somebody drives is meant too
   */
  async function openRun(like: {
    readonly runbook: Runbook
    readonly scenario: string
    readonly target: string
    readonly driven?: boolean
  }): Promise<string | undefined> {
    const wanted = runbookDigest(like.runbook)
    return withStore(async (store) => {
      for (const { run } of await store.runs()) {
        const records = await store.read(run)
        const first = firstOf(records)
        if (!first || isCopy(run) || isDrill(run)) continue
        const same = first.runbookDigest === wanted && first.target === like.target
        if (!same || replay(records).outcome !== undefined) continue
        if (like.driven === true || !(await store.lease(run))) return run
      }
      return undefined
    })
  }

  /**
   * Takes up a run whose process is gone; one that has ended and has no evidence yet gets that.
   * @param plan the plan, where this home does not have what the run was started with
   * @throws Failure `usage` where there is no such run, it has ended, or its plan is not at hand
   */
  async function resumeEvent(run: string, driving: Driving, plan?: { plan: Plan }): Promise<Carried> {
    const records = await withStore((store) => found(store, run))
    const { outcome } = replay(records)
    if (outcome !== undefined && !isUnproven(run, outcome))
      throw new Failure('usage', `The run ${run} has ended: ${outcome}; \`muster run show ${run}\` tells how.`)
    const first = firstOf(records)
    if (!first) throw new Failure('corrupt', `The journal of ${run} does not begin with its runbook.`)
    const acting =
      first.target === project.lab.name
        ? labActing(project.lab, isDrill)
        : actingOn(project, plan?.plan ?? keptPlan(run, first.target), first.target, isDrill)
    return carryOut({ run, acting, runbook: first.runbook, driving })
  }

  /** The plan that a run was started with; where its targets are is not in the runbook. */
  function keptPlan(run: string, target: string): Plan {
    const text = workspace.kept(run).get('plan.yaml')
    const plan = text === undefined ? undefined : parsePlan(text, 'plan.yaml').plan
    if (plan) return plan
    throw new Failure(
      'usage',
      `The run ${run} was started elsewhere, so that nothing here tells how ${target} is reached. Name its plan:\n` +
        `  muster run resume ${run} --plan FILE`,
    )
  }

  return { carryOut, openRun, resumeEvent, onlyOne, started }
}

/** A run that has ended is not carried out again. */
export function hasEnded(run: string, outcome: string): Failure {
  return new Failure(
    'refused',
    `The run ${run} has ended: ${outcome}. \`muster run show ${run}\` tells how. What it began with is carried out once; make a new dry run.`,
  )
}

/** What ends a drive early, with what to do about it; a run that was taken over is not this process's any more. */
function brokenOff(run: string, error: unknown): unknown {
  if (!(error instanceof Failure) || error.kind === 'busy') return error
  return new Failure(
    'failed',
    `The run ${run} broke off: ${error.message}\nWhat is done stays done. Take it up again:\n  muster run resume ${run}`,
    { cause: error },
  )
}
