import type { Plan } from '#plan'
import { assemble, routing, sharesAgain, sharing } from '../assemble.ts'
import { contributions, isRouter } from '../contribution.ts'
import { actionStep, type Contribution, type Course, manualStep } from '../draft.ts'
import { storesOf } from '../flows.ts'
import type { Step } from '../model.ts'
import { byHand } from '../recipes/by-hand.ts'
import { reach } from '../order.ts'
import { ids, needing } from '../recovering.ts'
import type { Words } from '../words.ts'
import { type Class, type Given, hitBy, homeOf, type Made, type Reason } from './class.ts'
import { reviewStep } from './closing.ts'
import { lostSince } from './corrupted.ts'
import { type InPlace, inPlace, isolated, released } from './in-place.ts'
import { sidesOf } from './sides.ts'
import { peoplesAlone, restoring, withoutPeople } from './unmanned.ts'

/**
 * Several components fail at once. Those with a home elsewhere move there, each in the order of what it needs; the others
 * are restored where they are; the rest stays, and is pointed to what has moved.
 */
export const multiTier: Class = (given) => {
  const found = splitOf(given)
  if ('reason' in found) return found
  const { id, direction } = given
  const { moved } = found
  if (direction === 'failback' && moved.length === 0)
    return {
      reason: `Nothing leaves its region in "${id}", so there is no way back: everything is restored where it was.`,
      fix: 'Use its failover alone.',
    }
  return componentsMoved(given, found)
}

/** The move of single components, there or back, while the rest stays; and what is restored where it is. */
export function componentsMoved(given: Given, split: Split): Made | Reason {
  const { from, to, moved, stay } = split
  const { plan, id, direction, decision, mode, lead } = given
  const back = direction === 'failback'
  const people = decision === 'people'
  const course: Course = {
    plan,
    direction,
    from: back ? to : from,
    to: back ? from : to,
    lead,
    words: wordsOf(given, split),
  }
  const contributed = contributions(plan, moved, course, { decision, mode })
  const restored = back ? [] : stay.map((one) => inPlace(plan, one, { plan, direction, lead }))
  const parts = new Map<string, Contribution>([
    // What directs everybody, beside the regions, is turned only where everybody goes.
    ...[...contributed.parts].filter(([one]) => moved.includes(one) || allEnter(given, moved)),
    ...restored.map((one) => [one.id, settledFirst(plan, one)] as const),
  ])
  const stores = storesOf(plan, moved, stay)
  const shares = sharesAgain(plan, moved, course)
  // What serves from both sides on an ordinary day is not shut where it serves now.
  const shut = moved.filter((one) => !(back && servesIn(plan, one, [from, to])))
  const fence = isolatedOf(plan, shut, restored, course)
  const route = [...(shares ? [sharing({ plan, course })] : routesOf(given, moved, course)), ...restored.map(released)]
  // Without the first, both sides would take writes; without the others, nobody is served.
  const needed = [...fence, ...restored.flatMap(({ part }) => restoring(part.recover)), ...route]
  const stuck = people ? undefined : peoplesAlone(given, needed)
  if (stuck) return stuck
  const all = assemble({
    plan,
    scenario: id,
    parts,
    course,
    decision,
    losing: stores.some(({ replication }) => replication !== 'sync'),
    beforeFence: [],
    shares,
    own: {
      fence,
      route,
      returned: moved.length > 0 ? [people ? mended(given, moved, course) : reached(given, moved, course)] : [],
      inPlace: stay,
      checked: [...moved, ...stay],
      close: [reviewStep(given, 'Delete what was kept closed of the old side once its cause is known.')],
    },
  })
  const { steps, leftOut } = people ? { steps: all, leftOut: [] } : withoutPeople(all, mode)
  return {
    ...contributed,
    parts,
    leftOut: [...contributed.leftOut, ...leftOut],
    course,
    moved,
    restored: back ? [] : stay,
    touched: back ? moved : [...moved, ...stay],
    steps,
    gaps: restored
      .filter(({ keeps, fromBackup }) => keeps && !fromBackup)
      .map(
        (one) =>
          `${one.id} has no backup that could be restored: it is recovered by hand, and all that it held may be lost.`,
      ),
    embeds: false,
    concerned: back ? moved : [...moved, ...stay],
  }
}

/** What moves from where to where, and what is restored in place; each in order of the plan. */
export interface Split {
  /** The same region where nothing moves. */
  readonly from: string
  readonly to: string
  readonly moved: readonly string[]
  readonly stay: readonly string[]
}

/** What moves, from where and to where, and what stays; a region that is lost as well takes all with it that it had. */
function splitOf(given: Given): Split | Reason {
  const { plan, id, scenario } = given
  const hit = hitBy(given)
  if ((scenario.loses ?? []).length > 0) {
    const sides = sidesOf(given)
    if ('reason' in sides) return sides
    const { lost: from, survivor: to, moved } = sides
    return { from, to, moved, stay: hit.filter((one) => !moved.includes(one)) }
  }
  if (hit.length === 0)
    return {
      reason: `The scenario "${id}" names no component of the plan that fails.`,
      fix: 'Name the components under `of`.',
    }
  // What serves in several regions has failed in all of them, unless it is said where: no side is left to go to.
  const { in: where } = scenario
  const others = (one: string): readonly string[] => {
    const { active = [], standby = [] } = plan.components[one] ?? {}
    if (where !== undefined) return active.includes(where) ? [...standby, ...active].filter((at) => at !== where) : []
    return active.length === 1 ? standby.filter((at) => at !== active[0]) : []
  }
  const moved = hit.filter((one) => others(one).length > 0)
  const ways = [...new Set(moved.map((one) => `${where ?? homeOf(plan, one)} to ${others(one)[0]}`))]
  const [first] = moved
  if (ways.length > 1)
    return {
      reason: `What "${id}" names would move in several ways (${ways.join(', ')}), and this version moves from one region to one other.`,
      fix: 'Write a scenario for each way.',
    }
  const from = first === undefined ? homeOf(plan, hit[0]) : (where ?? homeOf(plan, first))
  const to = first === undefined ? from : (others(first)[0] ?? from)
  return { from, to, moved, stay: hit.filter((one) => !moved.includes(one)) }
}

function isolatedOf(
  plan: Plan,
  moved: readonly string[],
  restored: readonly InPlace[],
  course: Course,
): readonly Step[] {
  return [
    ...moved.flatMap((id) => {
      const component = plan.components[id]
      return component ? [isolated({ id, hand: byHand(id, component, course) }, course.from)] : []
    }),
    ...restored.map((one) => isolated(one, one.home)),
  ]
}

/**
 * Customers are sent over by the router where everything moves that they enter by; else by hand, name by name. What stays
 * is pointed to what has moved.
 */
function routesOf(given: Given, moved: readonly string[], course: Course): readonly Step[] {
  const { plan } = given
  if (moved.length === 0) return []
  const gone = new Set(moved)
  const entries = entriesOf(given)
  const entering = entries.filter((one) => gone.has(one))
  const sent =
    entering.length === 0
      ? []
      : allEnter(given, moved)
        ? [routing({ plan, course })]
        : entering.flatMap((one) => directed(given, one, course))
  const staying = Object.keys(plan.components).filter(
    (one) => !gone.has(one) && reach(plan, [one]).some((need) => gone.has(need)),
  )
  return [
    ...sent,
    ...staying.flatMap((one) => {
      const component = plan.components[one]
      if (!component || isRouter(plan, one)) return []
      return [
        byHand(one, component, course)('turn', course.to, {
          title: `Turn ${one} to what is in ${course.to} now`,
          objective: 'What did not move uses what did',
          phase: 'route',
          requires: ['region-data-plane', 'inter-region-network'],
          instruction: `Give ${one} the addresses of ${moved.join(', ')} in ${course.to}, restart what keeps old connections, and see one request go through. It is slower by the way between the regions; see that no time limit is too short for it.`,
        }),
      ]
    }),
  ]
}

/** What a restored component lost is settled before it is protected again. */
function settledFirst(plan: Plan, one: InPlace): Contribution {
  if (!one.keeps) return one.part
  const settle = lostSince(plan, one)
  const again = one.part.reProtect.map((step) => needing(step, ids(settle)))
  return { ...one.part, reProtect: [...settle, ...again] }
}

/** The components by which customers enter, among those that have a region. */
function entriesOf({ plan }: Given): readonly string[] {
  const named = new Set(Object.values(plan.flows).flatMap(({ needs }) => needs))
  return Object.keys(plan.components).filter((one) => named.has(one) && plan.components[one]?.active !== undefined)
}

function allEnter(given: Given, moved: readonly string[]): boolean {
  return entriesOf(given).every((one) => moved.includes(one))
}

function directed({ plan }: Given, id: string, course: Course): readonly Step[] {
  const { to } = course
  const component = plan.components[id]
  if (!component) return []
  return [
    byHand(id, component, course)('direct', to, {
      title: `Send customers of ${id} to ${to}`,
      objective: 'Flows whose way in has moved are served there, and the others stay where they are',
      phase: 'route',
      requires: ['edge-management'],
      instruction: `Send the names or paths of ${id} to ${to}, and leave all others as they are. From two places outside, ask for each until ${to} answers.`,
    }),
  ]
}

function mended({ id, lead }: Given, moved: readonly string[], { from }: Course): Step {
  return manualStep({
    id: `return.${id}`,
    title: `Wait until the cause is mended in ${from}`,
    objective: `${moved.join(', ')} can be worked on in ${from} again, and do not fail in the same way`,
    phase: 're-protect',
    owner: lead,
    region: from,
    requires: ['region-data-plane'],
    instruction: `Find out what made ${moved.join(', ')} fail in ${from} and take it away: the release, the patch or the setting. Say what it was, and how you saw that it is gone. The old sides stay closed until then.`,
    modes: ['forced'],
  })
}

/** What a machine can tell of it: that there is somebody again to be asked. */
function reached({ id, lead }: Given, moved: readonly string[], { from }: Course): Step {
  const step = actionStep({
    id: `return.${id}`,
    title: `Wait until ${moved.join(', ')} can be worked on in ${from} again`,
    objective: 'The old side is made the other side again, and stays closed until then',
    phase: 're-protect',
    owner: lead,
    region: from,
    use: 'region.wait',
    with: { region: from },
  })
  return { ...step, modes: ['forced'] }
}

function servesIn(plan: Plan, id: string, regions: readonly string[]): boolean {
  return regions.every((region) => plan.components[id]?.active?.includes(region))
}

function wordsOf({ id }: Given, { from, to, moved, stay }: Split): Words {
  const all = [...moved, ...stay].join(', ')
  const what = [
    ...(moved.length > 0 ? [`move ${moved.join(', ')} from ${from} to ${to}`] : []),
    ...(stay.length > 0 ? [`restore ${stay.join(', ')} in place`] : []),
  ].join(', and ')
  return {
    noticed: {
      title: `Notice that ${all} fail together`,
      objective: 'It is known which components have failed, and that the rest has not',
      instruction: `The plan has no activation criteria. Say what you have seen of each of ${all}, what was changed last, and what still works.`,
    },
    declared: {
      title: `Declare ${id}`,
      question: `Shall we ${what}? What was not copied or backed up is lost. If the copies have the fault too, decline, and declare a corruption.`,
    },
    approved: `Do you approve that we ${what}?`,
    accepted: {
      title: `Accept what is lost of ${all}`,
      question: `Do you accept that what the copies and backups of ${all} lack is lost, as it is shown?`,
    },
  }
}
