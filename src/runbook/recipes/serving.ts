import type { Component, Plan } from '#plan'
import { formatDuration, formatShare } from '#units'
import type { Course } from '../draft.ts'
import type { Step } from '../model.ts'
import { byHand, inTurn, readiness } from './by-hand.ts'

/** What is particular to one type that serves and holds no data of its own. */
export interface Serving {
  /** How it is made in that region from code, with nothing running yet. */
  provision(there: string): string
  /** How it is started there. */
  start(there: string): string
  /** How its standby, which runs at full size, is told that it is the one that serves. */
  lead(there: string): string
  /** What is set to how many when it grows: the count and where. */
  count: string
}

/** The steps that bring a type that serves to its full size; in the order in which they are done. */
export interface Growth {
  readonly ready: readonly Step[]
  readonly recover: readonly Step[]
  readonly standBy: readonly Step[]
}

/**
 * Brings a service to the size that carries everybody, by the strategy: shed and grow what serves already, let a hot
 * standby lead, grow a warm one, start and grow a cold one, make, start and grow what is only code.
 */
export function growth(id: string, component: Component, course: Course, serving: Serving): Growth {
  const hand = byHand(id, component, course)
  const { plan, from, to, direction } = course
  const kind = readiness(component)
  const takes = component.capacity?.scaling?.takes
  const scale = hand('scale', to, {
    title: `Grow ${id} in ${to} to the full load`,
    objective: 'It carries everybody before everybody comes',
    phase: direction === 'failback' ? 'detect' : 'recover',
    requires: ['create-or-scale-compute', 'arm-control-plane'],
    ...(takes === undefined ? {} : { expected: takes }),
    instruction: scaling(id, component, to, serving),
  })
  if (direction === 'failback')
    return {
      // Customers wait while traffic is held, so it grows before anybody decides.
      ready: inTurn([
        scale,
        hand('ready', to, {
          title: `${id} in ${to} is as it is in ${from}`,
          objective: 'Going back changes the place, and nothing else',
          phase: 'detect',
          requires: ['region-data-plane'],
          instruction: `Compare ${id} in both regions: the release, the settings, the secrets that it reads, the certificates. See in ${to} that every instance is healthy. Write down what differs, and mend it first.`,
        }),
      ]),
      recover: [],
      standBy: [
        hand('stand-by', from, {
          title: `Bring ${id} in ${from} back to its ordinary size`,
          objective: 'The other side is as ready as the plan says, and costs no more than that',
          phase: 're-protect',
          requires: ['create-or-scale-compute', 'arm-control-plane'],
          instruction: atRest(id, from, kind),
        }),
      ],
    }
  return { ready: [], recover: inTurn([...before(), ...(kind === 'hot-standby' ? [] : [scale])]), standBy: [] }

  function before(): readonly Step[] {
    const start = hand('start', to, {
      title: `Start ${id} in ${to}`,
      objective: 'It runs, after everything that it needs',
      phase: 'recover',
      requires: ['create-or-scale-compute', 'arm-control-plane', 'private-network'],
      instruction: serving.start(to),
    })
    switch (kind) {
      case 'active-active':
        return [
          hand('shed', to, {
            title: `Keep ${id} in ${to} under its limit`,
            objective: 'It goes on serving what matters most while it grows',
            phase: 'recover',
            requires: ['region-data-plane'],
            instruction: `Watch the load of ${id}, for ${to} now gets what both sides carried${limit(component)}. Switch off or slow down what can wait, the least critical flows first, until it stays under its limit. Note what was switched off, so that it can be switched on again.${component.capacity?.degrades === undefined ? '' : ` Until it has grown: ${component.capacity.degrades}.`}`,
          }),
        ]
      case 'hot-standby':
        return [
          hand('switch', to, {
            title: `Let ${id} in ${to} lead`,
            objective: 'The standby does all that the former side did',
            phase: 'recover',
            requires: ['region-data-plane'],
            instruction: serving.lead(to),
          }),
        ]
      case 'cold-standby':
        return stopped(plan) ? [start] : [provisioned(), start]
      case 'backup-restore':
        return [provisioned(), start]
      default:
        return []
    }
  }

  function provisioned(): Step {
    return hand('provision', to, {
      title: `Make ${id} in ${to} from its code`,
      objective: 'What runs there is what ran before, from the same source',
      phase: 'recover',
      requires: ['create-or-scale-compute', 'arm-control-plane', 'ci-runners'],
      instruction: serving.provision(to),
    })
  }
}

const stopped = (plan: Plan): boolean => plan.deployment?.computeStopped === true

function limit({ capacity }: Component): string {
  return capacity?.limit === undefined
    ? ''
    : `; it is as fast as promised up to ${formatShare(capacity.limit)} of its capacity`
}

function scaling(id: string, { capacity }: Component, there: string, { count }: Serving): string {
  const { automatic, to, takes, quota } = capacity?.scaling ?? {}
  const full = to === undefined ? 'the number that carries the full load' : `${to}`
  const within = takes === undefined ? '' : ` The plan says that this takes ${formatDuration(takes)}.`
  const most = quota === undefined ? '' : ` The subscription allows ${quota} there.`
  return automatic
    ? `Watch ${count} of ${id} in ${there} grow to ${full}. If it has not begun after 5 minutes of load, set it by hand and wait until every instance is healthy.${within}${most}`
    : `Set ${count} of ${id} in ${there} to ${full}, and wait until every instance is healthy. If no more are given, try another size, and shed load until they are.${within}${most}`
}

function atRest(id: string, there: string, kind: ReturnType<typeof readiness>): string {
  switch (kind) {
    case 'active-active':
      return `See that ${id} in ${there} carries its usual share again, switch on what was switched off during the recovery, and set its limits back.`
    case 'hot-standby':
      return `Leave ${id} in ${there} at its full size, and set it to stand by: jobs and anything that must run once only run on the side that serves.`
    case 'warm-standby':
      return `Set ${id} in ${there} back to the small size of a standby, and see that it may still grow by itself to the full load.`
    case 'cold-standby':
      return `Stop ${id} in ${there}, keep its network, rules and rights, and see that it could be started again: the release that serves is deployed there.`
    case 'backup-restore':
      return `Once nothing in ${there} is needed any more, take down what was made there for the recovery, and keep its logs.`
  }
}
