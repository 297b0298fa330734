import type { Target } from '#drill'
import { Failure } from '#diagnostics'
import type { Store, World } from '#execution'
import { replay, type Subject } from '#journal'
import type { Plan } from '#plan'
import type { Runbook } from '#runbook'
import { planTarget } from '#targets'
import { measuredOn } from './places.ts'
import type { Project } from './project.ts'

/** Where a failover is carried out: the lab, as a rehearsal, or a real system that the plan names. */
export interface Acting {
  readonly name: string
  readonly subject: Subject
  /** What it is called; whoever starts a run in production has to type it. */
  readonly environment?: string
  /** What of a runbook it does not have, in sentences. */
  lacks(runbook: Runbook): readonly string[]
  /**
   * The world, for looks that change nothing; it is taken from nobody.
   * @param part whether a part of it will do, where the rest cannot be had
   * @throws Failure `unreachable` where it is not up, `usage` where it is not set up
   */
  look(runbook: Runbook, part?: 'whole' | 'part'): Promise<World>
  /** The world as a run is measured on it; undefined where nothing says how. */
  measured?(run: string): Target | undefined
  /** The world, for a run that acts on it. @throws Failure as `look` does, and `busy` where another run holds it */
  claim(run: string, runbook: Runbook, store: Store): Promise<World>
}

/**
 * The place of that name.
 * @param isDrill whether a run is a drill, which ends with its lab
 * @throws Failure `usage` where the plan has no such target, `refused` where it does not say what the target is
 */
export function actingOn(project: Project, plan: Plan, name: string, isDrill: (run: string) => boolean): Acting {
  if (name === project.lab.name) return labActing(project.lab, isDrill)
  const target = planTarget(plan, name, project.surroundings)
  const look = async (runbook: Runbook, part?: 'whole' | 'part'): Promise<World> => {
    if (part !== 'part') target.ready(runbook)
    return target
  }
  return {
    name,
    subject: target.subject(),
    environment: target.environment,
    lacks: target.lacks,
    look,
    measured(run) {
      const { heartbeats, flows } = target.measuring()
      return heartbeats.size + flows.size === 0 ? undefined : measuredOn(project, plan, target, run, false)
    },
    claim: (_run, runbook) => look(runbook),
  }
}

/** The lab of a plan that is not at hand: what a run acts on there is all in its runbook. */
export function labActing(lab: Target, isDrill: (run: string) => boolean): Acting {
  /** Joins the lab as it is held, so that whoever holds it goes on holding it. */
  const join = async (runbook: Runbook): Promise<string | undefined> => {
    const { running, claimedBy } = await lab.status()
    if (!running) throw new Failure('unreachable', 'The lab is not up. `muster lab up` starts it.')
    await lab.start(claimedBy ?? '', runbook, () => {})
    return claimedBy
  }
  return {
    name: lab.name,
    subject: 'lab',
    lacks: lab.lacks,
    async look(runbook) {
      await join(runbook)
      return lab
    },
    async claim(run, runbook, store) {
      const { claimedBy } = await lab.status()
      if (claimedBy !== undefined && claimedBy !== run && !(await isOver(claimedBy, store, isDrill)))
        throw new Failure(
          'busy',
          `The lab is held by the run ${claimedBy}, which has not ended. Take it up, or give the lab up:\n` +
            `  muster run resume ${claimedBy}\n  muster lab down`,
        )
      await join(runbook)
      await lab.start(run, runbook, () => {})
      return lab
    },
  }
}

/** Whether a run that holds the lab has no more use for it. A drill that has ended has taken its lab with it. */
async function isOver(run: string, store: Store, isDrill: (run: string) => boolean): Promise<boolean> {
  return !isDrill(run) && replay(await store.read(run)).outcome !== undefined
}
