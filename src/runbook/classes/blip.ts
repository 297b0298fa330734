import { type Duration, formatDuration, seconds } from '#units'
import { criteriaOf } from '../blinking.ts'
import { detectStep } from '../activation.ts'
import { decisionStep } from '../decisions.ts'
import { actionStep, clearStep, type Course, manualStep } from '../draft.ts'
import type { Step } from '../model.ts'
import { reach } from '../order.ts'
import { ids, needing } from '../recovering.ts'
import type { Words } from '../words.ts'
import { type Class, type Given, hitBy, homeOf, type Reason, refused } from './class.ts'
import { reviewStep } from './closing.ts'
import { withoutPeople } from './unmanned.ts'

/** It heals by itself: nothing is activated or changed. Somebody watches, and says whether it is over or something else. */
export const blip: Class = (given) => {
  const { plan, id, scenario, direction, decision, mode, lead } = given
  const people = decision === 'people'
  if (direction === 'failback')
    return {
      reason: `Nothing is activated in "${id}", so there is no way back.`,
      fix: 'Use its failover alone.',
    }
  const no = refused(given) ?? (people || criteriaOf(plan, scenario) !== undefined ? undefined : unprobed(given))
  if (no) return no
  if (mode === 'test')
    return {
      reason: `Nothing is changed in "${id}", so there is nothing to rehearse apart.`,
      fix: 'Choose forced, which is what it is where the mode is left out.',
    }
  const hit = hitBy(given)
  const { healsWithin, becomes } = scenario
  const home = homeOf(plan, hit[0])
  const words = wordsOf(given, hit)
  const course: Course = { plan, direction, from: home, to: home, lead, words }
  const noticed = people
    ? detectStep(plan, id, course)
    : limited(actionStep({ ...spoken(id, words, lead), use: 'activation.watch', with: { scenario: id } }), given)
  const time = healsWithin === undefined ? undefined : formatDuration(healsWithin)
  const watched = {
    id: `watch.${id}`,
    title: time === undefined ? 'Watch until it heals' : `Watch until it heals, for ${time} at most`,
    objective: 'It is known whether it heals, and nobody makes it worse meanwhile',
    phase: 'detect' as const,
    owner: lead,
  }
  const watch = needing(
    people
      ? manualStep({
          ...watched,
          requires: ['monitoring'],
          ...(healsWithin === undefined ? {} : { expected: healsWithin }),
          instruction: `Watch ${hit.length === 0 ? 'the probes' : hit.join(', ')} and change nothing: no restart, no scaling, no switch.${time === undefined ? '' : ` Stop watching after ${time}, healed or not.`} Write down when it began and when it ended.`,
        })
      : clearStep({ ...watched, scenario: id, ...(healsWithin === undefined ? {} : { timeout: seenWithin(given) }) }),
    [noticed.id],
  )
  const activated = becomes === undefined ? undefined : plan.activation?.[becomes]?.declaredBy
  const asked = decisionStep(plan, id, course, decision, activated)
  const decide = needing(asked, [watch.id])
  const review = needing(
    reviewStep(given, 'Hold the time that it took against the time that the plan gives a blip.'),
    ids([decide]),
  )
  const steps = [noticed, watch, decide, review].map((step) => ({ ...step, modes: ['forced'] as const }))
  return {
    course,
    parts: new Map(),
    moved: [],
    restored: [],
    touched: [],
    ...(people ? { steps, leftOut: [] } : withoutPeople(steps, mode)),
    gaps: Object.entries(plan.flows).flatMap(([flow, { needs }]) =>
      hit.some((one) => reach(plan, needs).includes(one))
        ? [
            `Nothing here restores ${flow}: a blip heals by itself${time === undefined ? '' : ` within ${time}`}${becomes === undefined ? '' : `, or is treated as ${becomes}`}.`,
          ]
        : [],
    ),
    embeds: false,
    concerned: [],
  }
}

/** Why no machine can watch it. */
function unprobed({ id }: Given): Reason {
  return {
    reason: `The plan has no probe that would see "${id}" (blip), so without people nobody notices it, nor that it is over.`,
    fix: 'Let people decide, or write a probe of what it hits.',
  }
}

/** What heals in the last moment is seen to be healed by the next turn of the probes. */
function seenWithin({ plan, scenario: { healsWithin = seconds(0) } }: Given): Duration {
  return seconds(healsWithin + 2 * Math.max(1, ...Object.values(plan.probes ?? {}).map(({ every }) => every)))
}

/** Nobody waits for ever for what was over before a probe has seen it. */
function limited(step: Step, given: Given): Step {
  return { ...step, attempts: 1, timeout: seconds(Math.max(60, seenWithin(given))) }
}

function spoken(id: string, { noticed: { title, objective } }: Words, lead: string) {
  return { id: `detect.${id}`, title, objective, phase: 'detect' as const, owner: lead }
}

function wordsOf({ id, scenario }: Given, hit: readonly string[]): Words {
  const { becomes, healsWithin } = scenario
  const what = hit.length === 0 ? 'something' : hit.join(', ')
  const time = healsWithin === undefined ? '' : ` after ${formatDuration(healsWithin)}`
  const otherwise =
    becomes === undefined ? 'decline, and declare what it has become' : `decline, and declare ${becomes}`
  return {
    noticed: {
      title: `Notice that ${what} blinks`,
      objective: 'It is known when it began, for its time runs from then',
      instruction: `Say what you have seen of ${what}, and since when.`,
    },
    declared: {
      title:
        becomes === undefined ? 'Say that it is over, or what it is' : `Say that it is over, or declare ${becomes}`,
      question: `Has ${id} healed, so that everybody stands down? If it has not${time}, ${otherwise}.`,
    },
    approved: 'Do you approve that everybody stands down?',
    // Nothing is lost, so nobody is asked.
    accepted: { title: 'Accept the loss', question: 'Do you accept the loss?' },
  }
}
