import { type Matter, whoLine } from '../input.ts'
import { joined, sentence } from '../lines.ts'
import type { Block, Line, Section } from '../model.ts'

const kinds = {
  application: 'Does the application work?',
  infrastructure: 'Does what it runs on work?',
  data: 'Is the data whole?',
} as const

/** How everybody knows that it works again: application, infrastructure and data. */
export function health(matter: Matter): Section {
  const all = Object.entries(matter.plan.verification ?? {})
  return {
    id: 'health',
    title: 'How we know that it works',
    blocks: [
      ...(Object.keys(kinds) as ReadonlyArray<keyof typeof kinds>).flatMap((kind): readonly Block[] => {
        const own = all.filter(([, one]) => one.kind === kind)
        return [
          { is: 'text', line: [{ strong: kinds[kind] }] },
          own.length === 0
            ? { is: 'warning', line: ['The plan does not say how.'] }
            : {
                is: 'checks',
                items: own.map(([id, { of, does, owner }]) => ({
                  id: `health-${id}`,
                  line: [
                    { strong: of },
                    `: ${sentence(does)} `,
                    ...(owner === undefined ? [] : [...whoLine(matter.failover, owner), '. ']),
                    ...stepsOf(matter, id),
                  ],
                })),
              },
        ]
      }),
      {
        is: 'table',
        heads: ['Flow', 'Counts as restored when', 'Least that must work first'],
        rows: matter.failover.flows
          .filter(({ restoredBy }) => restoredBy.length > 0)
          .map(({ id, level }): readonly Line[] => {
            const least = matter.plan.flows[id]?.minimumService
            return [
              [{ strong: id }],
              [
                `${Math.round(level.success * 10_000) / 100} of 100 requests succeed, for ${Math.round(level.hold)} s on end`,
              ],
              [least?.is ?? 'not set'],
            ]
          }),
      },
    ],
  }
}

function stepsOf({ courses }: Matter, id: string): Line {
  const found = courses.flatMap((course) =>
    course.runbook.steps
      .filter((step) => step.id.startsWith(`check.${id}@`) || step.id === `check.${id}`)
      .map((step): Line => [{ to: course.placeOf(step.id), text: `step ${course.numberOf(step.id)}` }]),
  )
  return found.length === 0 ? [] : ['(', ...joined(found, ', '), ')']
}
