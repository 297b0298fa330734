import type { Plan } from '#plan'
import { assemble, sharing } from '../assemble.ts'
import { contributed, contributions } from '../contribution.ts'
import { actionStep, clearStep, contribution, type Contribution, type Course, manualStep } from '../draft.ts'
import { enoughLeft } from '../guards.ts'
import type { Step } from '../model.ts'
import { byHand } from '../recipes/by-hand.ts'
import type { Words } from '../words.ts'
import { type Class, type Given, planHome, type Reason, refused } from './class.ts'
import { reviewStep } from './closing.ts'
import { copyAgain } from './in-place.ts'
import { componentsMoved } from './multi-tier.ts'
import { ids } from '../recovering.ts'
import { peoplesAlone, unnoticed, withoutPeople } from './unmanned.ts'

/**
 * Two regions run and do not see each other. One side is chosen and the other one is fenced before anything else; what
 * was active there alone is recovered on the chosen side. Once the line is back, what both wrote is settled, the copies
 * are made level, and the fence goes.
 */
export const partition: Class = (given) => {
  const split = splitOf(given)
  if ('reason' in split) return split
  const { plan, id, direction, decision, mode, lead } = given
  const { from, to, moved, alone, waiting } = split
  const no = refused(direction === 'failback' ? { ...given, mode: 'forced' } : given)
  if (no) return no
  if (direction === 'failback') {
    if (alone.length === 0)
      return {
        reason: `Nothing leaves its home in "${id}", so there is no way back: the runbook ends with both sides in step.`,
        fix: 'Use its failover alone.',
      }
    return componentsMoved(given, { from, to, moved: alone, stay: [] })
  }
  const people = decision === 'people'
  const blind = people ? undefined : unnoticed(given)
  if (blind) return blind
  const course: Course = {
    plan,
    direction,
    from,
    to,
    lead,
    words: wordsOf(given, split),
    ...(moved.length === 0 ? { nothingMoves: true } : {}),
  }
  const made = contributions(plan, moved, course, { decision, mode })
  const parts = new Map<string, Contribution>(
    Object.keys(plan.components).flatMap((one) => {
      const part = made.parts.get(one)
      // A planned switch drains the side that is left, and nobody plans to lose a line.
      if (part) return [[one, { ...part, ready: [], contain: [] }] as const]
      const own = kept(given, one, split, course)
      return own ? [[one, own] as const] : []
    }),
  )
  const suspended = [...parts.values()].flatMap(({ recover, verify }) => [...recover, ...verify])
  const needed = waiting.flatMap((one) => parts.get(one)?.recover ?? [])
  const stuck = people ? undefined : peoplesAlone(given, needed)
  if (stuck) return stuck
  const all = assemble({
    plan,
    scenario: id,
    parts,
    course,
    decision,
    // What the fenced side wrote is kept there and settled afterwards.
    losing: false,
    beforeFence: enoughLeft(plan, moved, course),
    own: {
      ...(moved.length > 0 ? {} : { route: [] }),
      returned: [people ? healed(given, split) : cleared(given, split)],
      checked: [...moved, ...waiting],
      close: [
        unfenced(given, split),
        ...(moved.some((one) => !alone.includes(one))
          ? [people ? shared(given, split) : sharedAgain(plan, course)]
          : []),
        reviewStep(given, `Say how long each side was apart, and what either wrote.`),
      ],
    },
  }).filter(({ modes }) => modes === undefined || modes.some((one) => one !== 'planned'))
  const { steps, leftOut } = people ? { steps: all, leftOut: [] } : withoutPeople(all, mode)
  return {
    ...made,
    parts,
    leftOut: [...made.leftOut, ...leftOut],
    course,
    moved: alone,
    restored: [],
    touched: [...moved, ...waiting],
    steps,
    ...(moved.length > 0 || waiting.length === 0
      ? {}
      : { restoring: ids(suspended.filter(({ id: one }) => steps.some((step) => step.id === one))) }),
    gaps:
      alone.length === 0
        ? []
        : [`What ${from} wrote since the line was cut is not seen by customers until it is settled.`],
    embeds: false,
    concerned: [...moved, ...waiting],
  }
}

interface Split {
  /** The side that is fenced. */
  readonly from: string
  /** The side that serves. */
  readonly to: string
  /** What is active on the fenced side, and so has to be carried by the other one. */
  readonly moved: readonly string[]
  /** What of it was not active on the side that serves. */
  readonly alone: readonly string[]
  /** Stores on the side that serves which wait for the other side with every write. */
  readonly waiting: readonly string[]
}

function splitOf({ plan, id, scenario }: Given): Split | Reason {
  const sides = [...new Set(scenario.between)]
  if (sides.length !== 2)
    return {
      reason: `The scenario "${id}" names ${sides.length} ${sides.length === 1 ? 'region that no longer sees another one' : 'regions that no longer see each other'}, and this version compiles a cut between two.`,
      fix: 'Write `between: [REGION, REGION]`.',
    }
  const to = planHome(plan, sides)
  const from = sides.find((one) => one !== to) as string
  const active = (one: string, region: string): boolean => plan.components[one]?.active?.includes(region) === true
  const all = Object.keys(plan.components)
  const touching = all.filter((one) => active(one, from) || active(one, to))
  if (touching.length === 0)
    return {
      reason: `Nothing in the plan is active in ${from} or ${to}.`,
      fix: 'Say where components are active, with `active: [REGION]`.',
    }
  // A store that takes writes in its first region alone has its writer on the side that serves already.
  const writesHere = (one: string): boolean => {
    const { data, active: homes } = plan.components[one] ?? {}
    return data?.writes === 'one-region' && homes?.[0] === to
  }
  const moved = all.filter((one) => active(one, from) && !writesHere(one))
  const copied = (one: string): boolean => active(one, from) || plan.components[one]?.standby?.includes(from) === true
  return {
    from,
    to,
    moved,
    alone: moved.filter((one) => !active(one, to)),
    waiting: all.filter(
      (one) =>
        !moved.includes(one) &&
        active(one, to) &&
        copied(one) &&
        plan.components[one]?.data?.replication?.mode === 'sync',
    ),
  }
}

/** What is done for a component that goes on where it is: its writes stop waiting, and its copy is made level afterwards. */
function kept({ plan }: Given, id: string, { from, to, waiting }: Split, course: Course): Contribution | undefined {
  const component = plan.components[id]
  const { active = [], standby = [], data } = component ?? {}
  if (!component || component.shared === true || data === undefined) return undefined
  if (!active.includes(to) || ![...active, ...standby].includes(from)) return undefined
  const again = copyAgain(plan, id, course)
  if (!waiting.includes(id)) return again.length === 0 ? undefined : contribution({ reProtect: again })
  const tried = contributed(plan, id, { ...course, direction: 'failover' })?.verify ?? []
  return contribution({
    recover: [
      byHand(id, component, course)('suspend', to, {
        title: `Let ${id} in ${to} write without waiting for ${from}`,
        objective: 'No write waits for a side that cannot be seen',
        phase: 'recover',
        requires: ['region-data-plane', 'database'],
        instruction: `Take ${from} out of the copies that ${id} in ${to} waits for, and see a write go through. From now on there is one copy: write down the time.`,
      }),
    ],
    verify: tried,
    reProtect: again,
  })
}

function healed({ id, lead }: Given, { from, to }: Split): Step {
  return manualStep({
    id: `heal.${id}`,
    title: `Wait until ${from} and ${to} see each other again`,
    objective: 'The line holds, and does not come and go',
    phase: 're-protect',
    owner: lead,
    region: to,
    requires: ['inter-region-network'],
    instruction: `Ask from ${to} for ${from} and from ${from} for ${to}, every minute. Go on once all answers have come for half an hour. Nothing in ${from} takes writes or traffic meanwhile.`,
    modes: ['forced'],
  })
}

/** Waits by the criteria themselves until the line carries again. */
function cleared({ id, lead }: Given, { from, to }: Split): Step {
  const step = clearStep({
    id: `heal.${id}`,
    title: `Wait until ${from} and ${to} see each other again`,
    objective: 'The line holds, and does not come and go',
    phase: 're-protect',
    owner: lead,
    region: to,
    scenario: id,
  })
  return { ...step, modes: ['forced'] }
}

/** Lets both sides have customers again, once they are level. */
function sharedAgain(plan: Plan, course: Course): Step {
  return { ...sharing({ plan, course }), phase: 're-protect', modes: ['forced'] }
}

function unfenced({ lead }: Given, { from, to }: Split): Step {
  return {
    ...actionStep({
      id: `unfence.${from}@${to}`,
      title: `Let traffic reach ${from} again`,
      objective: `${from} is level with ${to}, and may take its part again`,
      phase: 're-protect',
      owner: lead,
      region: to,
      use: 'traffic.unfence',
      with: { region: from },
    }),
    modes: ['forced'],
  }
}

function shared({ id, lead }: Given, { from, to }: Split): Step {
  return manualStep({
    id: `share.${id}`,
    title: `Let ${from} and ${to} share the traffic again`,
    objective: 'Both sides carry what they carry on an ordinary day',
    phase: 're-protect',
    owner: lead,
    requires: ['edge-management'],
    instruction: `Set the shares of ${from} and ${to} back a part at a time, and watch errors and lag on both. Switch on what was switched off meanwhile.`,
    modes: ['forced'],
  })
}

function wordsOf({ plan, id }: Given, { from, to, alone }: Split): Words {
  const other = Object.entries(plan.scenarios).find(
    ([, { class: kind, loses = [] }]) => kind === 'region' && loses.length === 1 && loses[0] === to,
  )?.[0]
  const turned =
    other === undefined
      ? `If ${from} is to serve, decline: this runbook is for ${to}.`
      : `If ${from} is to serve, decline, and declare ${other}.`
  const gone = alone.length === 0 ? '' : ` ${alone.join(', ')} is recovered in ${to}.`
  return {
    noticed: {
      title: `Notice that ${from} and ${to} do not see each other`,
      objective: 'Both sides were asked from outside, and both answer: no region is lost',
      instruction: `The plan has no activation criteria. From a third place, ask ${from} and ask ${to}; then let each ask for the other one. Say which of the four answers came.`,
    },
    declared: {
      title: `Declare ${id}, fence ${from} and serve from ${to}`,
      question: `Fence ${from} and serve from ${to} alone?${gone} What ${from} has written since the cut is kept there and settled when the line is back. ${turned}`,
    },
    approved: `Do you approve that ${from} is fenced and ${to} serves alone?`,
    // What the fenced side wrote is settled, so nobody is asked to accept that it is lost.
    accepted: { title: 'Accept the loss', question: 'Do you accept the loss?' },
  }
}
