import { contributed } from '../contribution.ts'
import { announcements } from '../announce.ts'
import { clearStep, contribution, type Course } from '../draft.ts'
import type { Step } from '../model.ts'
import { opening } from '../opening.ts'
import { ids, needing } from '../recovering.ts'
import { takenBy } from '../taken.ts'
import type { Words } from '../words.ts'
import { type Class, type Given, hitBy, type Made, planHome, type Reason, refused } from './class.ts'
import { freezeSteps, onTop, reviewStep, thawSteps } from './closing.ts'
import { region, regionMoved } from './region.ts'
import { sidesOf } from './sides.ts'
import { unnoticed, withoutPeople } from './unmanned.ts'

const looked = 'Open the gates that are still closed.'

/**
 * The provider's management is gone: what runs goes on, and nothing is changed until it is back. Where a region is lost
 * as well, it is recovered from, after the freeze.
 */
export const controlPlane: Class = (given) => {
  if ((given.scenario.loses ?? []).length === 0) return frozen(given)
  const sides = sidesOf(given)
  if ('reason' in sides) return sides
  const gaps: readonly string[] = []
  if (given.direction === 'failback') return regionMoved(given, sides, { own: {}, gaps })
  const people = given.decision === 'people'
  return regionMoved(given, sides, {
    own: people ? { contain: freezeSteps(given), close: [...thawSteps(given), reviewStep(given, looked)] } : {},
    gaps: people ? gaps : ['Freezing what changes the system by itself is for people and was not exercised.'],
  })
}

function frozen(given: Given): Made | Reason {
  const { plan, id, scenario, direction, decision, mode, lead } = given
  const people = decision === 'people'
  if (direction === 'failback')
    return {
      reason: `Nothing leaves its region in "${id}", so there is no way back: the runbook ends with the freeze lifted.`,
      fix: 'Use its failover alone.',
    }
  const no = refused(given) ?? (people ? undefined : unnoticed(given))
  if (no) return no
  const home = planHome(plan)
  const named = hitBy(given)
  const seen = named.length > 0 ? named : Object.keys(plan.components).filter((one) => plan.components[one]?.active)
  const course: Course = { plan, direction, from: home, to: home, lead, words: wordsOf(given) }
  const begun = opening({ plan, scenario: id, course, decision, ready: [], losing: false })
  const freeze = freezeSteps(given).map((step) => inForce(needing(step, begun.declared)))
  const parts = new Map(
    seen.flatMap((one) => {
      const verify = (plan.components[one]?.active ?? []).flatMap(
        (where) => contributed(plan, one, { ...course, from: where, to: where })?.verify ?? [],
      )
      return verify.length === 0 ? [] : [[one, contribution({ verify })] as const]
    }),
  )
  const verify = [...parts.values()]
    .flatMap((part) => part.verify)
    .map((step) => needing(onlyLooking(step), begun.declared))
  const thaw = thawSteps(given)
  const [back, lift] = [
    needing(people ? (thaw[0] as (typeof thaw)[number]) : cleared(given), [
      ...ids(freeze),
      ...ids(verify),
      ...begun.declared,
    ]),
    needing(thaw[1] as (typeof thaw)[number], [`return.${id}`]),
  ]
  const restored = announcements(plan, id, 'restored', course).map((step) => inForce(needing(step, [lift.id])))
  const steps = [
    ...begun.steps,
    ...freeze,
    ...verify,
    back,
    lift,
    ...restored,
    inForce(needing(reviewStep(given, looked), [lift.id])),
  ]
  return {
    course,
    parts,
    moved: [],
    restored: [],
    touched: [],
    ...(people ? { steps, leftOut: [] } : withoutPeople(steps, mode)),
    gaps: onTop(plan, stuckIn(given)),
    embeds: false,
    concerned: named,
  }

  /** By scenario of a lost region: the steps that need what is gone. */
  function stuckIn(asked: Given): ReadonlyMap<string, readonly string[]> {
    const gone = takenBy(scenario)
    return new Map(
      Object.entries(plan.scenarios).flatMap(([other, one]) => {
        if (one.class !== 'region') return []
        const made = region({ ...asked, id: other, scenario: one, mode: 'forced' })
        if ('reason' in made) return []
        const stuck = made.steps.filter(
          ({ phase, requires, modes = ['forced'] }) =>
            (phase === 'recover' || phase === 'route' || phase === 'fence') &&
            modes.includes('forced') &&
            requires.some((need) => gone.has(need)),
        )
        return [[other, ids(stuck)] as const]
      }),
    )
  }
}

/** Waits by the criteria themselves until the management answers again. */
function cleared({ id, lead }: Given): Step {
  return inForce(
    clearStep({
      id: `return.${id}`,
      title: 'Wait until what was lost is back',
      objective: 'It was seen to work again for as long as it takes to be sure',
      phase: 're-protect',
      owner: lead,
      scenario: id,
    }),
  )
}

/** To try what serves takes none of the management, whatever its recovery takes. */
function onlyLooking(step: Step): Step {
  return { ...step, needs: [], requires: step.requires.filter((one) => !management.has(one)) }
}

const management: ReadonlySet<string> = takenBy({ class: 'control-plane' })

/** A rehearsal apart only looks, and nobody plans such a loss. */
function inForce(step: Step): Step {
  return { ...step, modes: ['forced'] }
}

function wordsOf({ id, scenario }: Given): Words {
  const gone = [...takenBy(scenario)].join(', ')
  return {
    noticed: {
      title: `Notice that ${gone} cannot be used`,
      objective: 'It is known that the provider has lost its management, and not we our access',
      instruction: `The plan has no activation criteria. Say what you tried that needs ${gone}, from where, and how it failed. Look at the provider's page on its health from outside.`,
    },
    declared: {
      title: `Declare ${id} and change nothing`,
      question: `Freeze everything that changes the system until ${gone} can be used again? What runs goes on serving.`,
    },
    approved: 'Do you approve that everything is frozen until then?',
    // Nothing is lost, so nobody is asked.
    accepted: { title: 'Accept the loss', question: 'Do you accept the loss?' },
  }
}
