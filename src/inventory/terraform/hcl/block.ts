import type { Place } from '#diagnostics'
import type { Expression } from './expression.ts'

/** A name and its value. */
export interface Attribute {
  readonly name: string
  readonly value: Expression
  readonly place: Place
}

/** What stands between the braces of a block, or in a file. */
export interface Body {
  readonly attributes: ReadonlyMap<string, Attribute>
  readonly blocks: readonly Block[]
}

/** A type, its labels and what stands in it. */
export interface Block {
  readonly type: string
  readonly labels: readonly string[]
  readonly body: Body
  readonly place: Place
}
