import type { Value } from '../../value.ts'
import type { Budget } from './budget.ts'

/** What a function knows besides its arguments. */
export interface Calling {
  readonly name: string
  readonly budget: Budget
}

/** A function of Terraform. */
export interface HclFunction {
  /** Whether it looks at arguments that are unknown itself; the others are unknown where one of their arguments is. */
  readonly open?: boolean
  readonly evaluate: (args: readonly Value[], calling: Calling) => Value
}

/** A function of arguments that are known. */
export function known(evaluate: HclFunction['evaluate']): HclFunction {
  return { evaluate }
}

/** A function that looks at unknown arguments itself. */
export function open(evaluate: HclFunction['evaluate']): HclFunction {
  return { open: true, evaluate }
}
