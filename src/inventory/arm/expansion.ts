import type { Problem } from '#diagnostics'
import type { Declared, Given } from '../importer.ts'
import type { JsonText } from '../json.ts'
import type { Unknown } from '../value.ts'
import type { Budget, Target } from './scope.ts'

/** Everything that one expansion of templates shares. */
export interface Expansion {
  readonly file: string
  readonly placeOf: JsonText['placeOf']
  readonly given: Given
  readonly target: Target
  /** Why it is not known whether what is in it is made. */
  readonly doubt?: Unknown | undefined
  readonly budget: Budget
  readonly problems: Problem[]
  readonly declared: Declared[]
  /** Type and name of what a condition leaves out. */
  readonly skipped: Array<readonly [type: string, name: string]>
  /** Templates around this one. */
  readonly depth: number
  /** Parameters without a value that were told of already. */
  readonly told: Set<string>
}
