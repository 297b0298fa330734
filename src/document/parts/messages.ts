import { wordsFor } from '#runbook'
import { formatDuration } from '#units'
import { channelWord } from '../by-hand.ts'
import { type Matter, whoLine } from '../input.ts'
import { anchor, joined, listed } from '../lines.ts'
import type { Block, Line, Section } from '../model.ts'

const occasions: Readonly<Record<string, string>> = {
  activated: 'when it is declared',
  delayed: 'when it takes longer than was said',
  restored: 'when customers are served again',
  'failed-back': 'when everything is where it was before',
  'stood-down': 'when it is stood down',
}

/** Who is told what, by whom and when. */
export function messages(matter: Matter): Section {
  const all = Object.entries(matter.plan.communications ?? {})
  if (all.length === 0)
    return {
      id: 'messages',
      title: 'Who is told what',
      blocks: [
        { is: 'warning', line: ['The plan has no messages. Nobody is told anything that was agreed beforehand.'] },
      ],
    }
  return {
    id: 'messages',
    title: 'Who is told what',
    blocks: [
      {
        is: 'table',
        heads: ['Audience', 'When', 'By', 'How', 'Steps', 'Within'],
        rows: all.map(([id, one]): readonly Line[] => [
          [{ strong: one.audience }, one.internal === true ? ' (inside only)' : ''],
          [listed(one.on.map((on) => occasions[on] ?? on))],
          whoLine(matter.failover, one.owner),
          [channelWord(one.channel)],
          stepsOf(matter, id),
          [one.within === undefined ? '' : formatDuration(one.within)],
        ]),
      },
      ...all.flatMap(([id, one]) => wordsOf(matter, id, one)),
    ],
  }
}

/** One sheet for each audience, with the words for every occasion. */
export function audiences(matter: Matter): readonly Section[] {
  const all = Object.entries(matter.plan.communications ?? {})
  return [...new Set(all.map(([, { audience }]) => audience))].map((audience, at) => ({
    id: `audience-${at + 1}-${anchor(audience)}`,
    title: `To tell: ${audience}`,
    sheet: true,
    blocks: all
      .filter(([, one]) => one.audience === audience)
      .flatMap(([id, one]): readonly Block[] => [
        {
          is: 'text',
          line: [
            { strong: listed(one.on.map((on) => occasions[on] ?? on)) },
            `, by ${channelWord(one.channel)}; sent by `,
            ...whoLine(matter.failover, one.owner),
            ...(one.within === undefined ? [] : [`, within ${formatDuration(one.within)}`]),
            '. Steps: ',
            ...stepsOf(matter, id),
          ],
        },
        ...wordsOf(matter, id, one),
        { is: 'fields', fields: [{ id: `sent-${id}`, label: 'Sent at, by' }] },
      ]),
  }))
}

type Communication = NonNullable<Matter['plan']['communications']>[string]

/** The words as they are sent, on each occasion. */
function wordsOf(
  { main, courses }: Matter,
  id: string,
  { message, audience, approved, on }: Communication,
): readonly Block[] {
  const { plan, scenario, from, to } = main.runbook
  const told = { plan: plan.name, scenario: scenario.id, from, to, stays: from === to }
  const filled = courses.flatMap(({ runbook }) =>
    runbook.steps.flatMap((step) => {
      const words = step.work.kind === 'action' ? step.work.with['message'] : undefined
      const occasion = on.find((one) => step.id === `announce.${id}.${one}`)
      return typeof words === 'string' && occasion !== undefined ? [{ occasion, words }] : []
    }),
  )
  const rest = on.filter((one) => !filled.some(({ occasion }) => occasion === one))
  const texts = new Map<string, string[]>()
  for (const { occasion, words } of [
    ...filled,
    ...rest.map((occasion) => ({ occasion, words: wordsFor(message, { ...told, occasion }) })),
  ])
    texts.set(words, [...new Set([...(texts.get(words) ?? []), occasion])])
  const by = approved === undefined ? 'NOT APPROVED' : `approved by ${approved.by} on ${approved.on}`
  return [...texts].map(([words, when]) => ({
    is: 'message',
    title: `${audience}, ${listed(when.map((one) => occasions[one] ?? one))} (${by})`,
    text: words,
  }))
}

function stepsOf({ courses }: Matter, id: string): Line {
  const steps = courses.flatMap((course) =>
    course.runbook.steps
      .filter((step) => step.id.startsWith(`announce.${id}.`))
      .map((step): Line => [{ to: course.placeOf(step.id), text: course.numberOf(step.id) }]),
  )
  return steps.length === 0 ? ['no step of its own: whoever leads decides'] : joined(steps, ', ')
}
