import { formatDuration } from '#units'
import { clock, tidy } from '../lines.ts'
import type { Block, Document, Line, Section } from '../model.ts'
import { decisionsOf } from './decisions.ts'
import type { ReviewInput } from './input.ts'
import { latenessOf } from './late.ts'
import { openQuestions } from './questions.ts'
import { openEnds } from './remains.ts'

/**
 * A draft of the review after a run or a drill, from its journal: what is known is in it, and what only those know who were
 * there is asked. It blames nobody: people stand in it by their role in a decision, and never as a cause.
 */
export function reviewOf(input: ReviewInput): Document {
  const { runbook, run, date } = input
  return {
    schemaVersion: 1,
    title: `Review of ${run}`,
    subtitle: `${runbook.plan.name}: ${runbook.scenario.id}, ${runbook.direction}; a draft from the journal`,
    stamp: {
      plan: runbook.plan.name,
      scenario: runbook.scenario.id,
      digest: runbook.plan.digest,
      date,
      proven: 'DRAFT',
      needsVerified: true,
    },
    sections: [
      summary(input),
      { id: 'timeline', title: 'Timeline', blocks: [timeline(input)] },
      { id: 'decisions', title: 'Decisions', blocks: decisionsOf(input) },
      { id: 'late', title: 'What took long', blocks: latenessOf(input) },
      { id: 'remains', title: 'What remains to be done', blocks: openEnds(input) },
      { id: 'questions', title: 'Questions for looking back', blocks: openQuestions(input) },
    ],
  }
}

function summary(input: ReviewInput): Section {
  const { kind, subject, target, outcome, reason, events, evidence, runbook } = input
  const last = events.at(-1)?.elapsed ?? 0
  const what = kind === 'drill' ? 'A drill' : 'A real event'
  return {
    id: 'summary',
    title: 'What happened',
    blocks: [
      {
        is: 'text',
        line: [
          { strong: `${what} on ${target} (${subject}): ` },
          `${runbook.scenario.id}, ${runbook.direction}, ${outcome ?? 'still open'} after ${formatDuration(tidy(last))}, begun ${events[0]?.record.ts ?? ''}.`,
          ...(reason === undefined ? [] : [` ${reason}`]),
        ],
      },
      ...(evidence === undefined
        ? [{ is: 'warning', line: ['Nothing was measured, so that no objective is known to be met.'] } as const]
        : [
            { is: 'text', line: [{ strong: 'Verdict: ' }, evidence.verdict] } as const,
            results(evidence.flows),
            ...listOf('What was not as the plan has it', evidence.deviations),
          ]),
      {
        is: 'fields',
        fields: [
          { id: 'summary-cause', label: 'The cause, in one sentence' },
          { id: 'summary-felt', label: 'What customers noticed' },
        ],
      },
    ],
  }
}

function results(flows: NonNullable<ReviewInput['evidence']>['flows']): Block {
  const figure = (value: number | undefined, target: number | undefined, met: boolean | undefined): Line => [
    value === undefined ? 'not measured' : formatDuration(tidy(value)),
    target === undefined ? '' : ` of ${formatDuration(target)}`,
    met === undefined ? '' : met ? ', met' : { strong: ', missed' },
  ]
  return {
    is: 'table',
    heads: ['Flow', 'Down for', 'Loss', 'Writes lost'],
    rows: flows.map(({ flow, rto, rpo }) => [
      [{ strong: flow }],
      figure(rto.measured, rto.target, rto.met),
      figure(rpo.measured, rpo.target, rpo.met),
      [rpo.method === 'none' ? 'not counted' : `${rpo.lost} of ${rpo.acknowledged}`],
    ]),
  }
}

function timeline({ events }: ReviewInput): Block {
  return {
    is: 'table',
    heads: ['Time', 'Since the beginning', 'What', 'Who'],
    rows: events.flatMap(
      ({ record, elapsed, what, took }): ReadonlyArray<readonly Line[]> =>
        what === undefined
          ? []
          : [
              [
                [`${record.ts.slice(11, 19)} UTC`],
                [elapsed < 0 ? 'another clock' : clock(elapsed)],
                [what, took === undefined || took < 1 ? '' : ` (after ${formatDuration(tidy(took))})`],
                [record.actor.authn === 'muster' ? '' : record.actor.name],
              ],
            ],
    ),
  }
}

/** A heading and a list; nothing where there is nothing. */
export function listOf(title: string, items: readonly string[]): readonly Block[] {
  return items.length === 0
    ? []
    : [
        { is: 'text', line: [{ strong: title }] },
        { is: 'list', items: items.map((item): Line => [item]) },
      ]
}
