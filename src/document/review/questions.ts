import type { Block, Field } from '../model.ts'
import type { ReviewInput } from './input.ts'
import { endsOf } from './late.ts'

/** Asked after every run. */
const always = [
  'What could have told us sooner?',
  'What went well, and would it again without those who were there?',
  'Which part of the runbook was not so, or was missing?',
  'What do we change, who does, and until when?',
] as const

/** What only those know who were there: asked because of what the journal shows, and after every run. */
export function openQuestions(input: ReviewInput): readonly Block[] {
  const { events, usual, runbook } = input
  const titleOf = (id: string): string => runbook.steps.find((step) => step.id === id)?.title ?? id
  const asked: string[] = []
  for (const { step, took, attempts } of endsOf(events)) {
    if (attempts > 1) asked.push(`Why did "${titleOf(step)}" take ${attempts} attempts?`)
    const most = usual[step]
    if (most !== undefined && took > most) asked.push(`Why did "${titleOf(step)}" take longer than it usually does?`)
  }
  for (const { record } of events) {
    if (record.type === 'timerFired' && record.data.timer.startsWith('escalate:'))
      asked.push('Why did the first who may decide not answer, and would the next one have, too?')
    if (record.type === 'stepInDoubt')
      asked.push(`How can it be seen next time whether "${titleOf(record.data.step)}" has happened?`)
    if (record.type === 'stepSkipped') asked.push(`What did it cost to skip "${titleOf(record.data.step)}"?`)
    if (record.type === 'glassBroken')
      asked.push('Why could the usual approvals not be had? Were the emergency keys needed?')
    if (record.type === 'leaseTaken' && record.data.forced) asked.push('Why was the run taken from its holder?')
    if (record.type === 'splitFound')
      asked.push('How did two come to drive the run, and what did each step that ran twice do?')
    if (record.type === 'pagesMerged' && record.data.contradictions.length > 0)
      asked.push('Pages and run say different things: what is true?')
    if (record.type === 'calledOut' && record.data.trouble !== undefined)
      asked.push(`Why could ${record.data.role} not be called?`)
  }
  const fields = [...new Set([...asked, ...always])].map((label, at): Field => ({ id: `question-${at + 1}`, label }))
  return [{ is: 'fields', fields }]
}
