import type { JournalRecord } from '#journal'
import type { Evidence } from './model.ts'

/**
 * Who decided what, in the order of the journal: every word of a person by the role in which it was said, and what was
 * decided without any, automatically or because the time was over.
 */
export function approvals(journal: readonly JournalRecord[]): Evidence['approvals'] {
  const voted = new Set(journal.flatMap((record) => (record.type === 'voted' ? [record.data.step] : [])))
  return journal.flatMap((record) => {
    if (record.type === 'voted') {
      const { step, decision, role } = record.data
      return [{ step, decision, by: role, method: 'person', at: record.ts }]
    }
    if (record.type !== 'decided') return []
    const { step, decision, method } = record.data
    // The sum of the words is no word of its own.
    if (method === 'person' && voted.has(step)) return []
    return [{ step, decision, by: record.actor.name, method, at: record.ts }]
  })
}
