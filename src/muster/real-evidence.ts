import { Failure } from '#diagnostics'
import { measured, type Target } from '#drill'
import { evidenceFiles, judge } from '#evidence'
import type { Session } from '#execution'
import { onOneClock } from '#journal'
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
   * Measures what came of a run that has ended, done or failed, removes its markers and writes the evidence; does nothing
   * before that. What cannot be measured is told: the run is over all the same, and whoever takes it up tries it again.
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
  const world = await begun()
  if (!world) return undefined
  return {
    world,
    async prove(session) {
      const { outcome } = session.state()
      if (outcome === undefined) return
      try {
        // What was called off proves nothing.
        if (outcome === 'cancelled' || outcome === 'refused') await forgotten(world)
        else await written(session, world)
      } catch (error) {
        watcher.say(
          `What came of this run could not be measured: ${(error as Error).message}\nTo try it once more: muster run resume ${run}`,
        )
      }
    },
    stop: () => world.stop(),
  }

  async function begun(): Promise<Target | undefined> {
    try {
      const world = acting.measured?.(run)
      await world?.start(run, runbook, watcher.say)
      return world
    } catch (error) {
      if (!(error instanceof Failure)) throw error
      watcher.say(`This run is not measured: ${error.message}`)
      return undefined
    }
  }

  /** Where markers cannot be removed, everything else was done all the same. */
  async function forgotten(world: Target): Promise<void> {
    try {
      for (const line of (await world.forget?.()) ?? []) watcher.say(line)
    } catch (error) {
      watcher.say(`The markers of this run could not be removed: ${(error as Error).message}`)
    }
  }

  async function written(session: Session, world: Target): Promise<void> {
    const kept = workspace.kept(run)
    // Nobody injected anything: it began at the latest with the first failure that was seen. Where the run began on
    // another clock, the first one on this clock is not the first.
    const [first] = session.records()
    const isWhole = first !== undefined && onOneClock(session.records(), clock.id)[0] === first
    const t0 = runbook.mode === 'forced' && isWhole ? world.failedSince?.(first.tsMono) : undefined
    const measurements = await measured(
      { target: world, clock, kept, say: watcher.say, signal, staysOpen: true, ...(t0 === undefined ? {} : { t0 }) },
      session,
      runbook,
      [],
    )
    if (signal.aborted) {
      watcher.say(`The run has ended, and its evidence is not written yet: muster run resume ${run}`)
      return
    }
    // Whatever ends the process from here on, there is evidence only once no marker is left that could be removed.
    await forgotten(world)
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
    watcher.say(`Evidence ${path}`)
  }
}
