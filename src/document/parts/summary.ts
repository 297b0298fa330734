import { formatDuration } from '#units'
import { isProof } from '../facts.ts'
import type { Matter } from '../input.ts'
import { whoLine } from '../input.ts'
import { clock, sentence, spanWords } from '../lines.ts'
import type { Block, Line, Section } from '../model.ts'
import { barsOf } from './who-when.ts'

/** One page: what has happened, what is promised, who says go, and what comes in which order. */
export function summary(matter: Matter): Section {
  const { plan, facts, main } = matter
  const isBack = main.runbook.direction === 'failback'
  const scenario = plan.scenarios[main.runbook.scenario.id]
  const says = scenario && 'says' in scenario ? scenario.says : undefined
  return {
    id: 'summary',
    title: 'On one page',
    sheet: true,
    blocks: [
      ...(says === undefined ? [] : [text([{ strong: 'What has happened: ' }, sentence(says)])]),
      text([{ strong: 'What is done: ' }, course(matter)]),
      text([
        { strong: 'Who says go: ' },
        ...whoSaysGo(matter),
        ...(isBack ? [] : [' ', { to: 'decision', text: 'The decision' }, '.']),
      ]),
      promises(matter),
      ...proven(matter),
      ...barsOf(main, isBack ? 'The way back, half of all cases' : 'The recovery, half of all cases'),
      {
        is: 'list',
        ordered: true,
        items: [
          isBack
            ? ['See that all of ', { to: 'failback', text: 'what must hold before' }, ' does.']
            : ['Take ', { to: 'decision', text: 'the sheet of the decision' }, ' to whoever may decide.'],
          ['Give everybody ', { to: 'who-when', text: 'their sheet' }, ', and keep this one.'],
          ['Write down every time. What is not written down did not happen.'],
          [
            'Later than ',
            { strong: latest(matter) },
            ' after the beginning: tell whoever leads, and ',
            { to: 'messages', text: 'those who were told' },
            '.',
          ],
        ],
      },
      text(['The times are those of ', { strong: facts.target }, '; which of them were measured stands at each step.']),
    ],
  }
}

function course({ main: { runbook } }: Matter): string {
  const { from, to, direction } = runbook
  const left =
    direction === 'failback' ? `Customers go from ${from} back to ${to}.` : `${from} is given up, and ${to} serves.`
  return from === to ? `${to} is repaired where it stands.` : left
}

function whoSaysGo({ main: { runbook } }: Matter): Line {
  const first = runbook.steps.find(({ work }) => work.kind === 'decision')
  if (first?.work.kind !== 'decision') return ['nobody has to; it is begun as soon as the criteria hold.']
  const [one] = first.work.deciders
  return one === undefined ? ['the plan names nobody.'] : [...whoLine(runbook, one), '.']
}

function promises({ main: { runbook, expected: known }, plan }: Matter): Block {
  return {
    is: 'table',
    heads: ['Flow', 'Tier', 'RTO', 'Expected to be back', 'RPO', 'Expected loss', 'Until then'],
    rows: runbook.flows
      .filter(({ restoredBy }) => restoredBy.length > 0)
      .toSorted((a, b) => a.tier - b.tier)
      .map(({ id, does, tier, objectives }) => {
        const expected = known.flows.find(({ flow }) => flow === id)
        const least = plan.flows[id]?.minimumService?.is
        return [
          [{ strong: id }, `: ${does}`],
          [String(tier)],
          [objectives.rto === undefined ? 'not set' : formatDuration(objectives.rto)],
          [...(expected ? [spanWords(expected.rto)] : ['unknown']), ...odds(expected?.rto.odds)],
          [objectives.rpo === undefined ? 'not set' : formatDuration(objectives.rpo)],
          [...(expected?.rpo ? [spanWords(expected.rpo)] : ['unknown']), ...odds(expected?.rpo?.odds)],
          [least ?? ''],
        ]
      }),
  }
}

function odds(words: string | undefined): Line {
  return words === undefined ? [] : [` (${words})`]
}

function proven({ facts: { proven: drill } }: Matter): readonly Block[] {
  if (drill === undefined)
    return [{ is: 'warning', line: [{ strong: 'NEEDS VERIFIED: ' }, 'no drill has ever shown that this works.'] }]
  const words = `drill ${drill.run} on ${drill.on} (${drill.subject}): ${drill.verdict}`
  if (isProof(drill)) return [text([{ strong: 'Last proven: ' }, `${words}.`])]
  const why =
    drill.subject === 'lab'
      ? 'it was rehearsed in the lab alone, which shows that the steps run and nothing of this workload'
      : drill.current
        ? 'the last drill did not meet its objectives'
        : 'the plan was changed since it was last drilled'
  return [{ is: 'warning', line: [{ strong: 'NEEDS VERIFIED: ' }, `${why}: ${words}.`] }]
}

/** The objective that is over first, or when the printed course is over where there is none. */
function latest({ main: { runbook, schedule } }: Matter): string {
  const objectives = runbook.flows.flatMap(({ restoredBy, objectives: { rto } }) =>
    restoredBy.length > 0 && rto !== undefined ? [rto as number] : [],
  )
  const ends = [...schedule.values()].filter(({ critical }) => critical).map((slot) => slot.ends)
  return clock(objectives.length > 0 ? Math.min(...objectives) : Math.max(0, ...ends))
}

function text(line: Line): Block {
  return { is: 'text', line }
}
