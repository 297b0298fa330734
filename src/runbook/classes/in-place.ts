import { componentTypes } from '#catalog'
import type { Component, Plan } from '#plan'
import { contributed } from '../contribution.ts'
import { contribution, type Contribution, type Course } from '../draft.ts'
import type { Step } from '../model.ts'
import { byHand, type Hand } from '../recipes/by-hand.ts'
import { homeOf } from './class.ts'

/** How one component is restored where it is, apart from what is there. */
export interface InPlace {
  readonly id: string
  readonly home: string
  /** Makes the steps that are its own. */
  readonly hand: Hand
  /** Whether it is restored from a backup, so that what was written since is lost. */
  readonly fromBackup: boolean
  /** Whether it keeps data, so that something may be missing afterwards. */
  readonly keeps: boolean
  readonly part: Contribution
}

/**
 * What a component contributes where it is restored in its own region: from its backup, or made afresh from its code.
 * Afterwards its copies are made again and it is backed up. What has no backup is restored by hand.
 */
export function inPlace(plan: Plan, id: string, course: Omit<Course, 'from' | 'to'>): InPlace {
  const component = plan.components[id] as Component
  const home = homeOf(plan, id)
  const here: Course = { ...course, from: home, to: home, direction: 'failover' }
  // As if there were no other side: a copy has the same fault, and nothing is promoted.
  const alone: Component = { ...component, strategy: 'backup-restore', active: [home], standby: [] }
  const hand = byHand(id, component, here)
  const made = contributed({ ...plan, components: { ...plan.components, [id]: alone } }, id, here)
  const keeps = component.data !== undefined || keepsByType(component.type)
  const usesBackup = made?.recover.some((step) => step.id.startsWith('choose-point.')) === true
  const fromBackup = usesBackup && component.data?.backup !== undefined
  if (!made || (usesBackup && !fromBackup))
    return {
      id,
      home,
      hand,
      fromBackup: false,
      keeps,
      part: { ...restoredByHand(hand, id, component, home), reProtect: copies(plan, id, component, course, home) },
    }
  return {
    id,
    home,
    hand,
    fromBackup,
    keeps,
    part: contribution({
      recover: made.recover,
      verify: made.verify,
      reProtect: [
        ...made.reProtect.filter((step) => step.id.startsWith('back-up.')),
        ...copies(plan, id, component, course, home),
      ],
    }),
  }
}

/** The steps that make the copies of a component elsewhere again, from what was restored. */
function copies(
  plan: Plan,
  id: string,
  { active = [], standby = [], data }: Component,
  course: Omit<Course, 'from' | 'to'>,
  home: string,
): readonly Step[] {
  if (data === undefined) return []
  return [...new Set([...active, ...standby])]
    .filter((other) => other !== home)
    .flatMap((other) => copyAgain(plan, id, { ...course, from: other, to: home, direction: 'failover' }))
}

/** The steps that make the copy of a component in the region that is left again. */
export function copyAgain(plan: Plan, id: string, course: Course): readonly Step[] {
  return (contributed(plan, id, course)?.reProtect ?? [])
    .filter((step) => step.id.startsWith('re-protect.'))
    .map((step) => ({ ...step, needs: [] }))
}

function keepsByType(type: string): boolean {
  return Object.hasOwn(componentTypes, type) && componentTypes[type]?.holdsData === true
}

function restoredByHand(hand: Hand, id: string, { data, type }: Component, home: string): Contribution {
  const source =
    data === undefined
      ? `Muster has no recipe for restoring the type ${type} where it is.`
      : `The plan has no backup of ${id}, so nothing can be restored: what it held has to be had from where it came from.`
  return contribution({
    recover: [
      hand('recover', home, {
        title: `Recover ${id} in ${home} by hand`,
        objective: `${id} serves again, and is known to be sound`,
        phase: 'recover',
        requires: ['region-data-plane'],
        irreversible: true,
        instruction: `${source} Make ${id} afresh in ${home}, apart from what is there now, from a state before the trouble. Keep the old one closed until the review. Then say what you saw.`,
      }),
    ],
  })
}

/** Keeps a component from being used as long as it is not known to be sound. */
export function isolated({ id, hand }: InPlace | { id: string; hand: Hand }, region: string): Step {
  return hand('isolate', region, {
    title: `Keep ${id} in ${region} from being used`,
    objective: 'Nothing goes on with what has failed, and nothing is written that would be lost',
    phase: 'fence',
    requires: ['region-data-plane'],
    instruction: `Take every way to ${id} in ${region} away from those who use it: its place behind the load balancer, its rules of the network, or its accounts. Do not delete it; it is looked into later. See that no request reaches it any more.`,
  })
}

/** Lets customers and other components use what was restored. */
export function released({ id, hand, home }: InPlace): Step {
  return hand('release', home, {
    title: `Let everybody use ${id} in ${home} again`,
    objective: 'The flows that need it are served',
    phase: 'route',
    requires: ['region-data-plane'],
    instruction: `Open the ways to ${id} in ${home} that were closed, the least critical flow last, and switch on what writes to it. Watch errors and load of ${id} until both are as on an ordinary day.`,
  })
}
