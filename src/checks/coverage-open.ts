/** A requirement that nothing in this version answers, or not all of it. */
export interface Open {
  readonly id: string
  /** Why not, in one sentence. */
  readonly because: string
  /** What has to be built to close it, in a few words. */
  readonly work: string
  /** Whether something answers it already, but not all that it asks. */
  readonly part: boolean
}

const part = (id: string, work: string, because: string): Open => ({ id, because, work, part: true })

const bill = 'the bill of a plan'
const disasters = 'drills of every disaster'

/**
 * Every requirement that nothing answers yet, or not whole. A test fails for an unanswered one that is missing here, for
 * one that is said to be unanswered and is not, and for a point of configuration, a term, a disaster, a tier, a
 * classification or a point of friction.
 */
export const openRequirements: readonly Open[] = [
  part(
    'runbook.communication',
    'sending messages',
    'Messages are checked, printed and shown on the console; nothing sends them.',
  ),
  part(
    'test.gaps',
    'a list of gaps over all runs',
    'Gaps are listed in the evidence of a run; nothing follows them up until they are closed.',
  ),
  part('cost.tooling', bill, 'Budgets, tags and declared costs are checked; Muster knows no prices and makes no bill.'),
  part(
    'muster.reconciliation',
    disasters,
    'A run asks people to settle what the lost side still had, and stays open until they have; it does not find it itself.',
  ),
  part(
    'muster.degradation',
    'the forecast of minimum service',
    'Minimum service is checked; no run measures it apart from full service.',
  ),
]
