import { formatDuration } from '#units'
import { contribution, type Recipe } from '../draft.ts'
import { byHand } from './by-hand.ts'

/** A zone: its records lead to a router that moves traffic by itself, or are changed by hand once all was verified. */
export const dns: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { plan, to } = course
  const routed = Object.values(plan.components).some(({ type }) => type === 'traffic-manager' || type === 'front-door')
  const ttl = component.routing?.ttl
  const lives = ttl === undefined ? '' : ` Others may keep the old answer for ${formatDuration(ttl)}.`
  return contribution({
    verify: [
      hand('check-records', to, {
        title: `Look at the records of ${id}`,
        objective: 'It is known before customers come what their names will lead to',
        phase: 'verify',
        requires: ['public-dns'],
        instruction: routed
          ? `From two places outside the regions, ask for each name of ${id} that customers use: it leads to the router and not to one region. List names that lead to the other side directly.`
          : `From two places outside the regions, ask for each name of ${id} that customers use and for the records that are prepared for ${to}. See that you may change the zone.`,
      }),
    ],
    route: routed
      ? []
      : [
          hand('point', to, {
            title: `Point the names of ${id} to ${to}`,
            objective: 'Customers reach the side that serves',
            phase: 'route',
            requires: ['public-dns', 'arm-control-plane'],
            instruction: `Change the records of ${id} that customers use to those prepared for ${to}. From two places outside, ask until the new answer comes.${lives}`,
          }),
        ],
  })
}

/** Another company's service: it must let the other region in, and somebody there must be reachable. */
export const thirdParty: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { to } = course
  const { provider, phone, email, rto } = component.contract ?? {}
  const reached = [phone, email].filter((way) => way !== undefined).join(' or ')
  return contribution({
    verify: [
      hand('call', to, {
        title: `Use ${id} from ${to}`,
        objective: 'The other company lets the new region in, and is well itself',
        phase: 'verify',
        requires: ['inter-region-network'],
        instruction: `From ${to}, send ${id} one request that changes nothing, with the credentials of the service there. If it refuses the address or does not answer, ${reached === '' ? `call ${provider ?? 'its provider'}` : `reach ${provider ?? 'its provider'} at ${reached}`}${rto === undefined ? '' : `, whose promise is ${formatDuration(rto)}`}, and let the flow do without it as the plan says. Requests that were under way are asked for by their ids, not sent again blindly.`,
      }),
    ],
  })
}

/** Another workload of the portfolio: its own team recovers it by its own plan. */
export const workload: Recipe = (id, component, course) => {
  const hand = byHand(id, component, course)
  const { to, direction } = course
  const back = direction === 'failback'
  const provider = component.workload ?? id
  const asked = [
    hand('ask', to, {
      title: `Ask who runs ${provider} whether it can be used from ${to}`,
      objective: 'Two recoveries do not wait for each other, and neither is overrun by the other',
      phase: back ? 'detect' : 'recover',
      requires: ['chat'],
      instruction: `Ask the team of ${provider} whether ${component.flow === undefined ? 'it' : `its flow ${component.flow}`} serves, from where, and whether it has declared a recovery of its own. If it has, agree who goes first, by the order of the portfolio. Write down the answer and who gave it.`,
    }),
  ]
  return contribution({
    ready: back ? asked : [],
    recover: back ? [] : asked,
    verify: [
      hand('call', to, {
        title: `Use ${id} from ${to}`,
        objective: 'The other workload answers the region that now serves',
        phase: 'verify',
        requires: ['inter-region-network'],
        instruction: `From ${to}, send ${id} one request that changes nothing and see it answered within its usual time. If it is not, let the flow do without it as the plan says.`,
      }),
    ],
  })
}
