import type { ValueObject } from '../value.ts'
import type { Arguments } from './arguments.ts'

/** How a type of Terraform's provider is said in the words of Resource Manager. */
export interface Translation {
  /** The type of Resource Manager. */
  readonly type: string
  /** The argument that names the resource around it. */
  readonly within?: string
  /** Everything but name and location. */
  readonly body?: (args: Arguments) => ValueObject
}
