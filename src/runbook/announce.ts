import type { Communication, Plan } from '#plan'
import { type Course, actionStep } from './draft.ts'
import type { Step } from './model.ts'

/**
 * The announcements for one occasion, one step per communication, in the plan's order. Placeholders are filled from a
 * flat list of names; a name that is not on it stays as it is written, for it is text.
 */
export function announcements(
  plan: Plan,
  scenario: string,
  occasion: Communication['on'][number],
  course: Course,
): readonly Step[] {
  const values = new Map([
    ['plan', plan.metadata.name],
    ['scenario', scenario],
    ['region.from', course.from],
    ['region.to', course.to],
  ])
  return Object.entries(plan.communications ?? {})
    .filter(([, communication]) => communication.on.includes(occasion))
    .map(([id, communication]) =>
      actionStep({
        id: `announce.${id}.${occasion}`,
        title: `Tell ${communication.audience}`,
        objective: 'Those concerned hear it from us, in words agreed beforehand',
        phase: 'communicate',
        owner: communication.owner,
        use: 'notify.console',
        with: {
          channel: communication.channel,
          audience: communication.audience,
          message: filled(communication.message, values.set('event', occasion)),
        },
        essential: false,
      }),
    )
}

function filled(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(/\{\{ ?([a-z][a-zA-Z.-]{0,60}) ?\}\}/g, (whole, name: string) => values.get(name) ?? whole)
}
