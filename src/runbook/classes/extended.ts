import { formatDuration } from '#units'
import type { Component, Plan } from '#plan'
import type { Contributed } from '../contribution.ts'
import { type Contribution, type Course, manualStep } from '../draft.ts'
import type { Step } from '../model.ts'
import { byHand } from '../recipes/by-hand.ts'
import { type Class, type Given, hitBy, type Made } from './class.ts'
import { reviewStep } from './closing.ts'
import { regionMoved } from './region.ts'
import { type Sides, sidesOf } from './sides.ts'

/**
 * A region is gone and does not come back for long. It is left as any lost region; then the one that serves is made to
 * carry everybody for days, and the standby is built anew in a third place instead of waiting.
 */
export const extended: Class = (given) => {
  const { plan, id, direction, scenario } = given
  const sides = sidesOf(given)
  if ('reason' in sides) return sides
  const { lost, survivor, moved } = sides
  if (direction === 'failback')
    return {
      reason: `In "${id}" ${lost} does not come back, so there is no way back to it: ${survivor} is the home from then on.`,
      fix: `Write the new homes into the plan. If ${lost} does come back, use the failback of a scenario of class region that loses it.`,
    }
  const people = given.decision === 'people'
  const third = Object.keys(plan.regions).find((one) => one !== lost && one !== survivor)
  const settled = (plan.postRecovery?.reconcile ?? []).filter(({ of }) => moved.includes(of))
  const kept = hitBy(given).filter((one) => !moved.includes(one))
  /** Of what the lost region keeps a standby, or is one itself. */
  const gone: string[] = []
  const made = regionMoved(given, sides, {
    own: {
      settles: false,
      returned: people ? [chosen(given, lost, third)] : [],
      meanwhile: people ? [sustained(given, survivor)] : [],
      close: people
        ? [reviewStep(given, `Write into the plan what now serves where, and take ${lost} out of it.`)]
        : [],
    },
    parts(parts, course) {
      gone.push(...[...parts].filter(([, part]) => liesIn(course.from, part)).map(([id]) => id))
      return rebuilt(parts, course, third, people)
    },
    gaps: [
      ...(scenario.lasts === undefined
        ? [
            `The plan does not say how long "${id}" lasts, so nobody knows for how long ${survivor} has to carry everybody.`,
          ]
        : []),
      ...settled.map(({ of }) => `What ${lost} still had of ${of} cannot be settled as long as ${lost} is gone.`),
      ...kept.map((one) => `${one} is hit as well and is not active in ${lost}: its recovery has no step here.`),
    ],
  })
  if ('reason' in made) return made
  const alone = gone.every((one) => rebuilds(plan, one))
  const left =
    people || alone ? [] : [`Building a standby anew in place of ${lost} is for people and was not exercised.`]
  return { ...made, gaps: [...left, ...made.gaps, ...(third === undefined ? nowhereElse(made, sides, alone) : [])] }
}

/** What it means that the plan has no place but the two: people choose one, and a machine builds beside what serves. */
function nowhereElse({ parts }: Made, { lost, survivor }: Sides, alone: boolean): readonly string[] {
  const beside = [...parts].flatMap(([id, { reProtect }]) =>
    reProtect.some((step) => step.id.startsWith('rebuild.') && step.region === survivor) ? [id] : [],
  )
  return [
    ...(alone ? [] : [`The plan has no third region: where the new standby comes is chosen when ${lost} is gone.`]),
    ...(beside.length === 0
      ? []
      : [
          `The plan has no third region: the new standby of ${beside.join(', ')} is in ${survivor} and shares its fate.`,
        ]),
  ]
}

function sustained({ plan, scenario, lead }: Given, survivor: string): Step {
  const { lasts } = scenario
  const slow = Object.entries(plan.components).flatMap(([id, { capacity }]) =>
    capacity?.degrades === undefined ? [] : [`${id}: ${capacity.degrades}`],
  )
  return manualStep({
    id: `sustain.${survivor}`,
    title: `See that ${survivor} carries everybody${lasts === undefined ? ' for as long as it takes' : ` for ${formatDuration(lasts)}`}`,
    objective: 'The next peak, the quotas and the people hold out, not only the first hour',
    phase: 're-protect',
    owner: lead,
    region: survivor,
    requires: ['monitoring'],
    instruction: `Through one whole peak, watch load, errors and queues of every component in ${survivor}, and hold them against their limits. Ask for more quota and reserve capacity there before it is scarce. Put people on shifts, and put off what can wait.${slow.length === 0 ? '' : ` What is slower meanwhile: ${slow.join('; ')}.`}`,
  })
}

function chosen({ lead }: Given, lost: string, third: string | undefined): Step {
  return manualStep({
    id: `choose-home.${lost}`,
    title:
      third === undefined
        ? 'Choose where the new standby comes'
        : `Choose ${third} for the new standby, or say why not`,
    objective: 'There is a second home again, in a place that does not share the fate of the first',
    phase: 're-protect',
    owner: lead,
    requires: ['arm-control-plane'],
    instruction: `See that ${third ?? 'the region'} has every kind of service, the quota and the zones that are needed, that data may be kept there by law and contract, and that it is far enough away. Say how far it is in milliseconds and what it costs. ${third === undefined ? 'Write the region into the plan.' : `Where ${third} will not do, write another region into the plan.`}`,
  })
}

/** What lies in the lost region is built anew, by people or as an operation; the rest is protected as ever. */
function rebuilt(
  parts: Contributed['parts'],
  course: Course,
  third: string | undefined,
  people: boolean,
): ReadonlyMap<string, Contribution> {
  return new Map(
    [...parts].map(([id, part]) => {
      if (!liesIn(course.from, part)) return [id, part]
      const kept = part.reProtect.filter((step) => step.region !== course.from)
      const anew = people || rebuilds(course.plan, id)
      return [id, { ...part, reProtect: anew ? [...kept, rebuild(id, course, third)] : kept }]
    }),
  )
}

function liesIn(region: string, { reProtect }: Contribution): boolean {
  return reProtect.some((step) => step.region === region)
}

function rebuilds(plan: Plan, id: string): boolean {
  return plan.components[id]?.operations?.includes('rebuild') === true
}

function rebuild(id: string, course: Course, third: string | undefined): Step {
  const { plan, to, from } = course
  const component = plan.components[id] as Component
  // A machine builds it within what is left; people find another place.
  const region = third ?? (rebuilds(plan, id) ? to : undefined)
  const place = region ?? 'the new region'
  const step = byHand(id, component, course)('rebuild', region ?? 'elsewhere', {
    title: `Build the standby of ${id} in ${place}`,
    objective: 'The next loss finds a second copy again',
    phase: 're-protect',
    requires: ['create-or-scale-compute', 'arm-control-plane', 'ci-runners', 'inter-region-network'],
    instruction:
      component.data === undefined
        ? `Deploy ${id} to ${place} from its code, with the release that serves in ${to} and the size that the plan gives a standby. See it answer there, and keep it out of traffic.`
        : `Make ${id} in ${place} from its code, take the pairing with ${from} away, and pair it with ${to}. Wait until it has everything that ${to} has, and back it up into a place that shares the fate of neither.`,
  })
  if (region !== undefined) return step
  const { region: _, ...unplaced } = step
  return unplaced
}
