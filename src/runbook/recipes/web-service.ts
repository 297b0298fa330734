import type { Component } from '#plan'
import { type Recipe, actionStep } from '../draft.ts'
import { readiness } from './by-hand.ts'
import { growth } from './serving.ts'

/**
 * A service that holds no data: it is brought to the size that carries everybody where the plan says that it is not,
 * is verified before customers come, and is started where it was lost.
 */
export const webService: Recipe = (id, component, course) => {
  const { direction, from, to, lead } = course
  const owner = component.owner ?? lead
  const { ready, recover, standBy } = growsByHand(component)
    ? growth(id, component, course, {
        count: 'the number of instances',
        provision: (there) =>
          `Make the plan and the app of ${id} in ${there} from their code, and deploy the release that served last from where artefacts are kept, with the settings and secrets of ${there}.`,
        start: (there) =>
          `Start ${id} in ${there} after everything that it needs, with one instance, and see its health page say that it is well.`,
        lead: (there) =>
          `See that ${id} in ${there} runs at full size, and switch on the jobs that run on one side only.`,
      })
    : { ready: [], recover: [], standBy: [] }
  return {
    ready,
    contain: [],
    recover,
    verify: [
      actionStep({
        id: `verify.${id}@${to}`,
        title: `Ask ${id} in ${to} to serve one request through`,
        objective: 'The service works end to end in its own region before customers come',
        phase: 'verify',
        owner,
        component: id,
        region: to,
        use: 'http.verify',
        with: { component: id, region: to },
      }),
    ],
    route: [],
    reProtect:
      direction === 'failback'
        ? standBy
        : [
            actionStep({
              id: `re-protect.${id}@${from}`,
              title: `Start ${id} in ${from} again`,
              objective: 'The other region can take over when this one is lost',
              phase: 're-protect',
              owner,
              component: id,
              region: from,
              use: 'service.start',
              with: { component: id, region: from },
            }),
          ],
  }
}

/** Whether the side that takes over must change before it can: a standby of unknown size is left as it is. */
function growsByHand(component: Component): boolean {
  const { standby, scaling } = component.capacity ?? {}
  switch (readiness(component)) {
    case 'active-active':
      // Each side of an overprovisioned one carries everybody already.
      return component.variant !== 'overprovisioned'
    case 'hot-standby':
      return false
    case 'warm-standby':
      return scaling !== undefined || (standby !== undefined && standby < 1)
    default:
      return true
  }
}
