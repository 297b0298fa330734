import type { Plan } from '#plan'
import { type Step, stepIn } from '#runbook'
import { cardOf } from '../card.ts'
import { type Course, type Matter, numbered, whoLine } from '../input.ts'
import { joined, sentence } from '../lines.ts'
import type { Block, Section } from '../model.ts'

/** Step by step: there. */
export function failover({ there, plan }: Matter): Section {
  return { id: 'failover', title: 'Failover, step by step', blocks: [intro(there), ...cards(there, plan, isThere)] }
}

/** The steps that only another kind of run has, out of the way of whoever is in a hurry; none: no section. */
export function besides({ there, plan }: Matter): readonly Section[] {
  const own = cards(there, plan, (step, course) => !isThere(step, course))
  return own.length === 0
    ? []
    : [
        {
          id: 'besides',
          title: 'Besides, when it is planned or rehearsed apart',
          blocks: [
            {
              is: 'text',
              line: ['In a disaster nothing of this is done. In a planned switch it comes in at its number.'],
            },
            ...own,
          ],
        },
      ]
}

/** Step by step: back, with what must hold before. */
export function failback(matter: Matter): Section {
  const { plan, back } = matter
  const { failback: rules } = plan
  return {
    id: 'failback',
    title: 'Failback, step by step',
    blocks: [
      ...(rules === undefined
        ? []
        : [
            { is: 'text', line: [{ strong: 'Nobody goes back before all of this holds' }] } as const,
            {
              is: 'checks',
              items: rules.criteria.map((one, at) => ({ id: `failback-${at + 1}`, line: [one] })),
            } as const,
            {
              is: 'text',
              line: [
                { strong: 'Decided by ' },
                ...joined(
                  rules.decidedBy.map((role) => whoLine(matter.failover, role)),
                  '; ',
                ),
                '.',
                ...(rules.window === undefined ? [] : [{ strong: ' When: ' }, sentence(rules.window)]),
                ' Going back may lose nothing; it waits until it does not.',
              ],
            } as const,
          ]),
      ...(back === undefined
        ? [
            {
              is: 'text',
              line: ['This scenario has no way back of its own: nothing was moved, or nothing is left to go back to.'],
            } as const,
          ]
        : [intro(back), ...cards(back, plan, () => true)]),
    ],
  }
}

function intro({ runbook }: Course): Block {
  const where = runbook.from === runbook.to ? `In ${runbook.to}` : `From ${runbook.from} to ${runbook.to}`
  return {
    is: 'text',
    line: [
      `${where}. A step begins when those before it are done; what waits for nothing is done at the same time. `,
      'Who does it writes down when it began, when it was done, and what was seen.',
    ],
  }
}

function cards(course: Course, plan: Plan, isIn: (step: Step, course: Course) => boolean): readonly Block[] {
  return numbered(course)
    .filter((step) => isIn(step, course))
    .map((step) => ({ is: 'card', card: cardOf(step, course, plan) }))
}

/** Whether a step is done in a disaster, or stands in for one that is. */
function isThere(step: Step, { runbook }: Course): boolean {
  return stepIn(step, runbook.mode)
}
