import type { Unknown, Value } from '../value.ts'
import type { Expression, NoExpression } from './expression.ts'

/** What an expression can name, where it stands. */
export interface Scope {
  readonly parameter: (name: string) => Value
  readonly variable: (name: string) => Value
  /** A function that the template itself defines, by its full name; undefined where there is none. */
  readonly own: (name: string, args: readonly Value[]) => Value | undefined
  /** Where each loop stands, by its name; the innermost is under `''`. */
  readonly turns: ReadonlyMap<string, number | Unknown>
  /** What a lambda's parameters stand for. */
  readonly lambda: ReadonlyMap<string, Value>
  /** What is known of a resource by the symbol under which the template declares it. */
  readonly symbol: (name: string) => Value | undefined
  readonly given: { readonly location?: string | undefined }
  readonly budget: Budget
}

/** What one import may still spend. */
export interface Budget {
  steps: number
  /** Characters and entries that functions have made. */
  made: number
  /** Expressions that have been read, so that a loop reads each once. */
  readonly read: Map<string, Expression | NoExpression>
  /** Told of each function that Muster does not know, and of each expression that cannot be read. */
  readonly tell: (trouble: string) => void
}

/** A function of evaluated arguments, any of which may be unknown. */
export type ArmFunction = (args: readonly Value[], scope: Scope) => Value
