import { runView } from '#execution'
import { decision, step, undo } from '../../src/execution/testing/books.ts'
import type { Ask, Course } from './recorder.ts'

export const detect = step('detect', [], { phase: 'detect', effect: 'none' })
/** The owner of the data and its administrator are one person. */
export const people = [
  { role: 'lead', name: 'Lea Lind', deputy: 'second' },
  { role: 'second', name: 'Sam Sand' },
  { role: 'data-owner', name: 'Dana Dahl' },
  { role: 'dba', name: 'Dana Dahl' },
] as const
/** The lead says go. */
export const go = { 'decision decide': [{ kind: 'approve', step: 'decide' }] } as const satisfies Course['on']
export const seen = (kind: Ask['kind'], name: string, more: Partial<Ask> = {}): Ask => ({
  kind,
  step: name,
  comment: 'I have looked.',
  ...more,
})
/** Somebody says of a step in doubt whether it has happened. */
export const says = (name: string, answer: 'done' | 'notDone'): Ask => seen('resolve', name, { data: { answer } })
export const decided = decision('decide', ['detect'])
const moved = (effect: 'none' | 'keyed' | 'probed' | 'unkeyed', more = {}) =>
  step(effect, ['decide'], { effect, ...more })
/** One step of each effect. */
export const all = [moved('none'), moved('keyed'), moved('probed'), moved('unkeyed')]
/** A step that can be taken back. */
export const taking = (name: string, needs: readonly string[]) => step(name, needs, { undo: undo() })

/** What somebody has before their eyes who answers a decision. */
export const shown =
  (decides: string): Ask['data'] =>
  (records) => ({ bound: runView(records).steps.find(({ id }) => id === decides)?.bound ?? '' })
