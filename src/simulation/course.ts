import { type Runbook, type Step, stepIn } from '#runbook'

/** How a run has gone so far, as far as its times are concerned. Seconds since t0. */
export interface Standing {
  readonly now: number
  /** When the steps ended that are over, by id. */
  readonly ended: ReadonlyMap<string, number>
  /** Since when the steps are under way that have begun, by id; a question is under way while it is open. */
  readonly begun: ReadonlyMap<string, number>
  /** What those who need a step wait for: itself, others in its stead, or nothing. */
  waitedFor(step: Step): readonly string[]
}

/** A run of which nothing has happened: a fallback is not waited for, but what it stands in for. */
export function fresh(runbook: Runbook): Standing {
  return {
    now: 0,
    ended: new Map(),
    begun: new Map(),
    waitedFor: (step) => (stepIn(step, runbook.mode) ? [step.insteadOf ?? step.id] : []),
  }
}

/** The steps that a run goes through. */
export interface Course {
  /** Each after all that it needs; `needs` names only what is waited for. In runbook order as far as that allows. */
  readonly steps: readonly Step[]
  /** By the id of a fallback that may come to be used: the step that it stands in for, which comes before it. */
  readonly fallbacks: ReadonlyMap<string, string>
  /** What is waited for where these are, each id once. */
  inStead(ids: readonly string[]): readonly string[]
}

/**
 * The steps that somebody waits for, or that are done for their own sake.
 * @param mayFail whether a step may fail for good, so that its fallbacks have to be looked at
 */
export function courseOf(
  runbook: Runbook,
  { waitedFor }: Standing,
  mayFail: (step: Step) => boolean = () => false,
): Course {
  const byId = new Map(runbook.steps.map((step) => [step.id, step]))
  const resolved = (id: string, seen: readonly string[]): readonly string[] => {
    const step = byId.get(id)
    // What stands in for each other in a circle is waited for by nobody.
    if (step === undefined || seen.includes(id)) return []
    return waitedFor(step).flatMap((other) => (other === id ? [id] : resolved(other, [...seen, id])))
  }
  const inStead = (ids: readonly string[]): readonly string[] => [...new Set(ids.flatMap((id) => resolved(id, [])))]
  const fallbacks = new Map<string, string>()
  const taken = new Map<string, Step>()
  for (const step of runbook.steps) {
    const target = taken.get(step.insteadOf ?? '')
    const isWaitedFor = waitedFor(step).includes(step.id)
    const mayBeUsed = !isWaitedFor && target !== undefined && stepIn(step, runbook.mode) && mayFail(target)
    if (mayBeUsed) fallbacks.set(step.id, target.id)
    if (isWaitedFor || mayBeUsed)
      taken.set(step.id, {
        ...step,
        needs: inStead(step.needs).filter((need) => need !== step.id && need !== fallbacks.get(step.id)),
      })
  }
  return { steps: ordered(taken, fallbacks), fallbacks, inStead }
}

/** What was a fallback and is waited for now may come later in the runbook than those who wait for it. */
function ordered(steps: ReadonlyMap<string, Step>, fallbacks: ReadonlyMap<string, string>): readonly Step[] {
  const found = new Set<Step>()
  const met = new Set<Step>()
  const visit = (step: Step): void => {
    if (met.has(step)) return
    met.add(step)
    for (const need of [...step.needs, fallbacks.get(step.id) ?? '']) {
      const before = steps.get(need)
      if (before) visit(before)
    }
    found.add(step)
  }
  for (const step of steps.values()) visit(step)
  return [...found]
}
