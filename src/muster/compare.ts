import { join } from 'node:path'
import { registry } from '#actions'
import {
  type Compared,
  compared,
  comparedScenario,
  comparedTarget,
  type FailOver,
  faultNames,
  settingsNames,
  systemNames,
} from '#compare'
import { drive, openSession, type Store } from '#execution'
import { parsePlan, type Plan } from '#plan'
import type { CompareView } from '#report'
import { type Runbook, runbookDigest } from '#runbook'
import { openStore } from '#store'
import { lossNow, type PlanTarget, planTarget } from '#targets'
import type { Duration } from '#units'
import { compiledFor } from './compiled.ts'
import type { Project } from './project.ts'

/** What can be asked for. */
export const comparable = { systems: systemNames, settings: settingsNames, faults: faultNames }

type Options = Parameters<typeof compared>[0]

/** What of a comparison is asked for. */
export interface ComparingOptions extends Pick<Options, 'systems' | 'settings' | 'faults' | 'runs' | 'signal' | 'say'> {
  readonly within: Duration
}

/** The command that holds the warm standby beside what does the same inside a region. */
export function compareCommands(project: Project) {
  const { clock, opening } = project

  /**
   * Watches by a plan and fails over by its runbook, with a journal of its own. A run that fails is begun again, for the
   * disaster may come later.
   */
  const failOver: FailOver = async (text, folder, signal) => {
    const { plan, problems } = parsePlan(text, 'compare.yaml')
    if (!plan || problems.some(({ severity }) => severity === 'error'))
      throw new RangeError(`The plan of the comparison is not sound: ${problems[0]?.detail}. This is a bug in Muster.`)
    const target = planTarget(plan, comparedTarget, project.surroundings)
    const runbook = runbookFor(plan, target)
    const store = openStore(join(folder, 'state'), clock)
    const watches = Promise.withResolvers<void>()
    const ended = (async () => {
      try {
        for (let number = 1; !signal.aborted; number++)
          await driven(`compare-${number}`, { store, target, runbook, signal, watches: watches.resolve })
      } finally {
        await store.close()
      }
    })()
    // What it breaks off with before it watches is told; afterwards the clients tell what has come of it.
    await Promise.race([watches.promise, ended])
    return { ended: ended.catch(() => {}) }
  }

  async function driven(run: string, { store, target, runbook, signal, watches }: Driven): Promise<void> {
    const session = await openSession(store, run, clock, (record) => {
      if (record.type === 'stepStarted') watches()
    })
    try {
      await session.record([
        {
          type: 'runStarted',
          data: {
            runbookDigest: runbookDigest(runbook),
            runbook: JSON.parse(JSON.stringify(runbook)),
            subject: target.subject(),
            target: target.name,
            kind: 'drill',
            clock: clock.id,
          },
        },
      ])
      const losses = () => lossNow(target, runbook)
      const world = { session, runbook, store, clock, world: target, actions: registry }
      await drive({ ...world, losses, signal, asked: () => {}, say: () => {} })
    } finally {
      await session.close()
    }
  }

  return {
    /**
     * Runs what is asked for, for at most that long, and tells what all runs that were kept have come to.
     * @throws Failure `unreachable` where a program is missing, with what to install
     */
    async compare(options: ComparingOptions): Promise<CompareView> {
      return viewOf(await compared({ ...options, home: opening.home, basePort: opening.basePort, failOver }))
    },
  }
}

interface Driven {
  readonly store: Store
  readonly target: PlanTarget
  readonly runbook: Runbook
  readonly signal: AbortSignal
  watches(): void
}

function runbookFor(plan: Plan, target: PlanTarget): Runbook {
  const options = { scenario: comparedScenario, direction: 'failover', decision: 'automatic', mode: 'forced' } as const
  const runbook = compiledFor(plan, target, options)
  target.ready(runbook)
  return runbook
}

function viewOf(compared: Compared): CompareView {
  return compared
}
