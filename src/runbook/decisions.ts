import type { Plan } from '#plan'
import { seconds } from '#units'
import type { Course } from './draft.ts'
import type { Runbook, Step, Work } from './model.ts'
import { regionLost, type Words } from './words.ts'

type Decision = Extract<Work, { kind: 'decision' }>

/**
 * The decision to go: who may take it, how soon, and what follows when nobody has.
 * @param usual who decides where the plan does not say
 */
export function decisionStep(
  plan: Plan,
  scenario: string,
  course: Course,
  decision: Runbook['decision'],
  usual: readonly string[] = [course.lead],
): Step {
  const activation = plan.activation?.[scenario]
  const back = course.direction === 'failback'
  const declaredBy = activation?.declaredBy ?? usual
  const deciders = back ? (plan.failback?.decidedBy ?? declaredBy) : declaredBy
  const { decideWithin: within, escalation, ifUndecided } = activation ?? {}
  const { title, question } = wordsOf(scenario, course).declared
  return decided(
    {
      id: `decide.${back ? 'failback' : scenario}`,
      title: back ? `Decide to go back to ${course.to}` : title,
      objective: 'A person with authority takes the decision, and it is recorded',
      owner: deciders[0] ?? course.lead,
      requires: decision === 'automatic' ? [] : ['chat'],
    },
    {
      question: back ? `Move all traffic from ${course.from} back to ${course.to} now?${conditionsOf(plan)}` : question,
      deciders,
      ...(within === undefined ? {} : { within }),
      // What is said of a disaster holds for the way out of it; nobody goes back because nobody has answered.
      ...(back || escalation === undefined ? {} : { escalation }),
      ...(back || ifUndecided === undefined ? {} : { ifUndecided }),
    },
  )
}

function wordsOf(scenario: string, { words, from, to }: Course): Words {
  return words ?? regionLost(scenario, from, to)
}

/** What the plan says must hold before anybody goes back, and when it may be done; to be read before it is decided. */
function conditionsOf({ failback }: Plan): string {
  if (!failback) return ''
  const { criteria, window } = failback
  return ` What must hold: ${criteria.join('; ')}.${window === undefined ? '' : ` When it may be done: ${window}.`}`
}

/** The consent that it takes besides, after the declaration; undefined where the plan asks for none. */
export function approvalStep(plan: Plan, scenario: string, course: Course): Step | undefined {
  const { approvals, decideWithin: within } = plan.activation?.[scenario] ?? {}
  if (!approvals || course.direction === 'failback') return undefined
  const { from: deciders, atLeast, notTheStarter } = approvals
  return withinTheDecision(within, {
    step: {
      id: `approve.${scenario}`,
      title: `Approve that ${scenario} is declared`,
      objective: 'Those whose consent it takes have given it, each for themselves',
      owner: deciders[0] as string,
      requires: ['chat'],
    },
    work: {
      question: wordsOf(scenario, course).approved,
      deciders,
      ...(atLeast === undefined ? {} : { atLeast }),
      ...(notTheStarter === undefined ? {} : { notTheStarter }),
    },
  })
}

/** The owner of the data accepts what a forced run loses; undefined where the plan names none. */
export function acceptanceStep(plan: Plan, scenario: string, course: Course): Step | undefined {
  const { lossAcceptedBy, decideWithin: within } = plan.activation?.[scenario] ?? {}
  if (lossAcceptedBy === undefined || course.direction === 'failback') return undefined
  const { step, work } = loss(scenario, course, lossAcceptedBy)
  return { ...withinTheDecision(within, { step, work }), modes: ['forced'] }
}

/** The owner of the data accepts what is lost once it is known, long after the declaration: that takes time of its own. */
export function lateAcceptance(plan: Plan, scenario: string, course: Course, owner: string): Step {
  const { decideWithin: within } = plan.activation?.[scenario] ?? {}
  const { step, work } = loss(scenario, course, owner)
  return { ...decided(step, { ...work, ...(within === undefined ? {} : { within }) }), modes: ['forced'] }
}

function loss(scenario: string, course: Course, owner: string): Asked {
  const { title, question } = wordsOf(scenario, course).accepted
  return {
    step: {
      id: `accept-loss.${scenario}`,
      title,
      objective: 'The owner of the data knows how much is lost before it is, and answers for it',
      owner,
      requires: ['chat'],
    },
    work: { question, deciders: [owner], accepts: 'loss' },
  }
}

interface Asked {
  readonly step: Pick<Step, 'id' | 'title' | 'objective' | 'owner' | 'requires'>
  readonly work: Omit<Decision, 'kind'>
}

/** The plan gives the decision as a whole so long, and the declaration is counted with all of it; so this adds nothing. */
function withinTheDecision(within: Decision['within'], { step, work }: Asked): Step {
  if (within === undefined) return decided(step, work)
  return { ...decided(step, { ...work, within }), expected: seconds(0) }
}

function decided(step: Asked['step'], work: Asked['work']): Step {
  return {
    ...step,
    phase: 'decide',
    needs: [],
    work: { kind: 'decision', ...work },
    effect: 'none',
    timeout: seconds(86_400),
    attempts: 1,
    backoff: seconds(0),
    irreversible: false,
    essential: true,
  }
}
