/**
 * The composition: the only file that wires rooms together. Each method is one command of the product, its stages in
 * the order in which a plan lives: read, check, compile, forecast, rehearse, judge, write down.
 */
import { randomBytes } from 'node:crypto'
import { registry } from '#actions'
import { check } from '#checks'
import { Failure, type Problem } from '#diagnostics'
import { failbackRun, type Rehearsed, rehearse } from '#drill'
import { type Evidence, estimates, evidenceFiles, jsonText, judgement, verifyEvidence } from '#evidence'
import { type Command, runView, type Signal, type Store, systemClock } from '#execution'
import { type JournalRecord, replay } from '#journal'
import { createLab, defaultBasePort, labDown, labStatus, labUp, usualIdleLimit } from '#lab'
import { type ParsedPlan, type Plan, parsePlan, planDigest } from '#plan'
import { type DrillResult, drillText, type RunView } from '#report'
import { type CompileOptions, compileRunbook, type Runbook } from '#runbook'
import { type Forecast, simulate } from '#simulation'
import { openStore } from '#store'
import { seconds } from '#units'
import { findPlan, openWorkspace, type PlanFile, readPlan } from '#workspace'

export type { Problem } from '#diagnostics'
export type { Evidence } from '#evidence'
export type { JournalRecord } from '#journal'
export type { Plan } from '#plan'
export type { DrillResult, RunView } from '#report'
export type { Runbook } from '#runbook'
export type { Forecast } from '#simulation'

/** A plan as it was found: its file, what could be read of it, and everything that is wrong with it. */
export interface FoundPlan {
  readonly file: PlanFile
  readonly parsed: ParsedPlan
  /** Of the text and of the rules, in order of place. */
  readonly problems: readonly Problem[]
}

/** Who is told what while a drill runs. */
export interface Watcher {
  say(line: string): void
  record(record: JournalRecord, runbook: Runbook): void
  asked(commands: readonly Extract<Command, { do: 'ask' }>[], runbook: Runbook): void
  forecast(forecast: Forecast): void
}

export interface MusterOptions {
  readonly cwd: string
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** How long every flow is served before the fault of a drill. */
const warmUp = seconds(3)
const usualRuns = 10_000
const usualSeed = 1

/** Opens Muster on a project. Nothing is written before a command needs it. */
export function openMuster({ cwd, environment }: MusterOptions) {
  const workspace = openWorkspace(cwd, environment)
  const clock = systemClock
  const opening = { home: workspace.home, basePort: portOf(environment['MUSTER_LAB_PORT']), idleLimit: usualIdleLimit }
  const lab = createLab({ ...opening, clock })

  /** Reads and checks a plan. `asOf` is YYYY-MM-DD. @throws Failure `usage` where there is no such file */
  function find(argument: string | undefined, asOf: string): FoundPlan {
    const file = readPlan(cwd, findPlan(cwd, argument))
    const parsed = parsePlan(file.text, file.shown)
    return { file, parsed, problems: check(parsed, { asOf }).problems }
  }

  /** Forecasts one scenario, or all that can be compiled. The lab's drills forecast with their own clocks. */
  function forecast(
    plan: Plan,
    options: { scenario?: string; target?: string; runs?: number; seed?: number; past?: readonly Evidence[] },
  ): { forecasts: readonly Forecast[]; skipped: readonly string[] } {
    const target = options.target ?? Object.keys(plan.targets ?? {})[0] ?? lab.name
    const forecasts: Forecast[] = []
    const skipped: string[] = []
    for (const scenario of options.scenario === undefined ? Object.keys(plan.scenarios) : [options.scenario]) {
      const compiled = compileRunbook(plan, planDigest(plan), courseOf(plan, scenario, target))
      if ('reason' in compiled) {
        if (options.scenario !== undefined) throw new Failure('usage', `${compiled.reason} ${compiled.fix}`)
        skipped.push(compiled.reason)
      } else forecasts.push(forecastOf(compiled.runbook, target, options))
    }
    if (forecasts.length === 0)
      throw new Failure('usage', skipped.join('\n') || 'The plan has no scenario to forecast.')
    return { forecasts, skipped }
  }

  function forecastOf(
    runbook: Runbook,
    target: string,
    options: { runs?: number; seed?: number; past?: readonly Evidence[] },
  ): Forecast {
    const past = options.past ?? pastEvidence()
    return simulate(runbook, estimates(runbook, past, target), {
      seed: options.seed ?? usualSeed,
      runs: options.runs ?? usualRuns,
      target,
    })
  }

  function courseOf(
    plan: Plan,
    scenario: string,
    target: string,
  ): Omit<CompileOptions, 'direction'> & { direction: 'failover' } {
    const drill = plan.drills?.find((one) => one.scenario === scenario && (one.target ?? lab.name) === target)
    return {
      scenario,
      direction: 'failover',
      decision: target === lab.name ? (drill?.decision ?? 'automatic') : 'people',
      ...(target === lab.name && drill?.timing ? { timing: drill.timing } : {}),
    }
  }

  /**
   * Rehearses a scenario in the lab.
   * @returns undefined where the signal cancelled it
   * @throws Failure `usage` where the plan cannot be rehearsed, `unreachable` or `busy` where the lab cannot be had
   */
  async function drill(
    found: FoundPlan & { parsed: ParsedPlan & { plan: Plan } },
    options: { scenario: string; decision?: 'automatic' | 'people'; signal: AbortSignal; watcher: Watcher },
  ): Promise<DrillResult | undefined> {
    const { plan } = found.parsed
    const course = courseOf(plan, options.scenario, lab.name)
    const way = { ...course, decision: options.decision ?? course.decision ?? 'automatic' }
    const failover = compiledFor(plan, lab, way)
    const failback = compiledFor(plan, lab, { ...way, direction: 'failback' })
    const expected = forecastOf(failover, lab.name, {})
    options.watcher.forecast(expected)
    await forgetOrphan()
    const run = newRun(clock.now())
    const kept = workspace.kept(run)
    kept.set('plan.yaml', found.file.text)
    kept.set('failover.json', jsonText(failover))
    kept.set('failback.json', jsonText(failback))
    kept.set('forecast.json', jsonText(expected))
    try {
      return await rehearsed(run, options.signal, options.watcher)
    } finally {
      await forgetUnbegun(run)
    }
  }

  /** Takes up a drill whose process died. @throws Failure `usage` where there is no such run, or it has ended */
  async function resume(run: string, signal: AbortSignal, watcher: Watcher): Promise<DrillResult | undefined> {
    const whole = run.endsWith(failbackRun('')) ? run.slice(0, -failbackRun('').length) : run
    if (workspace.kept(whole).get('failover.json') === undefined)
      throw new Failure('usage', `There is no run ${run}. \`muster run list\` shows those there are.`)
    const outcome = await withStore(async (store) => replay(await store.read(whole)).outcome)
    // One that failed but still has its target died before its evidence was written.
    const over =
      outcome === 'cancelled' ||
      (outcome !== undefined && outcome !== 'succeeded' && (await lab.status()).claimedBy !== whole)
    if (over || workspace.evidenceRuns().includes(whole))
      throw new Failure('usage', `The run ${whole} has ended; \`muster run show ${whole}\` tells how.`)
    return rehearsed(whole, signal, watcher)
  }

  async function rehearsed(run: string, signal: AbortSignal, watcher: Watcher): Promise<DrillResult | undefined> {
    const kept = workspace.kept(run)
    const value = <T>(name: string): T => JSON.parse(kept.get(name) ?? 'null') as T
    const expected = value<Forecast>('forecast.json')
    const result = await withStore((store) =>
      rehearse({
        run,
        failover: value<Runbook>('failover.json'),
        failback: value<Runbook>('failback.json'),
        target: lab,
        store,
        clock,
        actions: registry,
        warmUp,
        signal,
        kept,
        say: watcher.say,
        watch: watcher.record,
        asked: watcher.asked,
      }),
    )
    return result && written(run, kept.get('plan.yaml') ?? '', expected, result)
  }

  function written(run: string, planText: string, expected: Forecast, result: Rehearsed): DrillResult {
    const { failover, failback } = result
    const report = shown(run, expected, failover.evidence, failback?.evidence)
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

  /** A lab whose run never came to its first event has nothing to be resumed: its process died while starting it. */
  async function forgetOrphan(): Promise<void> {
    const { claimedBy } = await lab.status()
    if (claimedBy === undefined) return
    const alive = await withStore(
      async (store) => (await store.read(claimedBy)).length > 0 || (await store.lease(claimedBy)) !== undefined,
    )
    // Not `lab.stop()`: that ends only what this very lab value has started.
    if (!alive) await labDown(workspace.home)
  }

  /** Evidence of earlier drills, newest first; what does not verify is left out, as if it were not there. */
  function pastEvidence(): readonly Evidence[] {
    return workspace.evidenceRuns().flatMap((run) => evidenceValue<Evidence>(run, 'evidence.json') ?? [])
  }

  /** The drills that have evidence, newest first, as they are shown. */
  function drills(): readonly DrillResult[] {
    return workspace.evidenceRuns().flatMap((run) => {
      const evidence = evidenceValue<Evidence>(run, 'evidence.json')
      const expected = evidenceValue<Forecast>(run, 'forecast.json')
      const failback = evidenceValue<Evidence>(run, 'failback-evidence.json')
      return evidence && expected ? [shown(run, expected, evidence, failback)] : []
    })
  }

  function shown(run: string, expected: Forecast, evidence: Evidence, failback: Evidence | undefined): DrillResult {
    return {
      run,
      evidence,
      ...(failback ? { failback } : {}),
      forecast: expected,
      evidencePath: workspace.evidencePath(run),
      journalHead: evidence.journalHead,
    }
  }

  function evidenceValue<T>(run: string, name: string): T | undefined {
    const files = workspace.readEvidence(cwd, workspace.evidencePath(run))
    const bytes = verifyEvidence(files).length > 0 ? undefined : files.get(name)
    return bytes && (JSON.parse(new TextDecoder().decode(bytes)) as T)
  }

  /** What is wrong with a directory of evidence, or a run's, and the two hashes to hold against what was printed. */
  function verify(pathOrRun: string): { faults: readonly string[]; head: string; root: string; judgedAgain: boolean } {
    const files = workspace.readEvidence(cwd, pathOrRun)
    const faults = verifyEvidence(files)
    if (faults.length > 0) return { faults, head: '', root: '', judgedAgain: false }
    const value = <T>(name: string): T => JSON.parse(new TextDecoder().decode(files.get(name))) as T
    const evidence = value<Evidence>('evidence.json')
    const { root } = value<{ root: string }>('manifest.json')
    return { faults, head: evidence.journalHead, root, judgedAgain: evidence.judgement === judgement }
  }

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

  async function found(store: Store, run: string): Promise<readonly JournalRecord[]> {
    const records = await store.read(run)
    if (records.length === 0)
      throw new Failure('usage', `There is no run ${run}. \`muster run list\` shows those there are.`)
    return records
  }

  async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = openStore(workspace.store, clock)
    try {
      return await work(store)
    } finally {
      await store.close()
    }
  }

  /** The lab by itself, outside a drill. */
  const theLab = {
    up: (say: (line: string) => void) => labUp(opening, say),
    down: () => labDown(workspace.home),
    status: () => labStatus(workspace.home),
  }

  return { find, forecast, drill, resume, drills, verify, runs, show, send, answerTo, lab: theLab }
}

/** Muster, opened on a project. */
export type Muster = ReturnType<typeof openMuster>

function compiledFor(
  plan: Plan,
  target: { lacks(runbook: Runbook): readonly string[] },
  options: CompileOptions,
): Runbook {
  const compiled = compileRunbook(plan, planDigest(plan), options)
  if ('reason' in compiled) throw new Failure('usage', `${compiled.reason} ${compiled.fix}`)
  const { runbook } = compiled
  return { ...runbook, gaps: [...runbook.gaps, ...target.lacks(runbook)] }
}

function newRun(now: number): string {
  const stamp = new Date(now).toISOString().replace(/[-:]/g, '').slice(0, 15).replace('T', '-')
  return `drill-${stamp}-${randomBytes(2).toString('hex')}`
}

function portOf(text: string | undefined): number {
  if (text === undefined || text === '') return defaultBasePort
  const port = Number(text)
  if (!Number.isInteger(port) || port < 1024 || port > 65_000)
    throw new Failure('usage', `MUSTER_LAB_PORT is "${text}"; it takes a port from 1024 to 65000.`)
  return port
}
