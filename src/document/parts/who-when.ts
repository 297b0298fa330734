import { type Course, type Matter, numbered } from '../input.ts'
import { clock, spanWords } from '../lines.ts'
import type { Block, Line, Section } from '../model.ts'
import { isUsual } from '../schedule.ts'

/** Who does what, and when, of both directions. */
export function whoWhen({ courses }: Matter): Section {
  return {
    id: 'who-when',
    title: 'Who does what, and when',
    blocks: courses.flatMap((course) => [
      {
        is: 'text',
        line: [{ strong: course.runbook.direction === 'failover' ? 'Failover' : 'Failback' }, begins(course)],
      } as const,
      ...barsOf(course, course.runbook.direction === 'failover' ? 'Failover' : 'Failback'),
      tableOf(course),
    ]),
  }
}

function begins({ runbook }: Course): string {
  return runbook.direction === 'failover'
    ? ', counted from the moment of the disaster, if everybody is there and everything takes what it takes in half of all cases.'
    : ', counted from its beginning.'
}

/** The course as a picture; nothing where no step of it takes any time that is known. */
export function barsOf(course: Course, title: string): readonly Block[] {
  const served = Math.max(
    0,
    ...[...course.schedule.values()].filter(({ critical }) => critical).map(({ ends }) => ends),
  )
  const bars = numbered(course).flatMap((step) => {
    const slot = course.schedule.get(step.id)
    // What comes once customers are served would squeeze what they wait for.
    return slot === undefined || slot.unknown || slot.ends > served
      ? []
      : {
          number: course.numberOf(step.id),
          title: step.title,
          owner: step.owner,
          begins: slot.begins,
          ends: slot.ends,
          critical: slot.critical,
        }
  })
  return bars.some(({ begins: from, ends }) => ends > from) ? [{ is: 'bars', title, bars }] : []
}

function tableOf(course: Course): Block {
  const steps = numbered(course).filter((step) => isUsual(step, course.runbook))
  return {
    is: 'table',
    heads: ['Begins', 'Step', 'What', 'Who', 'Takes'],
    rows: steps.map((step): readonly Line[] => {
      const slot = course.schedule.get(step.id)
      const time = course.expected.steps[step.id]
      return [
        [slot === undefined ? '' : clock(slot.begins)],
        [{ to: course.placeOf(step.id), text: course.numberOf(step.id) }],
        slot?.critical === true ? [{ strong: step.title }] : [step.title],
        [step.owner],
        [time === undefined || time.basis === 'unknown' ? 'unknown' : spanWords(time)],
      ]
    }),
  }
}
