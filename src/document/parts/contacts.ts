import { formatDuration } from '#units'
import type { Matter } from '../input.ts'
import type { Line, Section } from '../model.ts'

/** Everybody who is needed, with who stands in; and the companies that others rely on. */
export function contacts({ plan }: Matter): Section {
  const people = Object.entries(plan.contacts ?? {})
  const vendors = Object.entries(plan.components).flatMap(([id, { contract }]) => (contract ? [{ id, contract }] : []))
  return {
    id: 'contacts',
    title: 'Whom to call',
    sheet: true,
    blocks: [
      ...(people.length === 0
        ? [{ is: 'warning', line: ['The plan names nobody. Write down here whom to call.'] } as const]
        : []),
      {
        is: 'table',
        heads: ['Role', 'Name', 'Telephone', 'Other ways', 'Stands in', 'Answers', 'Last tried'],
        rows: people.map(([role, one]): readonly Line[] => [
          [{ strong: role }],
          [one.name],
          one.phone === undefined ? [] : [{ phone: one.phone }],
          [
            ...(one.email === undefined ? [] : [{ mail: one.email }]),
            ...(one.chat === undefined ? [] : [`${one.email === undefined ? '' : ', '}chat ${one.chat}`]),
          ],
          [one.deputy ?? 'nobody'],
          [hours(one)],
          [one.confirmedOn ?? 'never'],
        ]),
      },
      ...(vendors.length === 0
        ? []
        : [
            { is: 'text', line: [{ strong: 'Other companies' }] } as const,
            {
              is: 'table',
              heads: ['For', 'Who', 'Telephone', 'Promises', 'Not covered', 'Last tried'],
              rows: vendors.map(({ id, contract }): readonly Line[] => [
                [{ strong: id }],
                [contract.provider],
                contract.phone === undefined ? [] : [{ phone: contract.phone }],
                [contract.rto === undefined ? 'nothing that is known' : `back within ${formatDuration(contract.rto)}`],
                [contract.excludes ?? ''],
                [contract.confirmedOn ?? 'never'],
              ]),
            } as const,
          ]),
    ],
  }
}

function hours({ hours: open, zone, answersWithin }: NonNullable<Matter['plan']['contacts']>[string]): string {
  const when = open === undefined ? 'always' : `${open.from} to ${open.to} (${zone ?? 'UTC'})`
  return answersWithin === undefined ? when : `${when}, within ${formatDuration(answersWithin)}`
}
