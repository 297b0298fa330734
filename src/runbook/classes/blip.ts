import { formatDuration } from '#units'
import { detectStep } from '../activation.ts'
import { decisionStep } from '../decisions.ts'
import { type Course, manualStep } from '../draft.ts'
import { reach } from '../order.ts'
import { ids, needing } from '../recovering.ts'
import type { Words } from '../words.ts'
import { type Class, type Given, hitBy, homeOf, refused } from './class.ts'
import { reviewStep } from './closing.ts'

/** It heals by itself: nothing is activated or changed. Somebody watches, and says whether it is over or something else. */
export const blip: Class = (given) => {
  const { plan, id, scenario, direction, mode, lead } = given
  if (direction === 'failback')
    return {
      reason: `Nothing is activated in "${id}", so there is no way back.`,
      fix: 'Use its failover alone.',
    }
  const no = refused(given)
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
  const noticed = detectStep(plan, id, course)
  const time = healsWithin === undefined ? undefined : formatDuration(healsWithin)
  const watch = needing(
    manualStep({
      id: `watch.${id}`,
      title: time === undefined ? 'Watch until it heals' : `Watch until it heals, for ${time} at most`,
      objective: 'It is known whether it heals, and nobody makes it worse meanwhile',
      phase: 'detect',
      owner: lead,
      requires: ['monitoring'],
      ...(healsWithin === undefined ? {} : { expected: healsWithin }),
      instruction: `Watch ${hit.length === 0 ? 'the probes' : hit.join(', ')} and change nothing: no restart, no scaling, no switch.${time === undefined ? '' : ` Stop watching after ${time}, healed or not.`} Write down when it began and when it ended.`,
    }),
    [noticed.id],
  )
  const activated = becomes === undefined ? undefined : plan.activation?.[becomes]?.declaredBy
  const asked = decisionStep(plan, id, course, 'people', activated)
  const decide = needing(asked, [watch.id])
  const review = needing(
    reviewStep(given, 'Hold the time that it took against the time that the plan gives a blip.'),
    ids([decide]),
  )
  return {
    course,
    parts: new Map(),
    leftOut: [],
    moved: [],
    restored: [],
    touched: [],
    steps: [noticed, watch, decide, review].map((step) => ({ ...step, modes: ['forced'] as const })),
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
