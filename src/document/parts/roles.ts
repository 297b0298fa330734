import { deciders, type Step, stepIn } from '#runbook'
import { waitsFor } from '../card.ts'
import { type Course, type Matter, numbered, whoLine } from '../input.ts'
import { anchor, clock, spanWords } from '../lines.ts'
import type { Block, Line, Section } from '../model.ts'

/** One sheet for each role that has something to do or to decide, in the order in which they are first needed. */
export function roles(matter: Matter): readonly Section[] {
  const owners = matter.courses.flatMap((course) =>
    numbered(course)
      .filter((step) => stepIn(step, course.runbook.mode))
      .flatMap((step) => [
        step.owner,
        ...(step.work.kind === 'decision' ? deciders(course.runbook, step.work.deciders) : []),
      ]),
  )
  return [...new Set(owners)].map((role, at) => sheetOf(matter, role, at + 1))
}

function sheetOf(matter: Matter, role: string, at: number): Section {
  const person = matter.failover.people.find((one) => one.role === role)
  return {
    id: `role-${at}-${anchor(role)}`,
    title: `Sheet of ${role}`,
    sheet: true,
    blocks: [
      {
        is: 'text',
        line: [
          { strong: person?.name ?? role },
          ...(person?.phone === undefined ? [] : [', ', { phone: person.phone } as const]),
          ...(person?.deputy === undefined
            ? ['. Nobody stands in: say so at once if you cannot do it.']
            : ['. Stands in: ', ...whoLine(matter.failover, person.deputy), '.']),
        ],
      },
      ...matter.courses.flatMap((course) => tableOf(course, role)),
      { is: 'fields', fields: [{ id: `notes-${role}`, label: 'Notes' }] },
    ],
  }
}

function tableOf(course: Course, role: string): readonly Block[] {
  const { runbook, schedule, expected } = course
  const own = numbered(course).filter(
    (step) => stepIn(step, course.runbook.mode) && (step.owner === role || mayDecide(step, course, role)),
  )
  if (own.length === 0) return []
  return [
    { is: 'text', line: [{ strong: runbook.direction === 'failover' ? 'Failover' : 'Failback' }] },
    {
      is: 'table',
      heads: ['Begins', 'Step', 'What you do', 'Waits for', 'Takes', 'Done at'],
      rows: own.map((step): readonly Line[] => {
        const slot = schedule.get(step.id)
        const time = expected.steps[step.id]
        return [
          [slot === undefined ? 'if needed' : clock(slot.begins)],
          [{ to: course.placeOf(step.id), text: course.numberOf(step.id) }],
          [
            step.owner === role ? '' : 'You may decide: ',
            slot?.critical === true ? { strong: step.title } : step.title,
          ],
          [waitsFor(step, course).join(', ')],
          [time === undefined || time.basis === 'unknown' ? 'unknown' : spanWords(time)],
          [],
        ]
      }),
    },
  ]
}

function mayDecide({ work }: Step, { runbook }: Course, role: string): boolean {
  return work.kind === 'decision' && deciders(runbook, work.deciders).includes(role)
}
