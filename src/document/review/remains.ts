import { formatDuration } from '#units'
import type { Block, Line } from '../model.ts'
import type { ReviewInput } from './input.ts'

/** What is still to be settled, with who does it and until when: items of the run, gaps of the drill, the plan's own clocks. */
export function openEnds({ events, evidence, afterwards }: ReviewInput): readonly Block[] {
  const closed = new Map(
    events.flatMap(({ record }) => (record.type === 'itemClosed' ? [[record.data.item, record.data.disposition]] : [])),
  )
  const items = events.flatMap(
    ({ record }): ReadonlyArray<readonly Line[]> =>
      record.type === 'itemOpened'
        ? [[[record.data.text], [record.data.owner], [closed.get(record.data.item) ?? { strong: 'open' }], []]]
        : [],
  )
  const failed = events.flatMap(
    ({ record }): ReadonlyArray<readonly Line[]> =>
      record.type === 'stepSkipped'
        ? [[[`${record.data.step} was skipped: ${record.data.comment}`], [], [{ strong: 'open' }], []]]
        : [],
  )
  const gaps = (evidence?.gaps ?? []).map((gap): readonly Line[] => [[gap], [], [{ strong: 'open' }], []])
  const rows = [...items, ...failed, ...gaps]
  const clocks: ReadonlyArray<readonly [string, number | undefined]> = [
    ['the cause is known', afterwards?.rootCauseWithin],
    ['everybody has looked back together', afterwards?.debriefWithin],
    ['the gaps are closed', afterwards?.gapsClosedWithin],
  ]
  return [
    rows.length === 0
      ? { is: 'text', line: ['Nothing that the journal knows of.'] }
      : { is: 'table', heads: ['What', 'Owner', 'State', 'Until'], rows },
    ...(afterwards === undefined
      ? []
      : [
          {
            is: 'list',
            items: [
              [`${afterwards.owner} sees to it.`],
              ...clocks.flatMap(([what, within]): readonly Line[] =>
                within === undefined ? [] : [[`Within ${formatDuration(within)}, ${what}.`]],
              ),
            ],
          } as const,
        ]),
  ]
}
