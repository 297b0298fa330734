import { type Recipe, actionStep } from '../draft.ts'

/** A service that holds no data: it runs on both sides, is verified before customers come, and is started where it was lost. */
export const webService: Recipe = (id, component, { direction, from, to, lead }) => {
  const owner = component.owner ?? lead
  return {
    ready: [],
    contain: [],
    recover: [],
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
    reProtect:
      direction === 'failback'
        ? []
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
