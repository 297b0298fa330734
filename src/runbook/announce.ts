import type { Communication, Plan } from '#plan'
import { type Course, actionStep } from './draft.ts'
import type { Step } from './model.ts'

/**
 * The announcements for one occasion, one step per communication, in the plan's order. Placeholders are filled from a
 * flat list of names; a name that is not on it stays as it is written, for it is text. Where nothing moves, words that tell
 * of a move would be false, so plain ones stand in.
 */
export function announcements(
  plan: Plan,
  scenario: string,
  occasion: Communication['on'][number],
  course: Course,
): readonly Step[] {
  return Object.entries(plan.communications ?? {})
    .filter(([, communication]) => communication.on.includes(occasion))
    .map(([id, { audience, channel, owner, message }]) =>
      actionStep({
        id: `announce.${id}.${occasion}`,
        title: `Tell ${audience}`,
        objective: 'Those concerned hear it from us, in words agreed beforehand',
        phase: 'communicate',
        owner,
        use: 'notify.console',
        with: {
          channel,
          audience,
          message: wordsFor(message, {
            plan: plan.metadata.name,
            scenario,
            occasion,
            from: course.from,
            to: course.to,
            stays: stays(course),
          }),
        },
        essential: false,
      }),
    )
}

/** What a message is filled in with. */
export interface Telling {
  readonly plan: string
  readonly scenario: string
  readonly occasion: Communication['on'][number]
  readonly from: string
  readonly to: string
  /** Whether nothing moves, so that words of a move would be false. */
  readonly stays: boolean
}

/** The words of a message of the plan as they are sent on one occasion. */
export function wordsFor(message: string, { plan, scenario, occasion, from, to, stays: still }: Telling): string {
  if (still && tellsOfMove.test(message)) return `${plan}: ${scenario} ${plainly[occasion]}.`
  const values = new Map([
    ['plan', plan],
    ['scenario', scenario],
    ['region.from', from],
    ['region.to', to],
    ['event', occasion],
  ])
  return filled(message, values)
}

/** In sentences which messages of the plan would be false here, for they speak of a move and nothing moves. */
export function unfitting(plan: Plan, course: Course): readonly string[] {
  if (!stays(course)) return []
  return Object.entries(plan.communications ?? {})
    .filter(([, { message, on }]) => tellsOfMove.test(message) && on.some((one) => one !== 'failed-back'))
    .map(
      ([id]) =>
        `The words of ${id} speak of a move from one region to another, and nothing moves: plain ones stand in.`,
    )
}

function stays({ from, to, nothingMoves }: Course): boolean {
  return from === to || nothingMoves === true
}

const plainly: Readonly<Record<Communication['on'][number], string>> = {
  activated: 'is declared; the plan for it is under way',
  delayed: 'takes longer than was said',
  'stood-down': 'is stood down; nothing was changed',
  restored: 'is over; service is as it was before',
  'failed-back': 'is over; service is where it was before',
}

const tellsOfMove = /\{\{ ?region\.(from|to) ?\}\}/

function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{ ?([a-z][a-zA-Z.-]{0,60}) ?\}\}/g, (whole, name: string) => values.get(name) ?? whole)
}
