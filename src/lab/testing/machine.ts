import type { TestContext } from 'vitest'
import { type Parts, partsOf } from '../profile.ts'

/** A part of the lab for which a program of this machine may stand in. */
export type Replaced = keyof Parts

/**
 * The lab's parts for a test: its own, or this machine's program in place of one. Nobody needs that program, so that where
 * it is missing the test is left out as optional, even where every test is asked for.
 */
export function partsFor(part: Replaced | undefined, { skip }: Pick<TestContext, 'skip'>): { readonly parts?: Parts } {
  if (part === undefined) return {}
  const found = partsOf('full', process.env['PATH'] ?? '')[part]
  if (found === undefined) skip(`optional: this machine has no ${part}`)
  return { parts: { [part]: found } }
}
