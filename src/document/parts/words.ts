import { glossary } from '#catalog'
import type { Line, Section } from '../model.ts'

/** The words that everybody has to mean the same by. */
export function words(): Section {
  return {
    id: 'words',
    title: 'Words',
    blocks: [
      {
        is: 'table',
        heads: ['Word', 'Means', 'Also called'],
        rows: glossary.map(({ term, says, also = [] }): readonly Line[] => [
          [{ strong: term }],
          [says],
          [also.join(', ')],
        ]),
      },
    ],
  }
}
