import type { Plan } from '#plan'
import { detectStep } from './activation.ts'
import { announcements } from './announce.ts'
import { acceptanceStep, approvalStep, decisionStep } from './decisions.ts'
import type { Course } from './draft.ts'
import type { Mode, Step } from './model.ts'
import { among, inEarnest } from './modes.ts'
import { ids, needing } from './recovering.ts'

/** How a recovery begins. */
export interface Opening {
  /** Noticing, deciding, approving, accepting and telling, in that order. */
  readonly steps: readonly Step[]
  /** Those whose consent everything else waits for. */
  readonly declared: readonly string[]
  /** The consent to the loss, where somebody has to give it. */
  readonly accepted: readonly string[]
}

interface Begun {
  readonly plan: Plan
  readonly scenario: string
  readonly course: Course
  readonly decision: 'automatic' | 'people'
  /** Entry criteria, which the decision waits for. */
  readonly ready: readonly Step[]
  /** Whether a forced run may lose data, so that somebody has to accept it. */
  readonly losing: boolean
}

/** The steps that come before anything is changed. */
export function opening({ plan, scenario, course, decision, ready, losing }: Begun): Opening {
  const back = course.direction === 'failback'
  const people = decision === 'people'
  const inModes = (step: Step, modes: readonly Mode[]): Step => (back ? step : among(step, modes))
  // A region that answers is not noticed as lost: only a forced run waits for that.
  const noticed = back ? [] : [inModes(detectStep(plan, scenario, course), ['forced'])]
  const detect = [...noticed, ...ready]
  const decide = needing(decisionStep(plan, scenario, course, decision), ids(detect))
  const approval = people ? approvalStep(plan, scenario, course) : undefined
  const approve = approval ? [needing(approval, [decide.id])] : []
  const declared = ids([decide, ...approve])
  const acceptance = people && losing ? acceptanceStep(plan, scenario, course) : undefined
  const accept = acceptance ? [needing(acceptance, declared)] : []
  // Going back is no disaster: nobody is told that one was declared.
  const activated = back
    ? []
    : announcements(plan, scenario, 'activated', course).map((step) => inModes(needing(step, declared), inEarnest))
  return { steps: [...detect, decide, ...approve, ...accept, ...activated], declared, accepted: ids(accept) }
}
