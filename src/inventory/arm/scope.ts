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
  /** Where it is deployed. */
  readonly target: Target
  /** What a deployment within the template gives, by its symbol, name or id; undefined where there is none. */
  readonly module: (mention: string) => Value | undefined
  readonly budget: Budget
}

/** The resource group into which a template is deployed. */
export interface Target {
  /** Its name, or the words in place of it. */
  readonly group: string
  /** The region of the group. */
  readonly location: Value
  /** The region of the deployment itself. */
  readonly deployedIn: Value
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
