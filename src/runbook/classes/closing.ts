import type { Plan } from '#plan'
import { formatDuration } from '#units'
import { manualStep } from '../draft.ts'
import type { Step } from '../model.ts'
import { takenBy } from '../taken.ts'
import type { Given } from './class.ts'

/** The last step: what happened is looked at, and what was put away for it is cleared. */
export function reviewStep({ id, lead }: Pick<Given, 'id' | 'lead'>, instruction: string): Step {
  return manualStep({
    id: `review.${id}`,
    title: `Look back at ${id}`,
    objective: 'What went wrong is known, and the plan is better for it',
    phase: 'review',
    owner: lead,
    instruction: `${instruction} Say what caused it, what took longest, and what in the plan was not so. Put on the list what is to be changed, with who changes it and until when.`,
  })
}

/** Stops what changes the system by itself, as long as the provider's management is gone. */
export function freezeSteps({ lead }: Pick<Given, 'lead'>): readonly Step[] {
  const freeze = (what: string, title: string, objective: string, instruction: string): Step =>
    manualStep({
      id: `freeze.${what}`,
      title,
      objective,
      phase: 'contain',
      owner: lead,
      instruction,
    })
  return [
    freeze(
      'deployments',
      'Freeze deployments',
      'No release stops half way, and none is needed to go back',
      'Close the gate of the pipelines for everything that this workload deploys or configures. List what was under way and how far it has come.',
    ),
    freeze(
      'scaling',
      'Freeze scaling',
      'Nothing gives up an instance that nobody can give back',
      'Set the least number of instances to the number that runs now, where that can still be set; elsewhere see to it that nothing scales down by itself. Nobody restarts, resizes or reboots anything.',
    ),
    freeze(
      'schedulers',
      'Freeze schedulers that start or stop anything',
      'No timetable stops what cannot be started again',
      'Switch off what starts, stops, patches or renews by timetable. List what falls due meanwhile, such as certificates, keys and patches, with the day on which it does.',
    ),
  ]
}

/** Waits until what the scenario took is back, and then takes the freeze away. */
export function thawSteps({ id, scenario, lead }: Pick<Given, 'id' | 'scenario' | 'lead'>): readonly Step[] {
  const gone = [...takenBy(scenario)].join(', ')
  const lasts = scenario.lasts === undefined ? '' : ` The plan reckons with ${formatDuration(scenario.lasts)}.`
  return [
    manualStep({
      id: `return.${id}`,
      title: 'Wait until what was lost is back',
      objective: 'A person has seen that it works again; that the provider says so is not enough',
      phase: 're-protect',
      owner: lead,
      ...(scenario.lasts === undefined ? {} : { expected: scenario.lasts }),
      instruction: `Wait for ${gone}.${lasts} When the provider says that it is back, change something small and harmless with it in each region, see that it has taken effect, and change it back. Say what you tried.`,
      modes: ['forced'],
    }),
    manualStep({
      id: `lift.${id}`,
      title: 'Lift the freeze',
      objective: 'What was held back goes on, one after the other',
      phase: 're-protect',
      owner: lead,
      instruction:
        'Set scaling back first, then the timetables, then open the gate of the pipelines, one change at a time. Look at what fell due meanwhile, and do it.',
      modes: ['forced'],
    }),
  ]
}

/** Region losses that could not be recovered from while something is gone, in a sentence each. */
export function onTop(plan: Plan, stuck: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return Object.keys(plan.scenarios).flatMap((id) => {
    const steps = stuck.get(id) ?? []
    return steps.length === 0 ? [] : [`If ${id} comes on top of it, ${steps.join(', ')} cannot be done.`]
  })
}
