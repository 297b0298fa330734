import type { Plan } from '#plan'
import { type Step, stepsIn, takenBy } from '#runbook'
import { contactOf } from '../../activations.ts'
import { listed } from '../../listing.ts'
import { addedSteps, runbooksOf } from '../../recoveries.ts'
import type { Rule } from '../../rule.ts'

export const stepNeedsWhatIsLost: Rule = {
  code: 'step-needs-what-is-lost',
  severity: 'error',
  title: 'A step needs what the scenario has taken',
  why: 'The recovery stops at this step, and in earnest is the first time that anybody notices.',
  fix: 'Find a way that needs nothing of what is lost, such as the other region or something made beforehand.',
  requirements: ['muster.liveness', 'disaster.control-plane', 'runbook.procedures'],
  bad: `
scenarios:
  east-lost:
    class: region
    loses: [east]
    takes: [edge-management] # ERROR: "east-lost" takes edge-management, which "fence.east@west" and "route.traffic@west" need alive.
  no-control: { class: control-plane }
recovery:
  failover:
    stop-jobs:
      title: Stop the jobs
      phase: contain
      owner: on-call
      region: east # ERROR: The step "stop-jobs" works in "east", which "east-lost" loses.
      manual: Turn the switch off
    grow:
      title: Start more machines
      phase: recover
      owner: on-call
      region: west
      manual: Start ten machines
      requires: [create-or-scale-compute] # ERROR: "no-control" takes create-or-scale-compute, which the step "grow" needs alive.
`,
  good: `
recovery:
  failover:
    clean:
      title: Throw the old cache away
      phase: re-protect
      owner: on-call
      region: east
      manual: Empty it once the region is back
`,
  check({ plan, at }, report, seen) {
    const runbooks = new Map(runbooksOf(plan).map(({ id, runbook }) => [id, runbook]))
    const added = addedSteps(plan)
    const own = new Set(added.map(({ id }) => id))
    for (const [id, scenario] of Object.entries(plan.scenarios)) {
      if (scenario.class === 'blip') continue
      const lost = new Set(scenario.loses)
      const taken = takenBy(scenario)
      if (taken.size > 0) seen()
      const runbook = runbooks.get(id)
      const compiled = (runbook ? stepsIn(runbook) : []).filter((step) => !own.has(step.id) && !byPhone(plan, step))
      for (const need of taken) {
        const needing = compiled.filter(({ requires, phase }) => !late.has(phase) && requires.includes(need))
        const [first] = needing
        if (first)
          report(
            at(scenario, 'takes'),
            `"${id}" takes ${need}, which ${listed(needing.map((step) => step.id))} ${needing.length === 1 ? 'needs' : 'need'} alive.`,
          )
      }
      for (const step of added) {
        seen()
        // What is done after the return of the region may well lie in it, and need what was taken.
        if (late.has(step.phase)) continue
        const written = plan.recovery?.failover?.[step.id] as object
        if (step.region !== undefined && lost.has(step.region))
          report(at(written, 'region'), `The step "${step.id}" works in "${step.region}", which "${id}" loses.`)
        for (const need of step.requires)
          if (taken.has(need))
            report(at(written, 'requires'), `"${id}" takes ${need}, which the step "${step.id}" needs alive.`)
      }
    }
  },
}

const late = new Set<Step['phase']>(['reconcile', 're-protect', 'review'])

/** Whether people can decide on a step without the chat, because one of them has a phone. */
function byPhone(plan: Plan, { work }: Step): boolean {
  return work.kind === 'decision' && work.deciders.some((role) => contactOf(plan, role)?.phone !== undefined)
}
