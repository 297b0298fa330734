import type { Place } from '#diagnostics'
import type { Unknown, Value, ValueObject } from '../value.ts'

/** A resource as Terraform has it, from a plan, a state or a configuration. */
export interface TerraformResource {
  /** With module, key and index: `module.stamp["a"].azurerm_storage_account.main[0]`. */
  readonly address: string
  /** Such as `azurerm_mssql_server`. */
  readonly type: string
  /** Its arguments by name; a block is a list of objects. A reference to another resource is its address. */
  readonly values: ValueObject
  /** It is only read, by `data`. */
  readonly data: boolean
  readonly dependsOn: readonly Value[]
  readonly doubt?: Unknown | undefined
  readonly place: Place
}
