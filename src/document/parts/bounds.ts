import type { Matter } from '../input.ts'
import { linked } from '../lines.ts'
import type { Line, Section } from '../model.ts'

/** What this runbook does not do, so that nobody relies on it. */
export function bounds({ plan, courses }: Matter): Section {
  const gaps = [...new Set(courses.flatMap(({ runbook }) => [...runbook.deviations, ...runbook.gaps]))]
  const excluded = (plan.exclusions ?? []).map(
    ({ what, because, by, until }): Line => [
      { strong: what },
      `: ${because} (${by}${until === undefined ? '' : `, until ${until}`})`,
    ],
  )
  const items: readonly Line[] = [...gaps.map((gap): Line => [gap]), ...excluded]
  return {
    id: 'bounds',
    title: 'What this does not cover',
    blocks: [
      items.length === 0 ? { is: 'text', line: ['Nothing that is known.'] } : { is: 'list', items },
      ...(plan.metadata.repository === undefined
        ? []
        : [{ is: 'text', line: [{ strong: 'The plan itself: ' }, ...linked(plan.metadata.repository)] } as const]),
      ...(plan.metadata.copies === undefined
        ? []
        : [
            { is: 'text', line: [{ strong: 'Where this can be read when everything else is down' }] } as const,
            { is: 'list', items: plan.metadata.copies.map((one): Line => [one]) } as const,
          ]),
    ],
  }
}
