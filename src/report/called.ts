import type { PersonAnswer } from '#evidence'
import { plain } from '#markup'
import { durationOr } from './figures.ts'
import { type Cell, table } from './layout.ts'
import { paint, type Style } from './style.ts'

/** The heads of the columns of `calledRow`. */
export const calledHead = ['Role', 'Called for', 'Called at', 'By', 'Answered after', 'Decided after'] as const

/** One call as cells of text, in the order of `calledHead`. */
export function calledRow(one: PersonAnswer): readonly string[] {
  const { role, step, called, channel, insteadOf, answered, decided, reached } = one
  return [
    insteadOf === undefined ? role : `${role} for ${insteadOf}`,
    step,
    `${called.slice(11, 19)}Z`,
    channel,
    durationOr(answered, reached ? 'not measured' : 'did not answer'),
    durationOr(decided, '-'),
  ]
}

/** Who was called out and how soon they answered, as lines; none where nobody was called. */
export function calledText(people: readonly PersonAnswer[], style: Style): readonly string[] {
  if (people.length === 0) return []
  const head = calledHead.map((text): Cell => ({ text, tone: 'dim' }))
  const rows = people.map((one) =>
    calledRow(one).map((text): Cell => (one.reached ? plain(text) : { text: plain(text), tone: 'yellow' })),
  )
  return [paint(style, 'bold', 'People called'), ...table([head, ...rows], style)]
}
