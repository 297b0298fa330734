import { registry } from '#actions'
import { Failure } from '#diagnostics'
import { type Rehearsal, type Rehearsed, rehearse, type Target, toldActions, walked, walkThrough } from '#drill'
import { evidenceFiles, jsonText } from '#evidence'
import { replay } from '#journal'
import { labDown } from '#lab'
import { type ParsedPlan, parsePlan, type Plan, planDigest } from '#plan'
import { type DrillResult, drillText } from '#report'
import { compileRunbook, type Runbook } from '#runbook'
import type { Forecast } from '#simulation'
import { lossNow } from '#targets'
import { type Duration, formatDuration, seconds } from '#units'
import { compiledFor } from './compiled.ts'
import {
  type Exercise,
  type ExerciseOptions,
  detectedBy,
  heldWithout,
  peopleOf,
  timedOn,
  untilMoment,
} from './exercise.ts'
import { ringer } from './exercise-call.ts'
import type { Driving } from './events.ts'
import type { evidenceCommands } from './evidence.ts'
import type { Course, forecastCommands } from './forecasts.ts'
import type { FoundPlan } from './plans.ts'
import { assureBuildable, assureRehearsable } from './lab-guards.ts'
import { assureNothingLeft, leftOver } from './left-over.ts'
import { gateOf } from './gate.ts'
import { isCopy, newRun, wholeDrill } from './names.ts'
import { heldAs, type OwnCourse, ownDrill } from './own.ts'
import { type Agreeing, assureOwn, assureStill } from './own-guards.ts'
import { type Holding, type Place, placeOf } from './places.ts'
import type { Project } from './project.ts'
import type { Watcher } from './watcher.ts'

/** How long every flow is served before the fault of a drill. */
const warmUp = seconds(3)

/** A time before the fault that was drawn, so that drills meet the system in different moments. */
export interface Phase {
  /** From when everything is ready. */
  readonly wait: Duration
  readonly seed: number
}

/** What a drill takes besides its plan. */
export interface DrillOptions {
  readonly scenario: string
  readonly decision?: 'automatic' | 'people'
  readonly holding: Holding
  readonly exercise?: ExerciseOptions
  /** On a system of one's own: for how long the other side carries the load. */
  readonly for?: Duration
  /** On a system of one's own: the contact who causes the fault. */
  readonly faultBy?: string
  /** On a system of one's own: who says that it may begin. */
  readonly agreeing?: Agreeing
  readonly phase?: Phase
  readonly signal: AbortSignal
  readonly watcher: Watcher
}

/** The commands that rehearse. */
export function drillCommands(
  project: Project,
  { courseOf, estimatesOf, forecastOf, usualOf }: ReturnType<typeof forecastCommands>,
  { shown }: ReturnType<typeof evidenceCommands>,
) {
  const { workspace, clock, lab, withStore } = project
  const onlyOne = gateOf(clock)
  /** Whether a run is a drill, or the way back of one. */
  function isDrill(run: string): boolean {
    return !isCopy(run) && workspace.kept(wholeDrill(run)).get('failover.json') !== undefined
  }

  /**
   * Rehearses a scenario in the place that the options name.
   * @returns undefined where the signal cancelled it
   * @throws Failure `usage` where the plan cannot be rehearsed, `unreachable` or `busy` where the place cannot be had
   */
  async function drill(
    found: Pick<FoundPlan, 'parsed'> & { readonly parsed: ParsedPlan & { readonly plan: Plan } },
    options: DrillOptions,
  ): Promise<DrillResult | undefined> {
    const { plan } = found.parsed
    const holding = heldAs(plan, options.holding, options.scenario)
    const run = newRun('drill', clock.now())
    const place = placeOf(project, plan, holding, run)
    const { target, subject } = place
    if (subject === 'lab') assureRehearsable(plan, options.scenario, holding.kind)
    const course = courseOf(plan, options.scenario, target.name)
    const { scenario } = options
    const { decision, exercise } = peopleOf(
      plan,
      options,
      { subject, scenario, usual: course.decision ?? 'automatic' },
      clock,
    )
    const way = { ...course, decision }
    const own = place.own ? ownDrill(plan, place, { ...options, ...holding, ...askedOf(options, exercise) }) : undefined
    const failover = own?.failover ?? phased(compiledFor(plan, target, way), options.phase)
    if (subject === 'lab') assureBuildable(failover, project.parts)
    const failback = own
      ? own.failback
      : hasWayBack(plan, way)
        ? compiledFor(plan, target, { ...way, direction: 'failback' })
        : undefined
    const timed = subject === 'tabletop' ? timedOn(plan) : target.name
    const expected = forecastOf(failover, timed, exercise.absent ? { absent: exercise.absent } : {})
    options.watcher.forecast(expected)
    if (subject === 'lab') await forgetOrphan()
    if (own) await assureOwn(project, plan, place, own, expected, agreeingOf(options))
    const kept = workspace.kept(run)
    kept.set('plan.yaml', found.parsed.standalone())
    kept.set('holding.json', jsonText(holding))
    kept.set('exercise.json', jsonText(exercise))
    if (options.phase) kept.set('phase.json', jsonText(options.phase))
    if (own) kept.set('own.json', jsonText(courseKept(own)))
    kept.set('failover.json', jsonText(failover))
    if (failback) kept.set('failback.json', jsonText(failback))
    kept.set('forecast.json', jsonText(expected))
    try {
      return await rehearsed(run, place, options)
    } finally {
      // One that waits for its moment is taken up again.
      if (exercise.unannounced === undefined) await forgetUnbegun(run)
    }
  }

  /**
   * Takes up a drill whose process died; of one that has ended, takes away what it has left.
   * @throws Failure `usage` where there is no such run, or it has ended and left nothing
   */
  async function resume(
    run: string,
    { signal, watcher, force, goBack }: Pick<Driving, 'signal' | 'watcher' | 'force'> & { readonly goBack?: boolean },
  ): Promise<DrillResult | undefined> {
    const whole = wholeDrill(run)
    if (workspace.kept(whole).get('failover.json') === undefined)
      throw new Failure('usage', `There is no run ${run}. \`muster run list\` shows those there are.`)
    const outcome = await withStore(async (store) => replay(await store.read(whole)).outcome)
    // One that failed but still has its target died before its evidence was written.
    const place = placeOfRun(whole)
    const over =
      outcome === 'cancelled' ||
      (outcome !== undefined && outcome !== 'succeeded' && (await place.target.status()).claimedBy !== whole) ||
      workspace.evidenceRuns().includes(whole)
    if (over && (await leftOver(project, place.target, whole, { watcher, ...(force ? { force } : {}) })))
      return undefined
    if (over) throw new Failure('usage', `The run ${whole} has ended; \`muster run show ${whole}\` tells how.`)
    return rehearsed(whole, place, {
      signal,
      watcher,
      ...(force ? { force } : {}),
      ...(goBack ? { goBack } : {}),
    })
  }

  /** Where a run was begun; one of an earlier version, in the lab. */
  function placeOfRun(run: string): Place {
    const kept = workspace.kept(run)
    const text = kept.get('holding.json')
    const holding: Holding = text === undefined ? { target: lab.name } : (JSON.parse(text) as Holding)
    return placeOf(project, keptPlan(run), holding, run)
  }

  /** The plan that a drill was started with. */
  function keptPlan(run: string): Plan {
    const { plan } = parsePlan(workspace.kept(run).get('plan.yaml') ?? '', 'plan.yaml')
    if (!plan) throw new Failure('usage', `The plan that is kept with the run ${run} cannot be read.`)
    return plan
  }

  async function isBegun(run: string): Promise<boolean> {
    return (await withStore((store) => store.read(run))).length > 0
  }

  /** Says what becomes of a drill that was broken off on systems of one's own. */
  async function toldOpen(run: string, target: Target, say: Watcher['say']): Promise<void> {
    const records = await withStore((store) => store.read(run))
    if (records.length === 0) return
    if (replay(records).outcome !== 'cancelled')
      return say(`The drill ${run} is left open. Take it up again: muster run resume ${run}`)
    say(`The run ${run} was cancelled, and what came of it was not measured.`)
    assureNothingLeft(run, target)
  }

  async function rehearsed(
    run: string,
    { target, subject }: Place,
    { signal, watcher, force, goBack }: Pick<Driving, 'signal' | 'watcher' | 'force'> & { readonly goBack?: boolean },
  ): Promise<DrillResult | undefined> {
    const kept = workspace.kept(run)
    const value = <T>(name: string): T => JSON.parse(kept.get(name) ?? 'null') as T
    const expected = value<Forecast>('forecast.json')
    const failback = value<Runbook | null>('failback.json')
    const exercise = value<Exercise | null>('exercise.json') ?? {}
    const phase = value<Phase | null>('phase.json')
    const plan = keptPlan(run)
    const { unannounced } = exercise
    if (unannounced && !(await isBegun(run))) {
      watcher.say(
        `${run} comes within ${unannounced.within} s of ${unannounced.from}, and nobody is told when. Should this end: muster run resume ${run}`,
      )
      if (!(await untilMoment(unannounced, clock, signal))) return undefined
    }
    for (const line of heldWithout(value<Runbook>('failover.json'), exercise)) watcher.say(line)
    const atTable = subject === 'tabletop'
    const timesOf = (runbook: Runbook) => detectedBy(estimatesOf(runbook, timedOn(plan)), runbook, expected)
    const { absent } = exercise
    const own = value<OwnCourse | null>('own.json')
    const result = await withStore(async (store) => {
      const given: Rehearsal = {
        run,
        failover: value<Runbook>('failover.json'),
        ...(failback ? { failback } : {}),
        target,
        subject,
        store,
        clock,
        actions: atTable ? toldActions(registry, timesOf) : registry,
        attendance: {
          ...(absent ? { absent } : {}),
          ...(unannounced ? { unannounced, ring: ringer(plan, project.surroundings, clock, watcher.say) } : {}),
        },
        warmUp,
        ...(phase ? { heldBack: phase.wait } : {}),
        ...(own
          ? {
              cause: own.cause,
              ...(own.sustain === undefined ? {} : { sustain: own.sustain }),
              ...(goBack ? { goBack } : {}),
              // Copies that stand apart are taken down in any case, so that nothing is left to be taken up.
              staysOpen: own.kind !== 'isolated-test',
            }
          : {}),
        losses: (runbook: Runbook) => lossNow(target, runbook),
        usual: (runbook: Runbook) => usualOf(runbook, target.name),
        signal,
        ...(force ? { force } : {}),
        kept,
        say: watcher.say,
        watch: watcher.record,
        asked: watcher.asked,
      }
      if (exercise.walk) return walked(given, timesOf)
      const gate = own ? await onlyOne(store, given.failover, target.name, run, force) : undefined
      try {
        if (own && !(await isBegun(run)))
          await assureStill(project, store, plan, { target }, { kind: own.kind, failover: given.failover })
        return await rehearse(given)
      } finally {
        await gate?.close()
      }
    })
    if (!result && own && own.kind !== 'isolated-test') await toldOpen(run, target, watcher.say)
    if (!result) return undefined
    const walks = atTable
      ? [result.failover, ...(result.failback ? [result.failback] : [])].map(({ runbook }) =>
          walkThrough(runbook, timesOf(runbook), absent),
        )
      : undefined
    const report = written(run, kept.get('plan.yaml') ?? '', expected, result, walks)
    if (result.brokenOff) throw result.brokenOff
    return report
  }

  function written(
    run: string,
    planText: string,
    expected: Forecast,
    result: Rehearsed,
    walks: DrillResult['walks'],
  ): DrillResult {
    const { failover, failback } = result
    const report = {
      ...shown(run, expected, failover.evidence, failback?.evidence),
      ...(walks === undefined ? {} : { walks }),
    }
    const judged = (one: Rehearsed['failover']) => ({
      evidence: one.evidence,
      runbook: one.runbook,
      journal: one.records,
      measurements: one.measurements,
    })
    workspace.writeEvidence(
      run,
      evidenceFiles({
        ...judged(failover),
        plan: planText,
        forecast: expected,
        report: drillText(report, { colour: false, width: 100, unicode: true }),
        ...(failback ? { failback: judged(failback) } : {}),
      }),
    )
    return report
  }

  /** A drill that never came to its first event leaves nothing that could be taken up. */
  async function forgetUnbegun(run: string): Promise<void> {
    try {
      if ((await withStore((store) => store.read(run))).length === 0) workspace.kept(run).drop()
    } catch {
      // A store that cannot be read is what the drill itself has told of.
    }
  }

  /**
   * A lab whose run never came to its first event has nothing to be resumed: its process died while starting it.
   * @throws Failure `busy` where the lab is as a failover left it, which has ended
   */
  async function forgetOrphan(): Promise<void> {
    const { claimedBy } = await lab.status()
    if (claimedBy === undefined) return
    const { alive, outcome } = await withStore(async (store) => {
      const records = await store.read(claimedBy)
      const held = (await store.lease(claimedBy)) !== undefined
      return { alive: records.length > 0 || held, outcome: replay(records).outcome }
    })
    if (outcome !== undefined && !isDrill(claimedBy))
      throw new Failure(
        'busy',
        `The lab is as the run ${claimedBy} left it (${outcome}). A drill starts one of its own; give that one up:\n  muster lab down`,
      )
    // Not `lab.stop()`: that ends only what this very lab value has started.
    if (!alive) await labDown(workspace.home)
  }

  return { drill, resume, isDrill }
}

/** Who is asked on a system of one's own; people where something is particular about them. */
function askedOf(
  { decision, agreeing }: DrillOptions,
  { absent, unannounced }: Exercise,
): { readonly yes: boolean; readonly decision?: 'automatic' | 'people' } {
  const people = absent !== undefined || unannounced !== undefined ? 'people' : undefined
  const who = decision ?? people
  return { yes: agreeing?.yes ?? false, ...(who === undefined ? {} : { decision: who }) }
}

/** @throws Failure `usage` where whoever starts the drill has no way to agree */
function agreeingOf({ agreeing }: DrillOptions): Agreeing {
  if (agreeing) return agreeing
  throw new Failure('usage', "A drill on a system of one's own is begun at a terminal: muster drill --target NAME.")
}

/** What of a drill is kept beside its runbooks. */
function courseKept({ kind, cause, sustain }: OwnCourse): OwnCourse {
  return { kind, cause, ...(sustain === undefined ? {} : { sustain }) }
}

/** Whether there is anything to go back from; a region that was lost always has a way back, or the drill says why not. */
function hasWayBack(plan: Plan, way: Course): boolean {
  if (plan.scenarios[way.scenario]?.class === 'region') return true
  return 'runbook' in compileRunbook(plan, planDigest(plan), { ...way, direction: 'failback' })
}

/** The runbook with the drawn time before its fault among what differs from the plan. */
function phased(runbook: Runbook, phase: Phase | undefined): Runbook {
  if (!phase) return runbook
  const wait = formatDuration(Number(phase.wait.toFixed(3)))
  const said = `The fault was held back for ${wait} once everything was ready for it, drawn with seed ${phase.seed}.`
  return { ...runbook, deviations: [...runbook.deviations, said] }
}
