import { formatDuration } from '#units'
import { type Matter, whoLine } from '../input.ts'
import { sentence } from '../lines.ts'
import type { Block, Line, Section } from '../model.ts'

/** What is left to do once customers are served: clean up, settle differences, find the cause, look back. */
export function afterwards(matter: Matter): Section {
  const { plan, failover } = matter
  const rules = plan.postRecovery
  if (rules === undefined)
    return {
      id: 'afterwards',
      title: 'Afterwards',
      blocks: [{ is: 'warning', line: ['The plan does not say what is done afterwards, or by whom.'] }],
    }
  const clocks: ReadonlyArray<readonly [string, number | undefined]> = [
    ['The cause is known', rules.rootCauseWithin],
    ['Everybody who took part has looked back', rules.debriefWithin],
    ['What was found to be missing is mended in plan and system', rules.gapsClosedWithin],
  ]
  return {
    id: 'afterwards',
    title: 'Afterwards',
    blocks: [
      { is: 'text', line: [{ strong: 'Who sees to it: ' }, ...whoLine(failover, rules.owner), '.'] },
      ...heading(
        'To take away',
        rules.cleanUp?.map((what, at) => ({ id: `clean-up-${at + 1}`, line: [what] })),
      ),
      ...heading(
        'To settle',
        rules.reconcile?.map(({ of, owner, compares, takes }, at) => ({
          id: `reconcile-${at + 1}`,
          line: [
            { strong: of },
            `: ${sentence(compares)} `,
            ...whoLine(failover, owner),
            takes === undefined ? '.' : `. It takes ${formatDuration(takes)}.`,
          ],
        })),
      ),
      {
        is: 'table',
        heads: ['What', 'Within', 'Done on, by'],
        rows: clocks.map(([what, within]): readonly Line[] => [
          [what],
          [within === undefined ? 'not set' : formatDuration(within)],
          [],
        ]),
      },
      { is: 'text', line: [{ strong: 'Questions for looking back' }] },
      {
        is: 'list',
        items: [
          ['When did we notice, and what could have told us sooner?'],
          ['What did we wait for: people, decisions, machines?'],
          ['Which step took longer than it says here, and which did not go as it says here?'],
          ['What was lost, and does the figure that was accepted hold?'],
          ['Who was missing, and what did only one person know?'],
          ['What do we change, who does, and until when?'],
        ],
      },
    ],
  }
}

function heading(
  title: string,
  items: ReadonlyArray<{ readonly id: string; readonly line: Line }> = [],
): readonly Block[] {
  return items.length === 0
    ? []
    : [
        { is: 'text', line: [{ strong: title }] },
        { is: 'checks', items },
      ]
}
