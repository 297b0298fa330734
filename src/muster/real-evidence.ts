import { Failure } from '#diagnostics'
import { measured, type Target } from '#drill'
import { evidenceFiles, judge } from '#evidence'
import type { Session } from '#execution'
import { drillText } from '#report'
import type { Runbook } from '#runbook'
import type { Forecast } from '#simulation'
import type { Acting } from './acting.ts'
import type { evidenceCommands } from './evidence.ts'
import type { Project } from './project.ts'
import type { Watcher } from './watcher.ts'

/** A real run that is measured, from its beginning on. */
export interface Proving {
  /** The world that it acts on, which is measured meanwhile. */
  readonly world: Target
  /**
   * Measures what came of a run that has ended, done or failed, and writes the evidence; does nothing before that. What
   * cannot be measured is told: the run is over all the same.
   */
  prove(session: Session): Promise<void>
  /** Ends measuring; what was written down stays for whoever takes the run up. */
  stop(): Promise<void>
}

/**
 * Begins to measure a real run, where the target says how. Nothing waits for it: a disaster is not the time for that.
 * @returns undefined where the target names neither heartbeats nor flows
 */
export async function provingOf(
  project: Project,
  { shown }: Pick<ReturnType<typeof evidenceCommands>, 'shown'>,
  acting: Acting,
  run: string,
  runbook: Runbook,
  forecast: () => Forecast,
  { signal, watcher }: { readonly signal: AbortSignal; readonly watcher: Watcher },
): Promise<Proving | undefined> {
  const { clock, workspace } = project
  const world = acting.measured?.(run)
  if (!world) return undefined
  try {
    await world.start(run, runbook, watcher.say)
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    watcher.say(`This run is not measured: ${error.message}`)
    return undefined
  }
  return {
    world,
    async prove(session) {
      const { outcome } = session.state()
      if (outcome !== 'succeeded' && outcome !== 'failed') return
      try {
        watcher.say(`Evidence ${await written(session, world)}`)
      } catch (error) {
        watcher.say(`What came of this run could not be measured: ${(error as Error).message}`)
      }
    },
    stop: () => world.stop(),
  }

  async function written(session: Session, world: Target): Promise<string> {
    const kept = workspace.kept(run)
    // Nobody injected anything: it began at the latest with the first failure that was seen.
    const begun = session.records()[0]?.tsMono
    const t0 = runbook.mode === 'forced' && begun !== undefined ? world.failedSince?.(begun) : undefined
    const measurements = await measured(
      { target: world, clock, kept, say: watcher.say, signal, ...(t0 === undefined ? {} : { t0 }) },
      session,
      runbook,
      [],
    )
    const records = session.records()
    const evidence = judge(runbook, records, measurements)
    const expected = forecast()
    const result = shown(run, expected, evidence, undefined)
    const path = workspace.writeEvidence(
      run,
      evidenceFiles({
        evidence,
        runbook,
        journal: records,
        measurements,
        plan: kept.get('plan.yaml') ?? '',
        forecast: expected,
        report: drillText(result, { colour: false, width: 100, unicode: true }),
      }),
    )
    await world.forget?.()
    return path
  }
}
