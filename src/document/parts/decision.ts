import { deciders } from '#runbook'
import { formatDuration } from '#units'
import { type Matter, whoLine } from '../input.ts'
import { joined, spanWords } from '../lines.ts'
import type { Block, Line, Section } from '../model.ts'

/** The sheet of whoever declares: what qualifies, what speaks against it, what it costs, who may, and where they sign. */
export function decision(matter: Matter): Section {
  const { plan, failover, facts } = matter
  const id = failover.scenario.id
  const activation = plan.activation?.[id]
  const stores = failover.stores.map(({ component }) => component)
  return {
    id: 'decision',
    title: 'The decision: is it a disaster?',
    sheet: true,
    blocks: [
      ...criteria(matter),
      ...(activation?.checkpoints === undefined
        ? []
        : [
            text([{ strong: 'To be answered before it is declared' }]),
            {
              is: 'checks',
              items: activation.checkpoints.map((question, at) => ({ id: `checkpoint-${at + 1}`, line: [question] })),
            } as const,
          ]),
      text([{ strong: 'What it means' }]),
      {
        is: 'list',
        items: [
          ...failover.flows.flatMap((flow): readonly Line[] => {
            const expected = facts.failover.flows.find((one) => one.flow === flow.id)
            return expected === undefined || flow.restoredBy.length === 0
              ? []
              : [
                  [
                    { strong: flow.id },
                    ` is back after ${spanWords(expected.rto)}, counted from the disaster`,
                    ...odds(expected.rto.odds),
                    '.',
                  ],
                ]
          }),
          ...(stores.length === 0
            ? []
            : [
                [
                  'What may be lost: what was written last to ',
                  { strong: stores.join(', ') },
                  '. `muster declare` asks how much it is now; on paper, write down when the copy was last seen to follow.',
                ],
              ]),
          ...waiting(matter),
        ],
      },
      text([{ strong: 'Who may decide' }]),
      whoMay(matter),
      ...(failover.breakGlass === undefined
        ? []
        : [
            text([
              { strong: 'When nobody of them can be reached: ' },
              `${failover.breakGlass.atLeast} of these, each with their key: `,
              ...joined(
                failover.breakGlass.holders.map((role) => whoLine(failover, role)),
                '; ',
              ),
              '.',
            ]),
          ]),
      {
        is: 'fields',
        fields: [
          { id: 'decision-what', label: 'Declared, wait until, or stand down' },
          { id: 'decision-by', label: 'Decided by (name and role)' },
          { id: 'decision-at', label: 'On (date, time, zone)' },
          { id: 'decision-loss', label: 'Loss that is accepted, and by whom' },
          { id: 'decision-why', label: 'Why' },
        ],
      },
    ],
  }
}

function criteria({ plan, failover }: Matter): readonly Block[] {
  const activation = plan.activation?.[failover.scenario.id]
  if (activation === undefined)
    return [{ is: 'warning', line: ['The plan has no criteria for this scenario. Only people can tell.'] }]
  return [
    text([{ strong: 'It is one when ' }, { code: activation.when }]),
    ...(activation.unless === undefined ? [] : [text([{ strong: 'unless ' }, { code: activation.unless }])]),
    ...failover.probes
      .filter(({ id }) => `${activation.when} ${activation.unless ?? ''}`.includes(id))
      .map(({ id, component, every, from }) =>
        text([
          { code: `probes.${id}` },
          ` asks ${component} every ${formatDuration(every)}${from === undefined ? '' : `, from ${from.join(', ')}`}.`,
        ]),
      ),
    ...(activation.blip === undefined
      ? []
      : [
          text([
            `Neither up nor down for ${formatDuration(activation.blip)}: somebody has to look, and say what it is.`,
          ]),
        ]),
  ]
}

function waiting({ plan, failover }: Matter): readonly Line[] {
  const activation = plan.activation?.[failover.scenario.id]
  return [
    ...(activation?.decideWithin === undefined
      ? []
      : [[`It is to be decided within ${formatDuration(activation.decideWithin)} once the criteria hold.`]]),
    ...(activation?.ifUndecided === 'failover' ? [['Where nobody has decided by then, the plan says to go.']] : []),
  ]
}

function whoMay({ failover }: Matter): Block {
  const steps = failover.steps.flatMap((step) => (step.work.kind === 'decision' ? [{ step, work: step.work }] : []))
  return {
    is: 'table',
    heads: ['What', 'Who, in order', 'How many', 'Within', 'Then'],
    rows: steps.map(({ step, work }) => [
      [step.title],
      joined(
        deciders(failover, work.deciders).map((role) => whoLine(failover, role)),
        '; ',
      ),
      [String(work.atLeast ?? 1)],
      [work.within === undefined ? '' : formatDuration(work.within)],
      joined(
        (work.escalation ?? []).map(
          ({ after, to }): Line => [`after ${formatDuration(after)}: `, ...whoLine(failover, to)],
        ),
        '; ',
      ),
    ]),
  }
}

function odds(words: string | undefined): Line {
  return words === undefined ? [] : [`; ${words}`]
}

function text(line: Line): Block {
  return { is: 'text', line }
}
